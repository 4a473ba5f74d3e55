import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { TYPES } from "../../src/domain/types/table.ts";
import { demoTypes } from "../../src/main/demo/dropped-types.ts";
import { DROPPED_TYPES } from "../../src/main/demo/plan.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { readTypes } from "../../src/main/types.ts";

const CODE = "12371000MB2854632B902";
const DROPPED = { ...BUSINESS_LICENCE, code: CODE, credentialType: "DroppedCredential" };

describe("main: types that are dropped in as files", () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-types-"));
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  const drop = (name: string, value: unknown) =>
    writeFile(join(dir, name), typeof value === "string" ? value : JSON.stringify(value));
  const refusal = async (): Promise<unknown[]> => {
    try {
      await readTypes(dir);
      return [];
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      const { path, pointer, rule } = error.detail;
      return [error.code, path, pointer, rule];
    }
  };

  it("are known beside those in the code, each version by itself, the newest by code alone", async () => {
    expect((await readTypes(undefined)).all).to.deep.equal(TYPES);
    await drop("a.json", DROPPED);
    await drop("b.json", { ...DROPPED, version: 2 });
    await drop("README.md", "no type");
    const types = await readTypes(dir);
    expect(types.all.length).to.equal(TYPES.length + 2);
    expect(types.find(CODE, 1)).to.deep.equal(DROPPED);
    expect(types.find(CODE)?.version).to.equal(2);
    expect(types.find(BUSINESS_LICENCE.code)).to.deep.equal(BUSINESS_LICENCE);
  });

  it("may repeat what is known, in whatever order its members stand, and never say it otherwise", async () => {
    const { format, ...rest } = BUSINESS_LICENCE;
    await drop("same.json", { ...rest, format });
    expect((await readTypes(dir)).all.length).to.equal(TYPES.length);
    await drop("other.json", { ...BUSINESS_LICENCE, names: { zh: "营业执照", en: "Licence" } });
    expect(await refusal()).to.deep.equal(["config.invalid", join(dir, "other.json"), "/version", "schema.mismatch"]);
    await rm(join(dir, "other.json"));
    await drop("first.json", DROPPED);
    await drop("second.json", { ...DROPPED, credentialType: "Another" });
    expect(await refusal()).to.deep.equal(["config.invalid", join(dir, "second.json"), "/version", "schema.mismatch"]);
  });

  for (const [what, content, pointer, rule] of [
    ["is no JSON", "{", "", "json.syntax"],
    ["is of another format", { ...DROPPED, format: "yinzheng-type/2" }, "/format", "schema.format"],
    [
      "has a field of no kind",
      { ...DROPPED, fields: [{ ...DROPPED.fields[0], kind: "photo" }] },
      "/fields/0/kind",
      "schema.value",
    ],
    ["has a member of no type", { ...DROPPED, script: "x" }, "/script", "schema.unknown_field"],
    ["has no holder", { ...DROPPED, holder: { name: "x", code: "y", codeType: "001" } }, "", "schema.mismatch"],
  ] as const) {
    it(`stop the start where one ${what}, with file, pointer and rule`, async () => {
      await drop("bad.json", content);
      expect(await refusal()).to.deep.equal(["config.invalid", join(dir, "bad.json"), pointer, rule]);
    });
  }

  it("need their folder", async () => {
    const gone = join(dir, "gone");
    expect(Object(await readTypes(gone).catch((error: unknown) => error)).code).to.equal("config.invalid");
  });

  it("have an example in a new demo, which isn't put back where it was taken away", async () => {
    const folder = await demoTypes(dir);
    const samples = DEMO_SAMPLES.map(({ request }) => request.type);
    const { all } = await readTypes(folder);
    expect(all.map(({ code }) => code).sort()).to.deep.equal([...samples].sort());
    const [example] = DROPPED_TYPES;
    expect(all.at(-1)?.code).to.equal(example);
    await rm(join(folder, "volunteer-service.json"));
    await demoTypes(dir);
    expect((await readTypes(folder)).all.length).to.equal(TYPES.length);
  });
});
