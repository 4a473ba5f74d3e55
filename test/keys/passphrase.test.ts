import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readPassphrase } from "../../src/keys/passphrase.ts";
import { refused } from "./sample.ts";

describe("keys/passphrase", () => {
  let dir: string;
  let path: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "yinzheng-passphrase-"));
    path = join(dir, "passphrase");
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("comes from the environment", async () => {
    expect(await readPassphrase("YZ_PASSPHRASE", { YZ_PASSPHRASE: " 五星 " })).to.equal(" 五星 ");
  });

  it("comes from a file that the environment names, without the one line feed at its end", async () => {
    for (const [text, expected] of [
      ["五星\n", "五星"],
      ["五星\r\n", "五星"],
      ["五星", "五星"],
      ["五星\n\n", "五星\n"],
    ] as const) {
      writeFileSync(path, text, { mode: 0o600 });
      expect(await readPassphrase("YZ_PASSPHRASE", { YZ_PASSPHRASE_FILE: path })).to.equal(expected);
    }
  });

  it("is refused when it is not there, empty, or said twice", async () => {
    writeFileSync(path, "\n", { mode: 0o600 });
    for (const environment of [
      {},
      { YZ_PASSPHRASE: "" },
      { YZ_PASSPHRASE_FILE: path },
      { YZ_PASSPHRASE_FILE: join(dir, "none") },
      { YZ_PASSPHRASE: "a", YZ_PASSPHRASE_FILE: path },
    ]) {
      await refused("keys.passphrase", readPassphrase("YZ_PASSPHRASE", environment));
    }
  });

  it("is refused from a file that everybody can read", async function () {
    if (process.platform === "win32") this.skip(); // no such permission bits
    writeFileSync(path, "五星");
    chmodSync(path, 0o644);
    await refused("keys.permissions", readPassphrase("YZ_PASSPHRASE", { YZ_PASSPHRASE_FILE: path }));
    chmodSync(path, 0o440);
    expect(await readPassphrase("YZ_PASSPHRASE", { YZ_PASSPHRASE_FILE: path })).to.equal("五星");
  });
});
