import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { KEYS } from "./fake-service.ts";
import { bearer, ISSUE, JSON_HEADERS, problemIn, SUBJECT, startWorld, type World } from "./server.ts";

const encode = (text: string): Buffer => Buffer.from(text, "utf8");
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const many = (count: number): string => `{"a":[${"0,".repeat(count)}0]}`;

/** what it is, the body, the code, the pointer of the first fault. */
const REFUSED_BY_THE_GATE: readonly [string, string | Buffer, string, string][] = [
  ["a duplicate key", '{"type":"a","type":"b"}', "json.duplicate_key", "/type"],
  ["a duplicate key deep down", '{"subject":{"a":{"b":1,"b":2}}}', "json.duplicate_key", "/subject/a/b"],
  ["a duplicate key behind an escape", '{"a":1,"\\u0061":2}', "json.duplicate_key", "/a"],
  ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "json.encoding", ""],
  ["GB 18030", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xd6, 0xd0, 0x22, 0x7d]), "json.encoding", ""],
  ["a byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), encode("{}")]), "json.bom", ""],
  ["UTF-16", Buffer.from('{"a":1}', "utf16le"), "json.encoding", ""],
  [
    "UTF-16 with its mark",
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("{}", "utf16le")]),
    "json.encoding",
    "",
  ],
  ["more than 32 levels", nested(33), "json.depth", "/a".repeat(32)],
  ["60,000 levels", nested(20_000), "json.depth", "/a".repeat(32)],
  ["more than 10,000 nodes", many(10_000), "json.nodes", "/a/9998"],
  ["an integer beyond 2^53", '{"a":9007199254740992}', "json.number", "/a"],
  ["an exponent", '{"a":1e3}', "json.number", "/a"],
  ["minus zero", '{"a":-0}', "json.number", "/a"],
  ["a lone surrogate", '{"a":"\\ud842"}', "json.surrogate", "/a"],
  ["__proto__", '{"__proto__":{"admin":true}}', "json.prototype", "/__proto__"],
  ["a scalar", "7", "json.not_object", ""],
  ["null", "null", "json.not_object", ""],
  ["an array", "[]", "json.not_object", ""],
  ["an empty body", "", "json.empty", ""],
  ["only white space", " \n", "json.empty", ""],
  ["what is no JSON", "{'a':1}", "json.syntax", ""],
  ["something behind the value", "{}{}", "json.syntax", ""],
];

const without = (name: string): object =>
  Object.fromEntries(Object.entries(SUBJECT).filter(([field]) => field !== name));
const named = (name: string): object => ({ ...ISSUE, subject: { ...SUBJECT, name } });

