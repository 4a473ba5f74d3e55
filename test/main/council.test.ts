import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { openKeys } from "../../src/main/council.ts";
import { initCouncil } from "../../src/main/council-init.ts";
import { type CouncilWorld, openCouncilWorld } from "../cli/council-world.ts";

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) => (isYinzhengError(error) ? error.code : String(error)),
  );

describe("main: a council member's folder", () => {
  let council: CouncilWorld;
  let dir: string;

  beforeEach(async () => {
    council = await openCouncilWorld();
    dir = await mkdtemp(join(tmpdir(), "yinzheng-seat-"));
  });

  afterEach(async () => {
    await council.close();
    await rm(dir, { recursive: true, force: true });
  });

  const made = () => initCouncil({ dir: join(dir, "new"), council: join(council.folder("a"), "council.json") });

  it("is made with a key of its own, which joins the council, signs and sends", async () => {
    const { council: address, sender } = await made();
    expect(address).to.not.equal(sender);
    const b = council.world.councilKeys[1]?.address ?? "";
    await council.decide("replace-councillor", "--out", b, "--in", address);
    const keys = await openKeys(join(dir, "new"));
    try {
      const yz = council.yzWith({ openKeys: async () => ({ ...wrapped(keys), close: async () => {} }) });
      const file = council.path("joined.json");
      const own = ["--dir", join(dir, "new")];
      const node = ["--rpc", council.rpc];
      for (const args of [
        ["propose", "freeze", "--member", "11371000004352185C", "-o", file, ...own, ...node],
        ["sign", file, ...own, "--yes"],
      ]) {
        const { code, stderr } = await yz("council", ...args);
        expect(code, stderr).to.equal(0);
      }
      await council.council("sign", file, "--dir", council.folder("a"), "--yes");
      const { code, stderr } = await yz("council", "submit", file, ...own, ...node);
      expect(code, stderr).to.equal(0);
      const stop = await yz("council", "stop", "--all", ...own, ...node);
      expect(stop.code, stop.stderr).to.equal(0);
    } finally {
      await keys.close();
    }
  });

  it("stays as it is when it is made again", async () => {
    await made();
    const before = await readFile(join(dir, "new", "keys", "council.key.json"));
    expect(await codeOf(made())).to.equal("config.invalid");
    expect(await readFile(join(dir, "new", "keys", "council.key.json"))).to.deep.equal(before);
  });

  it("is not made from what is no council.json", async () => {
    const path = join(dir, "no.json");
    await writeFile(path, "{}");
    expect(await codeOf(initCouncil({ dir: join(dir, "new"), council: path }))).to.equal("config.invalid");
    expect(await codeOf(access(join(dir, "new")).catch(() => Promise.reject("nothing")))).to.equal("nothing");
  });

  it("is not made by opening it", async () => {
    expect(await codeOf(openKeys(join(dir, "mistyped")))).to.equal("keys.missing");
    expect(await codeOf(access(join(dir, "mistyped")).catch(() => Promise.reject("nothing")))).to.equal("nothing");
  });
});

/** Methods of a keystore, which a copy by spreading would lose. */
const wrapped = (keys: Awaited<ReturnType<typeof openKeys>>) => ({
  list: () => keys.list(),
  get: (name: string) => keys.get(name),
  create: (...key: Parameters<typeof keys.create>) => keys.create(...key),
});
