import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { csvOf, licenceOf } from "../service/import/sheet.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

const BAD = { ...licenceOf(99), registeredOn: "2020-02-30" };

describe("yz batch", () => {
  let place: CliWorld;
  let yz: Yz;

  before(async () => {
    place = await openCliWorld();
    yz = yzWith();
  });
  after(() => place.close());

  const as = (who: "clerk" | "maker" | "teller", ...args: readonly string[]): Promise<Ran> =>
    yz("batch", ...args, "--url", place.url, "--key-file", place.keys[who]);
  const issue = (file: string, ...more: readonly string[]): Promise<Ran> =>
    as("clerk", "issue", file, "--type", place.world.licences.type, ...more);
  const view = ({ stdout }: Ran) => JSON.parse(stdout);

  it("takes a sheet from the template to a file with proof for each certificate", async () => {
    const template = await as("clerk", "template", place.world.licences.type);
    expect(template.stdout.split("\r\n")[0]).to.include('"unifiedSocialCreditCode","name"');
    const file = await place.put("three.csv", csvOf([1, 2, 3].map(licenceOf)));
    const drafted = await issue(file, "--json");
    expect(drafted.code).to.equal(0);
    const { id, drafts } = view(drafted);
    expect(drafts.count).to.equal(3);
    expect(drafted.stderr.split("\n").slice(-2)).to.deep.equal(["awaiting approval", ""]);
    const approved = await as("maker", "approve", id, "--signer", place.signer, "--json");
    expect(view(approved)).to.deep.include({ state: "issued", issued: 3 });
    const folder = join(place.dir, "bundles");
    expect((await as("clerk", "bundles", id, "-o", folder)).stdout).to.equal(`${folder}: 3\n`);
    const files = (await readdir(folder)).map((name) => join(folder, name));
    const verified = await yz("verify", ...files, "--offline", "--level", "archival", "--trust", place.trust, "--json");
    expect(verified.code).to.equal(0);
    const results = (await as("clerk", "results", id)).stdout.trim().split("\r\n").slice(1);
    expect(results.map((line) => line.split(",")[0])).to.deep.equal(['"3"', '"4"', '"5"']);
    expect((await as("clerk", "status", id, "--lang", "zh")).stdout).to.include("营业执照：已颁发");
    expect(view(await as("maker", "list")).items.map((one: { id: string }) => one.id)).to.deep.equal([id]);
  });

  it("says what is wrong with which row, in words and in a sheet, and ends with 1", async () => {
    const file = await place.put("bad.csv", csvOf([licenceOf(10), BAD]));
    const errors = join(place.dir, "errors.csv");
    const shown = await issue(file, "--preview", "--errors", errors, "--lang", "zh");
    expect(shown.code).to.equal(1);
    expect(shown.stdout).to.include("预检未通过").and.to.include("第 4 行 registeredOn [schema.date]");
    expect(await readFile(errors, "utf8")).to.include('"4","registeredOn","schema.date"');
    expect(view(await as("clerk", "list")).items.length).to.equal(1);
    const refused = await issue(file, "--errors", errors);
    expect(refused.code).to.equal(1);
    expect(refused.stdout).to.include("refused");
    const partial = await issue(file, "--partial", "--json");
    expect(partial.code).to.equal(0);
    expect(view(partial)).to.deep.include({ state: "awaiting_approval", rows: { total: 2, good: 1, bad: 1 } });
    const back = await as("maker", "return", view(partial).id, "--reason", "wrong year");
    expect(back.code).to.equal(0);
    expect(back.stdout).to.include("returned");
  });

  it("finds the same batch when the same file is sent again, and takes no other file under its key", async () => {
    const text = csvOf([licenceOf(20)]);
    const first = view(await issue(await place.put("a.csv", text), "--json"));
    expect(view(await issue(await place.put("b.csv", text), "--json")).id).to.equal(first.id);
    const other = await issue(await place.put("c.csv", csvOf([licenceOf(21)])), "--key", first.key);
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include("conflict.batch_key");
  });

  it("signs exactly the drafts that the maker has read from a file", async () => {
    const { id } = view(await issue(await place.put("read.csv", csvOf([30, 31].map(licenceOf))), "--json"));
    const read = join(place.dir, "drafts.jsonl");
    await as("maker", "drafts", id, "-o", read, "--reason", "to read them");
    const lines = (await readFile(read, "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).subject.name)).to.deep.equal([30, 31].map((n) => licenceOf(n).name));
    const half = await place.put("half.jsonl", lines[0] ?? "");
    const wrong = await as("maker", "approve", id, "--signer", place.signer, "--drafts", half);
    expect(wrong.stderr).to.include("schema.mismatch");
    const right = await as("maker", "approve", id, "--signer", place.signer, "--drafts", read, "--json");
    expect(view(right).state).to.equal("issued");
  });

  it("refuses what can't be: no type, two modes, a file that is not there, a caller who is no clerk", async () => {
    const file = await place.put("x.csv", csvOf([licenceOf(40)]));
    const answers = [
      await as("clerk", "issue", file),
      await issue(file, "--atomic", "--partial"),
      await issue(join(place.dir, "nothing.csv")),
      await as("teller", "issue", file, "--type", place.world.licences.type),
      await as("clerk", "status", "00".repeat(16)),
      await issue(await place.put("empty.csv", "")),
    ];
    expect(answers.map(({ code }) => code)).to.deep.equal([2, 2, 2, 2, 2, 2]);
  });
});
