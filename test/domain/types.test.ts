import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJson } from "../../src/domain/json.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import { parseTypeDefinition } from "../../src/domain/types/parse.ts";
import { BUILT_IN, TYPES, typeTable } from "../../src/domain/types/table.ts";
import { holderOf, validateSubject } from "../../src/domain/types/validate.ts";
import { caught } from "./caught.ts";

interface Vectors {
  readonly type: string;
  readonly version: number;
  readonly valid: readonly { readonly title: string; readonly subject: unknown }[];
  readonly invalid: readonly {
    readonly title: string;
    readonly subject: unknown;
    readonly issues: readonly (readonly [string, string])[];
  }[];
}

const FOLDER = new URL("../vectors/types/", import.meta.url);
const FILES = readdirSync(FOLDER).map(
  (name): Vectors => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Vectors,
);

function altered(type: TypeDefinition, change: Record<string, unknown>): unknown {
  return { ...structuredClone(type), ...change };
}

describe("domain/types", () => {
  it("has one vector file for each type, with a valid and three invalid subjects", () => {
    expect(FILES.map(({ type }) => type).sort()).to.deep.equal(TYPES.map(({ code }) => code).sort());
    for (const file of FILES) {
      expect(file.valid.length).to.be.at.least(1);
      expect(file.invalid.length).to.be.at.least(3);
    }
  });

  for (const file of FILES) {
    const type = BUILT_IN.find(file.type, file.version)!;
    for (const { title, subject } of file.valid) {
      it(`${type.names.en}: accepts ${title}`, () => {
        expect(validateSubject(type, subject)).to.deep.equal({ ok: true, subject });
      });
    }
    for (const { title, subject, issues } of file.invalid) {
      it(`${type.names.en}: refuses ${title}, with every code and pointer`, () => {
        const result = validateSubject(type, subject);
        const found = result.ok ? [] : result.issues.map(({ code, pointer }) => [code, pointer]);
        expect(found).to.have.deep.members(issues);
      });
    }
  }

  for (const subject of [null, [], "text", 1, undefined]) {
    it(`refuses ${JSON.stringify(subject)} as a subject`, () => {
      const result = validateSubject(BUSINESS_LICENCE, subject, { pointer: "/subject" });
      expect(result).to.deep.equal({
        ok: false,
        issues: [{ code: "schema.type", pointer: "/subject", expected: "an object" }],
      });
    });
  }

  it("puts the subject's own pointer before those of its fields", () => {
    const result = validateSubject(BUSINESS_LICENCE, { "a/b": 1 }, { pointer: "/subject" });
    expect(result.ok ? [] : result.issues.map(({ pointer }) => pointer)).to.include.members([
      "/subject/a~1b",
      "/subject/name",
    ]);
  });

  it("refuses a birth after today where a draft is made, and only there", () => {
    const person = FILES.find(({ type }) => type === DIGITAL_IDENTITY.code)?.valid[0]?.subject as object;
    const unborn = { ...person, citizenId: "371000203001010011" };
    expect(validateSubject(DIGITAL_IDENTITY, unborn).ok).to.equal(true);
    expect(validateSubject(DIGITAL_IDENTITY, unborn, { today: "2026-11-23" }).ok).to.equal(false);
  });

  it("tells the holder of each variant", () => {
    const subjects = FILES.find(({ type }) => type === DIGITAL_IDENTITY.code)?.valid.map(({ subject }) => subject);
    expect(
      subjects?.map((subject) => holderOf(DIGITAL_IDENTITY, subject as Record<string, string>)?.codeType),
    ).to.deep.equal(["111", "001", "001", "001"]);
    expect(holderOf(BUSINESS_LICENCE, { name: "甲", unifiedSocialCreditCode: "91371000163094814Q" })).to.deep.equal({
      name: "甲",
      code: "91371000163094814Q",
      codeType: "001",
    });
    expect(holderOf(DIGITAL_IDENTITY, { subjectType: "robot" })).to.equal(undefined);
    expect(holderOf(BUSINESS_LICENCE, {})).to.equal(undefined);
  });

  it("finds a type by code, and by version where one is given", () => {
    expect(BUILT_IN.find(BUSINESS_LICENCE.code)).to.equal(BUSINESS_LICENCE);
    expect(BUILT_IN.find(BUSINESS_LICENCE.code, 2)).to.equal(undefined);
    expect(BUILT_IN.find("none")).to.equal(undefined);
    const second = { ...BUSINESS_LICENCE, version: 2 };
    const table = typeTable([BUSINESS_LICENCE, second]);
    expect([table.find(second.code), table.find(second.code, 1)]).to.deep.equal([second, BUSINESS_LICENCE]);
  });

  for (const type of TYPES) {
    it(`${type.names.en}: survives the way through a bundle unchanged`, () => {
      const text = new TextEncoder().encode(canonicalize(type));
      expect(parseTypeDefinition(parseJson(text))).to.deep.equal(type);
    });
  }

  const holder = BUSINESS_LICENCE.holder;
  const [first] = BUSINESS_LICENCE.fields;
  const plain = { name: "x", label: { zh: "甲", en: "x" }, required: true };
  const listOf = (...columns: readonly object[]) => ({ ...plain, kind: "list", max: 9, columns });
  const field = { name: "x", label: { zh: "甲", en: "x" }, kind: "text", required: true, max: 9 };
  for (const [what, value, code, pointer] of [
    ["another format", altered(BUSINESS_LICENCE, { format: "yinzheng-type/2" }), "schema.format", "/format"],
    ["a bad type code", altered(BUSINESS_LICENCE, { code: "11100000000013338X011" }), "schema.pattern", "/code"],
    ["an unknown member", altered(BUSINESS_LICENCE, { script: "" }), "schema.unknown_field", "/script"],
    ["an unknown suite", altered(BUSINESS_LICENCE, { suites: ["rsa"] }), "schema.value", "/suites/0"],
    ["no suite", altered(BUSINESS_LICENCE, { suites: [] }), "schema.type", "/suites"],
    ["no suite of a batch", altered(BUSINESS_LICENCE, { suites: [], batchSuites: [] }), "schema.type", "/batchSuites"],
    [
      "an unknown suite of a batch",
      altered(BUSINESS_LICENCE, { batchSuites: ["rsa"] }),
      "schema.value",
      "/batchSuites/0",
    ],
    [
      "a suite twice",
      altered(BUSINESS_LICENCE, { suites: ["sm2-jcs-2026", "sm2-jcs-2026"] }),
      "schema.mismatch",
      "/suites",
    ],
    ["an unknown hash suite", altered(BUSINESS_LICENCE, { hashSuite: "md5" }), "schema.value", "/hashSuite"],
    [
      "a field twice",
      altered(BUSINESS_LICENCE, { fields: [...BUSINESS_LICENCE.fields, first] }),
      "schema.mismatch",
      "",
    ],
    ["no holder", altered(BUSINESS_LICENCE, { fields: [field] }), "schema.mismatch", ""],
    [
      "a field named __proto__",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, name: "__proto__" }] }),
      "schema.pattern",
      "/fields/0/name",
    ],
    [
      "a field named id",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, name: "id" }] }),
      "schema.pattern",
      "/fields/0/name",
    ],
    [
      "a field of no kind",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, kind: "regex" }] }),
      "schema.value",
      "/fields/0/kind",
    ],
    [
      "a text without a length",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, max: undefined }] }),
      "schema.missing_field",
      "/fields/0/max",
    ],
    [
      "a date with a length",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, kind: "date" }] }),
      "schema.unknown_field",
      "/fields/0/max",
    ],
    [
      "a code with both a length and a form",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, kind: "code", form: "##" }] }),
      "schema.mismatch",
      "/fields/0",
    ],
    [
      "a code with neither",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, kind: "code", max: undefined }] }),
      "schema.mismatch",
      "/fields/0",
    ],
    [
      "a form of a text",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, form: "##" }] }),
      "schema.unknown_field",
      "/fields/0/form",
    ],
    [
      "a number of any fineness",
      altered(BUSINESS_LICENCE, { fields: [{ ...plain, kind: "number" }] }),
      "schema.missing_field",
      "/fields/0/decimals",
    ],
    [
      "a number of seven decimals",
      altered(BUSINESS_LICENCE, { fields: [{ ...plain, kind: "number", decimals: 7 }] }),
      "schema.value",
      "/fields/0/decimals",
    ],
    [
      "a masked date",
      altered(BUSINESS_LICENCE, { fields: [{ ...plain, kind: "date", mask: "name" }] }),
      "schema.unknown_field",
      "/fields/0/mask",
    ],
    [
      "a mask that there isn't",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, mask: "all" }] }),
      "schema.value",
      "/fields/0/mask",
    ],
    ["a list without columns", altered(BUSINESS_LICENCE, { fields: [listOf()] }), "schema.type", "/fields/0/columns"],
    [
      "a list in a list",
      altered(BUSINESS_LICENCE, { fields: [listOf(listOf(field))] }),
      "schema.value",
      "/fields/0/columns/0/kind",
    ],
    [
      "a column twice",
      altered(BUSINESS_LICENCE, { fields: [listOf(field, field)] }),
      "schema.mismatch",
      "/fields/0/columns",
    ],
    ...[
      { total: "total", of: ["nothing"] },
      { total: "payer", of: ["fundPaid"] },
      { total: "total", of: ["total"] },
      { total: "total", of: ["items"] },
      { total: "total", of: ["items/name"] },
      { total: "total", of: ["fundPaid/amount"] },
    ].map(
      (sum) =>
        [`a sum ${sum.total} of ${sum.of}`, altered(MEDICAL_BILL, { sums: [sum] }), "schema.mismatch", ""] as const,
    ),
    ["a sum of nothing", altered(MEDICAL_BILL, { sums: [{ total: "total", of: [] }] }), "schema.type", "/sums/0/of"],
    [
      "a requirement that is a word",
      altered(BUSINESS_LICENCE, { fields: [{ ...field, required: "yes" }] }),
      "schema.type",
      "/fields/0/required",
    ],
    ["a holder beside variants", altered(DIGITAL_IDENTITY, { holder }), "schema.mismatch", ""],
    [
      "a variant without its value",
      altered(DIGITAL_IDENTITY, { variants: { by: "subjectType", oneOf: DIGITAL_IDENTITY.variants?.oneOf.slice(1) } }),
      "schema.mismatch",
      "",
    ],
    [
      "a bidirectional label",
      altered(BUSINESS_LICENCE, { names: { zh: "照\u202e", en: "x" } }),
      "text.bidi",
      "/names/zh",
    ],
    ["no object", 7, "schema.type", ""],
  ] as const) {
    it(`refuses a type definition with ${what}`, () => {
      const error = caught(() => parseTypeDefinition(value));
      expect([error.code, error.detail.pointer]).to.deep.equal([code, pointer]);
    });
  }
});
