import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import type { TypeDefinition } from "../../../src/domain/types/definition.ts";
import { TYPES } from "../../../src/domain/types/table.ts";
import { typeIdOf } from "../../../src/proof/ids.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** A certificate of each type that the project brings, and what is wrong with one in each kind of field. */
export async function types(): Promise<readonly Vector[]> {
  const made: Vector[] = [];
  for (const type of TYPES) {
    const name = type.credentialType.replace(/Credential$/, "");
    const kebab = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const shows = `${type.names.en} (${type.names.zh}).`;
    made.push(vector(`type-${kebab}`, shows, "valid", await certificateOf(type, subjectOf(type))));
  }
  return [...made, ...(await kinds())];
}

interface Sample {
  readonly type: string;
  readonly valid: readonly { readonly subject: JsonObject }[];
}

const SAMPLES = join(import.meta.dirname, "../types");
const samples = readdirSync(SAMPLES).map((file) => JSON.parse(readFileSync(join(SAMPLES, file), "utf8")) as Sample);

/** The first valid subject of test/vectors/types/. */
function subjectOf({ code }: TypeDefinition): JsonObject {
  const subject = samples.find(({ type }) => type === code)?.valid[0]?.subject;
  if (subject === undefined) throw new Error(`no valid subject of type ${code}`);
  return subject;
}

const certificateOf = (type: TypeDefinition, subject: JsonObject) =>
  paper({
    type,
    typeId: typeIdOf(type.code),
    draft: { subject },
    proofs: type.suites,
    batchProofs: type.batchSuites ?? [],
    suite: type.hashSuite ?? "sha256",
  });

/** Every kind of field of a type that a stranger might have written, right once and then wrong in one way each. */
const KINDS: TypeDefinition = {
  format: "yinzheng-type/1",
  code: "11100000000013338W999",
  version: 1,
  names: { zh: "各类字段", en: "Every kind of field" },
  credentialType: "EveryKindCredential",
  suites: ["eddsa-jcs-2022"],
  fields: [
    { name: "name", label: { zh: "名称", en: "Name" }, kind: "text", required: true, max: 20 },
    { name: "code", label: { zh: "代码", en: "Code" }, kind: "uscc", required: true },
    { name: "number", label: { zh: "编号", en: "Number" }, kind: "code", required: true, form: "@#-**" },
    { name: "area", label: { zh: "面积", en: "Area" }, kind: "number", required: true, decimals: 2 },
    { name: "term", label: { zh: "期限", en: "Term" }, kind: "period", required: true },
    { name: "total", label: { zh: "合计", en: "Total" }, kind: "money", required: true },
    {
      name: "items",
      label: { zh: "项目", en: "Items" },
      kind: "list",
      required: true,
      max: 3,
      columns: [
        { name: "item", label: { zh: "项目", en: "Item" }, kind: "text", required: true, max: 20 },
        { name: "amount", label: { zh: "金额", en: "Amount" }, kind: "money", required: true },
      ],
    },
    {
      name: "grade",
      label: { zh: "等级", en: "Grade" },
      kind: "enum",
      required: true,
      values: [{ value: "first", label: { zh: "一级", en: "First" } }],
    },
  ],
  sums: [{ total: "total", of: ["items/amount"] }],
  holder: { name: "name", code: "code", codeType: "001" },
  validity: { until: "optional" },
};

const RIGHT: JsonObject = {
  name: "示例机构",
  code: "91371000163094814Q",
  number: "A1-B2",
  area: "120.50",
  term: { from: "2026-01-01", until: "2026-12-31" },
  total: { amount: "30.10", currency: "CNY" },
  items: [
    { item: "检查", amount: { amount: "10", currency: "CNY" } },
    { item: "药品", amount: { amount: "20.10", currency: "CNY" } },
  ],
  grade: "first",
};

async function kinds(): Promise<readonly Vector[]> {
  const wrong: readonly (readonly [name: string, shows: string, part: JsonObject])[] = [
    ["form", "A code that is not written as its form says.", { number: "11-B2" }],
    ["decimals", "A number with more digits behind the point than its field allows.", { area: "120.505" }],
    ["period", "A period that ends before it begins.", { term: { from: "2026-01-02", until: "2026-01-01" } }],
    ["sum", "A total that is not the sum of the items.", { total: { amount: "30.11", currency: "CNY" } }],
    ["currency", "Items in another currency than the total.", { total: { amount: "30.10", currency: "USD" } }],
    ["lines", "A list without lines.", { items: [], total: { amount: "0", currency: "CNY" } }],
    [
      "column",
      "A line with a field that the list has not.",
      { items: [{ item: "检查", amount: { amount: "30.10", currency: "CNY" }, more: "x" }] },
    ],
    ["enum", "A value that is none of those allowed.", { grade: "second" }],
    ["too-long", "A text longer than its field allows.", { name: "示".repeat(21) }],
  ];
  const right = vector(
    "kinds",
    "A type described by its definition alone, with every kind of field.",
    "valid",
    await certificateOf(KINDS, RIGHT),
  );
  const invalid = "invalid | integrity.subject integrity.subject_invalid";
  const spoilt = wrong.map(async ([name, shows, part]) =>
    vector(`kinds-${name}`, shows, invalid, await certificateOf(KINDS, { ...RIGHT, ...part })),
  );
  return [right, ...(await Promise.all(spoilt))];
}