const REFUSED_BY_A_RULE: readonly [string, object, string, string][] = [
  ["an unknown field", { ...ISSUE, colour: "red" }, "schema.unknown_field", "/colour"],
  ["an unknown field with a slash", { ...ISSUE, "a/b~c": 1 }, "schema.unknown_field", "/a~1b~0c"],
  [
    "an unknown field of the subject",
    { ...ISSUE, subject: { ...SUBJECT, x: 1 } },
    "schema.unknown_field",
    "/subject/x",
  ],
  ["a missing field", { type: ISSUE.type }, "schema.missing_field", "/subject"],
  ["a missing field of the subject", { ...ISSUE, subject: without("name") }, "schema.missing_field", "/subject/name"],
  ["a wrong type", { ...ISSUE, subject: "all" }, "schema.type", "/subject"],
  ["a null", { ...ISSUE, validUntil: null }, "schema.type", "/validUntil"],
  ["an unknown certificate type", { ...ISSUE, type: "11100000000013338W999" }, "policy.type_unknown", "/type"],
  ["a name that is not NFC", named("Cafe\u0301"), "text.not_nfc", "/subject/name"],
  ["a direction control", named("张\u202e三"), "text.bidi", "/subject/name"],
  ["a zero-width space", named("张\u200b三"), "text.invisible", "/subject/name"],
  [
    "a wrong check digit",
    { ...ISSUE, subject: { ...SUBJECT, unifiedSocialCreditCode: "91371000MA3C1013X1" } },
    "schema.check_digit",
    "/subject/unifiedSocialCreditCode",
  ],
  ["a date that does not exist", { ...ISSUE, validUntil: "2026-02-30" }, "schema.date", "/validUntil"],
  ["a time that does not exist", { ...ISSUE, validFrom: "2026-02-03T24:61:00Z" }, "schema.date", "/validFrom"],
  [
    "an impossible date of the subject",
    { ...ISSUE, subject: { ...SUBJECT, establishedOn: "2025-02-29" } },
    "schema.date",
    "/subject/establishedOn",
  ],
  [
    "a predecessor that is no identifier",
    { ...ISSUE, supersedes: { id: "1.2.3", kind: "change" } },
    "schema.pattern",
    "/supersedes/id",
  ],
  [
    "a predecessor in place of what",
    {
      ...ISSUE,
      supersedes: { id: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U", kind: "merger" },
    },
    "schema.value",
    "/supersedes/kind",
  ],
  [
    "a predecessor with a wrong check character",
    {
      ...ISSUE,
      supersedes: {
        id: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.V",
        kind: "change",
      },
    },
    "schema.check_digit",
    "/supersedes/id",
  ],
];

describe("bad input", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  for (const [what, body, code, pointer] of REFUSED_BY_THE_GATE) {
    it(`${what} is refused with ${code} before anything looks at it`, async () => {
      const headers = { ...JSON_HEADERS, ...bearer(KEYS.clerk), "Idempotency-Key": what.replaceAll(/[^\w]/g, "-") };
      const written = world.service.calls.length;
      for (const [path, auth] of [
        ["/v1/certificates", headers],
        ["/v1/verifications", JSON_HEADERS],
      ] as const) {
        const limit = code === "json.nodes" && path === "/v1/verifications";
        if (limit) continue;
        const problem = problemIn(await world.ask("POST", path, { headers: auth, body }));
        expect(problem).to.include({ status: 400, code });
        expect(problem.errors?.[0]).to.include({ code, pointer });
      }
      expect(world.service.calls).to.have.length(written);
    });
  }

  for (const [what, body, code, pointer] of REFUSED_BY_A_RULE) {
    it(`${what} is refused with ${code} at ${pointer}`, async () => {
      const problem = problemIn(await world.write("/v1/certificates", body));
      expect(problem).to.include({ status: 422, code });
      expect(problem.errors?.[0]).to.include({ code, pointer });
    });
  }

  it("every fault is told at once, and no value is repeated", async () => {
    const answer = await world.write("/v1/certificates", { subject: "秘密", extra: "秘密" });
    const problem = problemIn(answer);
    expect(problem.errors?.map(({ code, pointer }) => [code, pointer])).to.have.deep.members([
      ["schema.missing_field", "/type"],
      ["schema.type", "/subject"],
      ["schema.unknown_field", "/extra"],
    ]);
    expect(answer.text).to.not.include("秘密");
  });

  for (const name of ["𠮷田", "辻󠄀", "阿卜杜拉·买买提", "字".repeat(40)]) {
    it(`the rare but legal name ${name} passes`, async () => {
      const { status, text } = await world.write("/v1/certificates", named(name));
      expect(status, text).to.equal(202);
      expect(JSON.parse(text).draft.name).to.equal(name);
    });
  }

  for (const mediaType of [
    "text/plain",
    "application/xml",
    "application/json; charset=gbk",
    "multipart/form-data",
    "json",
  ]) {
    it(`the media type ${mediaType} is refused`, async () => {
      const answer = await world.write("/v1/certificates", ISSUE, { "Content-Type": mediaType });
      expect(problemIn(answer)).to.include({ status: 415, code: "http.media_type" });
      expect(answer.headers.accept).to.equal("application/json");
    });
  }

  it("a body without a media type is refused", async () => {
    const headers = { ...bearer(KEYS.clerk), "Idempotency-Key": "untyped" };
    const problem = problemIn(await world.ask("POST", "/v1/certificates", { headers, body: JSON.stringify(ISSUE) }));
    expect(problem).to.include({ status: 415, code: "http.media_type" });
  });

  it("a request without any body is told so", async () => {
    const headers = { ...bearer(KEYS.clerk), "Idempotency-Key": "bodiless" };
    expect(problemIn(await world.ask("POST", "/v1/certificates", { headers }))).to.include({
      status: 400,
      code: "json.empty",
    });
  });

  it("a compressed body is refused rather than blown up", async () => {
    const headers = { ...JSON_HEADERS, "Content-Encoding": "gzip" };
    const problem = problemIn(
      await world.ask("POST", "/v1/verifications", { headers, body: gzipSync(JSON.stringify(ISSUE)) }),
    );
    expect(problem).to.include({ status: 415, code: "http.media_type" });
  });
});
