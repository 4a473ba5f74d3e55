import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { openFileKeys } from "../../src/keys/file/open.ts";
import { keysConformance } from "./conformance.ts";
import { refused, SAMPLES } from "./sample.ts";

const scrypt = { N: 16, r: 8, p: 1 };
const passphrase = "正确的马 电池";

describe("keys/file", function () {
  this.timeout(20_000);
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "yinzheng-keys-"));
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const open = () => openFileKeys({ dir, passphrase, scrypt });
  const file = (name: string) => join(dir, name);

  describe("port", () =>
    keysConformance(async () => {
      const keys = await open();
      return { keys, done: () => keys.close() };
    }));

  it("has the keys again after it was closed", async () => {
    const first = await open();
    const { address } = await first.create("officer-1", "secp256k1", "officer");
    const signature = await (await first.get("officer-1")).sign(SAMPLES.officer.message);
    await first.close();
    const again = await open();
    expect((await again.list()).map((key) => key.address)).to.deep.equal([address]);
    expect(await (await again.get("officer-1")).sign(SAMPLES.officer.message)).to.deep.equal(signature);
  });

  it("says keys.passphrase for a wrong or empty passphrase", async () => {
    await open();
    await refused("keys.passphrase", openFileKeys({ dir, passphrase: "wrong" }));
    await refused("keys.passphrase", openFileKeys({ dir, passphrase: "" }));
  });

  it("takes one passphrase however it was typed (NFKC)", async () => {
    await openFileKeys({ dir, passphrase: "caf\u00e9", scrypt });
    await openFileKeys({ dir, passphrase: "cafe\u0301", scrypt });
  });

  it("has no secret in any file", async () => {
    const secret = randomBytes(32);
    const keys = await openFileKeys({ dir, passphrase, scrypt, random: (n) => (n === 32 ? secret : randomBytes(n)) });
    await keys.create("key", "ed25519", "credential");
    const stored = JSON.parse(readFileSync(file("key.key.json"), "utf8"));
    // The salt of the file is made of the same 32 bytes here, and stands before the sealed secret.
    const sealed = Buffer.from(stored.sealed, "base64url").subarray(32);
    expect(sealed.includes(secret)).to.equal(false);
    for (const text of [secret.toString("hex"), passphrase]) {
      expect(readFileSync(file("key.key.json"), "utf8")).to.not.include(text);
      expect(readFileSync(file("keystore.json"), "utf8")).to.not.include(text);
    }
  });

  it("makes files that only their owner can read, and leaves no other", async () => {
    const keys = await openFileKeys({ dir: file("new"), passphrase, scrypt });
    await keys.create("key", "ed25519", "credential");
    await refused("conflict.state", keys.create("key", "ed25519", "credential"));
    expect(readdirSync(file("new")).sort()).to.deep.equal(["key.key.json", "keystore.json"]);
    if (process.platform === "win32") return; // no such permission bits
    expect(statSync(file("new")).mode & 0o777).to.equal(0o700);
    for (const name of readdirSync(file("new"))) expect(statSync(join(file("new"), name)).mode & 0o777).to.equal(0o600);
  });

  it("refuses files that others can read", async function () {
    if (process.platform === "win32") this.skip(); // no such permission bits
    const keys = await open();
    await keys.create("key", "ed25519", "credential");
    await keys.close();
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(file("key.key.json"), mode);
      const again = await open();
      await refused("keys.permissions", again.get("key"));
      await refused("keys.permissions", again.list());
    }
    chmodSync(file("keystore.json"), 0o644);
    await refused("keys.permissions", open());
  });

  it("refuses a key file in which anything was changed", async () => {
    const keys = await open();
    await keys.create("key", "secp256k1", "officer");
    const other = await keys.create("other", "secp256k1", "council");
    await keys.close();
    const stored = JSON.parse(readFileSync(file("key.key.json"), "utf8"));
    const sealed = Buffer.from(stored.sealed, "base64url");
    const changes: object[] = [
      { name: "other" },
      { purpose: "council" },
      { purpose: "transaction" },
      { algorithm: "ed25519" },
      { publicKey: other.publicKey },
      { address: other.address },
      { address: undefined },
      { note: "more than there was" },
      { format: "yinzheng-key/2" },
      { sealed: "" },
    ];
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = changed[at]! ^ 1;
      changes.push({ sealed: Buffer.from(changed).toString("base64url") });
    }
    for (const change of changes) {
      writeFileSync(file("key.key.json"), JSON.stringify({ ...stored, ...change }));
      await refused("keys.format", (await open()).get("key"));
    }
    for (const text of ["", "{", "[]", "null"]) {
      writeFileSync(file("key.key.json"), text);
      await refused("keys.format", (await open()).get("key"));
    }
  });

  it("refuses a key file under another key's name, or of another keystore", async () => {
    const keys = await open();
    await keys.create("key", "secp256k1", "officer");
    copyFileSync(file("key.key.json"), file("copy.key.json"));
    await refused("keys.format", keys.get("copy"));
    const other = await openFileKeys({ dir: file("other"), passphrase, scrypt });
    copyFileSync(file("key.key.json"), join(file("other"), "key.key.json"));
    await refused("keys.format", other.get("key"));
  });

  it("refuses a keystore.json that was changed", async () => {
    await open();
    const stored = JSON.parse(readFileSync(file("keystore.json"), "utf8"));
    for (const change of [{ N: 32 }, { p: 2 }, { salt: Buffer.alloc(32).toString("base64url") }]) {
      writeFileSync(file("keystore.json"), JSON.stringify({ ...stored, ...change }));
      await refused("keys.passphrase", open());
    }
    for (const change of [
      { format: "x" },
      { kdf: "md5" },
      { N: 2 ** 40 },
      { N: 0 },
      { N: 3 },
      { p: 17 },
      { verifier: "" },
    ]) {
      writeFileSync(file("keystore.json"), JSON.stringify({ ...stored, ...change }));
      await refused("keys.format", open());
    }
  });

  it("makes a key once of several processes that make it at the same time", async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => open()));
    const results = await Promise.allSettled(stores.map((keys) => keys.create("key", "ed25519", "witness")));
    expect(results.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    const { publicKey } = await (await open()).get("key");
    const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.publicKey] : []));
    expect(made).to.deep.equal([publicKey]);
    expect(fromHex(publicKey)).to.have.length(32);
  });

  it("uses scrypt with N = 2^17, r = 8, p = 1 unless told otherwise", async () => {
    await openFileKeys({ dir, passphrase });
    expect(JSON.parse(readFileSync(file("keystore.json"), "utf8"))).to.include({
      kdf: "scrypt",
      N: 131072,
      r: 8,
      p: 1,
    });
  });
});
