import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Ran, yzWith } from "../yz.ts";

describe("yz evidence", () => {
  const yz = yzWith();
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yz-evidence-"));
    await mkdir(at("data/more"), { recursive: true });
    await writeFile(at("data/a.csv"), "a,b\n1,2\n");
    await writeFile(
      at("data/more/数据.bin"),
      Uint8Array.from({ length: 3_000_000 }, (_, i) => i & 0xff),
    );
  });
  afterEach(() => rm(dir, { recursive: true }));

  const at = (name: string): string => join(dir, name);
  const said = ({ stdout }: Ran) => JSON.parse(stdout);
  const digest = () => yz("evidence", "digest", at("data"), "--out", at("list.json"));
  const verify = (evidence = "list.json", path = "data") => yz("evidence", "verify", at(evidence), at(path));

  it("lists a folder and finds it unchanged", async () => {
    const listed = said(await digest());
    expect(listed).to.include({ files: 2, bytes: 3_000_008 });
    const verified = await verify();
    expect(verified.code).to.equal(0);
    expect(said(verified)).to.deep.equal({ verdict: "valid", root: listed.root, files: 2, differing: [] });
  });

  it("names every file that was changed, added or taken away", async () => {
    await digest();
    await writeFile(at("data/a.csv"), "a,b\n1,3\n");
    await writeFile(at("data/new"), "");
    await rm(at("data/more/数据.bin"));
    const verified = await verify();
    expect(verified.code).to.equal(1);
    expect(said(verified).differing).to.deep.equal([
      { path: "a.csv", state: "changed" },
      { path: "new", state: "added" },
      { path: "more/数据.bin", state: "missing" },
    ]);
  });

  it("proves one file, and one chunk of it, without the list", async () => {
    await digest();
    const file = "data/more/数据.bin";
    const name = "more/数据.bin";
    await yz("evidence", "prove", at("list.json"), name, "--out", at("file.json"));
    expect((await verify("file.json", file)).code).to.equal(0);
    await yz("evidence", "prove", at("list.json"), name, "--chunk", "2", "--file", at(file), "--out", at("chunk.json"));
    const chunk = await verify("chunk.json", file);
    expect([chunk.code, said(chunk).chunk]).to.deep.equal([0, 2]);
    await truncate(at(file), 2_500_000);
    expect((await verify("file.json", file)).code).to.equal(1);
    expect((await verify("chunk.json", file)).code).to.equal(1);
  });

  it("takes no links, and says so", async () => {
    await symlink(at("data/a.csv"), at("data/link"));
    const { code, stderr } = await digest();
    expect([code, /\[evidence\.files\]/.test(stderr)]).to.deep.equal([2, true]);
  });

  it("says what to do about a file that is no list, and a name that is not in it", async () => {
    await digest();
    await writeFile(at("odd.json"), "{}");
    expect((await verify("odd.json")).stderr).to.include("[evidence.format]");
    const unknown = await yz("evidence", "prove", at("list.json"), "b", "--out", at("out"));
    expect(unknown.stderr).to.include("[evidence.files]");
  });
});
