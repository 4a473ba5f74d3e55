import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import { canonicalize } from "../../src/domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../../src/domain/context.ts";
import {
  type Allocation,
  allocationOf,
  credentialOf,
  draftOf,
  isDraftPlusCell,
  parseCredential,
} from "../../src/domain/credential.ts";
import { type Draft, draftIssues, parseDraft } from "../../src/domain/draft.ts";
import { buildIdentifier, parseIdentifier } from "../../src/domain/identifier.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { caught, codeOf } from "./caught.ts";

function hex(byte: string): Hex {
  return `0x${byte.repeat(32)}`;
}

const SRI = `sha256-${"A".repeat(43)}=`;
const IDENTIFIER = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.ABCDEFGHIJ0123456789.001.8";
const DRAFT: Draft = {
  format: "yinzheng-draft/1",
  identifier: IDENTIFIER,
  registryId: hex("01"),
  memberId: hex("02"),
  typeId: hex("03"),
  typeVersion: 1,
  subject: {
    unifiedSocialCreditCode: "91371000MA3C1013X0",
    name: "威海𠮷田食品有限公司",
    enterpriseType: "有限责任公司",
    legalRepresentative: "张三",
    establishedOn: "2016-02-29",
    address: "威海市",
    businessScope: "食品生产",
    registrationAuthority: "行政审批服务局",
    registeredOn: "2026-11-23",
  },
  validFrom: "2026-11-23T00:00:00Z",
};
const ALLOCATION: Allocation = {
  profile: { code: "11430000006122244L", issuer: "did:web:certs.example.cn:members:11430000006122244L" },
  type: BUSINESS_LICENCE,
  cell: { batchId: hex("04"), index: 7 },
  statusList: { url: "https://certs.example.cn/v1/status-lists/1", position: 90_210 },
  context: { id: "https://certs.example.cn/contexts/v1", digestSRI: SRI },
  typeDefinition: { id: "https://certs.example.cn/types/11100000000013338W011/1", digestSRI: SRI },
};
const CREDENTIAL = credentialOf(DRAFT, ALLOCATION);
const FULL: Draft = {
  ...DRAFT,
  identifier: buildIdentifier({ ...parseIdentifier(IDENTIFIER), version: 2 }),
  validUntil: "2036-11-23T00:00:00+08:00",
  supersedes: { memberId: hex("02"), batchId: hex("05"), index: 0, kind: "renewal" },
};

/** A deep copy of the credential with one change. */
function altered(change: (copy: Record<string, unknown>) => void): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(CREDENTIAL)) as Record<string, unknown>;
  change(copy);
  return copy;
}

function set(path: string, value: unknown): (copy: Record<string, unknown>) => void {
  return (copy) => {
    const keys = path.split("/").slice(1);
    const last = keys.pop() ?? "";
    let at: Record<string, unknown> = copy;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    at[last] = value;
  };
}

describe("domain/draft", () => {
  it("reads a draft, with and without end and predecessor", () => {
    expect(parseDraft(DRAFT)).to.deep.equal(DRAFT);
    expect(parseDraft(FULL)).to.deep.equal(FULL);
  });

  for (const [what, change, code, pointer] of [
    ["another format", { format: "yinzheng-draft/2" }, "schema.format", "/format"],
    ["an unknown member", { priority: 1 }, "schema.unknown_field", "/priority"],
    ["a mistyped identifier", { identifier: IDENTIFIER.replace("J0", "J1") }, "schema.check_digit", "/identifier"],
    ["a short memberId", { memberId: "0x02" }, "schema.pattern", "/memberId"],
    ["a registryId in capitals", { registryId: hex("AB") }, "schema.pattern", "/registryId"],
    ["version 0", { typeVersion: 0 }, "schema.value", "/typeVersion"],
    ["version 1.5", { typeVersion: 1.5 }, "schema.type", "/typeVersion"],
    ["a subject that is a list", { subject: [] }, "schema.type", "/subject"],
    ["a bare date", { validFrom: "2026-11-23" }, "schema.date", "/validFrom"],
    ["an impossible end", { validUntil: "2027-02-29T00:00:00Z" }, "schema.date", "/validUntil"],
    [
      "a predecessor without index",
      { supersedes: { memberId: hex("02"), batchId: hex("05"), kind: "change" } },
      "schema.missing_field",
      "/supersedes/index",
    ],
    [
      "a predecessor without a kind",
      { supersedes: { memberId: hex("02"), batchId: hex("05"), index: 0 } },
      "schema.missing_field",
      "/supersedes/kind",
    ],
    [
      "a kind of succession that there isn't",
      { supersedes: { ...FULL.supersedes, kind: "merger" } },
      "schema.value",
      "/supersedes/kind",
    ],
    [
      "an index beyond the largest batch",
      { supersedes: { ...FULL.supersedes, index: 2 ** 20 } },
      "schema.value",
      "/supersedes/index",
    ],
  ] as const) {
    it(`refuses a draft with ${what}`, () => {
      const error = caught(() => parseDraft({ ...DRAFT, ...change }));
      expect([error.code, error.detail.pointer]).to.deep.equal([code, pointer]);
    });
  }

  it("finds nothing against a sound draft", () => {
    expect(draftIssues(DRAFT, BUSINESS_LICENCE, "2026-11-23")).to.deep.equal([]);
    expect(draftIssues(FULL, BUSINESS_LICENCE)).to.deep.equal([]);
  });

  it("wants a version above the first of what takes another's place", () => {
    const issues = draftIssues({ ...FULL, identifier: IDENTIFIER }, BUSINESS_LICENCE);
    expect(issues.map(({ code, pointer }) => [code, pointer])).to.deep.equal([["schema.mismatch", "/identifier"]]);
  });

  it("finds every fault of version, identifier, fields and period at once", () => {
    const identifier = IDENTIFIER.replace("W011", "W012");
    const draft = {
      ...DRAFT,
      identifier,
      typeVersion: 2,
      subject: { ...DRAFT.subject, name: "" },
      validUntil: DRAFT.validFrom,
    };
    expect(draftIssues(draft, BUSINESS_LICENCE).map(({ code, pointer }) => [code, pointer])).to.deep.equal([
      ["schema.mismatch", "/typeVersion"],
      ["schema.mismatch", "/identifier"],
      ["text.empty", "/subject/name"],
      ["policy.validity", "/validUntil"],
    ]);
  });

  for (const [what, draft, validity] of [
    ["no end where one is required", DRAFT, { until: "required" }],
    ["an end where none may be", FULL, { until: "never" }],
    ["a period that is too long", FULL, { until: "optional", maxDays: 3651 }],
  ] as const) {
    it(`finds ${what}`, () => {
      const issues = draftIssues(draft, { ...BUSINESS_LICENCE, validity });
      expect(issues.map(({ code }) => code)).to.deep.equal(["policy.validity"]);
    });
  }

  it("compares a period across time zones", () => {
    const draft = { ...DRAFT, validFrom: "2026-11-23T08:00:00+08:00", validUntil: "2026-11-23T00:00:01Z" };
    expect(draftIssues(draft, BUSINESS_LICENCE)).to.deep.equal([]);
  });
});

describe("domain/credential", () => {
  it("makes a Verifiable Credential 2.0 of a draft and its allocation", () => {
    expect(CREDENTIAL).to.deep.equal({
      "@context": ["https://www.w3.org/ns/credentials/v2", "https://certs.example.cn/contexts/v1"],
      id: `urn:oid:${IDENTIFIER}`,
      type: ["VerifiableCredential", "BusinessLicenceCredential"],
      issuer: "did:web:certs.example.cn:members:11430000006122244L",
      validFrom: "2026-11-23T00:00:00Z",
      certificateType: { code: "11100000000013338W011", version: 1 },
      credentialSubject: DRAFT.subject,
      credentialStatus: [
        {
          type: "YinzhengCell",
          registryId: hex("01"),
          memberId: hex("02"),
          typeId: hex("03"),
          batchId: hex("04"),
          index: 7,
        },
        {
          id: "https://certs.example.cn/v1/status-lists/1#180420",
          type: "BitstringStatusListEntry",
          statusPurpose: "revocation",
          statusListIndex: "180420",
          statusListCredential: "https://certs.example.cn/v1/status-lists/1",
        },
        {
          id: "https://certs.example.cn/v1/status-lists/1#180421",
          type: "BitstringStatusListEntry",
          statusPurpose: "suspension",
          statusListIndex: "180421",
          statusListCredential: "https://certs.example.cn/v1/status-lists/1",
        },
      ],
      relatedResource: [ALLOCATION.context, ALLOCATION.typeDefinition],
    });
  });

  it("carries end and predecessor where there are any", () => {
    const credential = credentialOf(FULL, ALLOCATION);
    expect(credential).to.include({ validUntil: FULL.validUntil });
    expect(credential.replaces).to.deep.equal(FULL.supersedes);
  });

  it("refuses a draft of another version of the type", () => {
    expect(codeOf(() => credentialOf({ ...DRAFT, typeVersion: 2 }, ALLOCATION))).to.equal("schema.mismatch");
  });

  it("refuses a draft whose identifier is of another type or issuer", () => {
    const type = { ...BUSINESS_LICENCE, code: DIGITAL_IDENTITY.code };
    const profile = { ...ALLOCATION.profile, code: "11100000000013338W" };
    expect(caught(() => credentialOf(DRAFT, { ...ALLOCATION, type })).detail.pointer).to.equal("/identifier");
    expect(caught(() => credentialOf(DRAFT, { ...ALLOCATION, profile })).detail.pointer).to.equal("/identifier");
  });

  it("gives back the draft and the allocation it was made from", () => {
    for (const draft of [DRAFT, FULL]) {
      const credential = credentialOf(draft, ALLOCATION);
      expect(draftOf(credential)).to.deep.equal(draft);
      expect(credentialOf(draftOf(credential), allocationOf(credential))).to.deep.equal(credential);
    }
  });

  it("reads what it made, with the times in seconds", () => {
    const view = parseCredential(credentialOf(FULL, ALLOCATION));
    expect(view).to.deep.include({
      proofs: [],
      issuer: ALLOCATION.profile.issuer,
      certificateType: { code: BUSINESS_LICENCE.code, version: 1 },
      subject: DRAFT.subject,
      validFrom: 1_795_392_000,
      validUntil: Date.UTC(2036, 10, 22, 16) / 1000,
      cell: { registryId: hex("01"), memberId: hex("02"), typeId: hex("03"), batchId: hex("04"), index: 7 },
      statusList: ALLOCATION.statusList,
      context: ALLOCATION.context,
      typeDefinition: ALLOCATION.typeDefinition,
      replaces: FULL.supersedes,
    });
    expect(parseCredential(CREDENTIAL)).to.include({ validUntil: null, replaces: null });
  });

  it("takes proofs apart from what they sign, one or several", () => {
    const proof = { type: "DataIntegrityProof" };
    expect(parseCredential({ ...CREDENTIAL, proof })).to.deep.include({ credential: CREDENTIAL, proofs: [proof] });
    expect(parseCredential({ ...CREDENTIAL, proof: [proof, proof] }).proofs).to.deep.equal([proof, proof]);
  });

  it("keeps the canonical bytes of what it read", () => {
    expect(canonicalize(parseCredential(altered(() => undefined)).credential)).to.equal(canonicalize(CREDENTIAL));
  });

  for (const [what, path, value, code] of [
    ["an unknown member", "/name", "x", "schema.unknown_field"],
    ["another base context", "/@context/0", "https://www.w3.org/2018/credentials/v1", "schema.value"],
    ["a context that is not the pinned one", "/@context/1", "https://elsewhere.cn/", "schema.mismatch"],
    ["three contexts", "/@context", ["a", "b", "c"], "schema.type"],
    ["an id that is no URN", "/id", "https://certs.example.cn/1", "schema.pattern"],
    ["a wrong check character in the id", "/id", `${CREDENTIAL.id.slice(0, -1)}0`, "schema.check_digit"],
    ["a type code that the id does not have", "/certificateType/code", DIGITAL_IDENTITY.code, "schema.mismatch"],
    ["an issuer that is an object", "/issuer", { id: "x" }, "schema.type"],
    ["an issuer of another method", "/issuer", "https://certs.example.cn", "schema.pattern"],
    ["a start that is a bare date", "/validFrom", "2026-11-23", "schema.date"],
    ["a subject that is a list", "/credentialSubject", [], "schema.type"],
    ["one status", "/credentialStatus", [CREDENTIAL.credentialStatus[0]], "schema.type"],
    ["a cell of another type", "/credentialStatus/0/type", "Cell", "schema.value"],
    ["an index that is a string", "/credentialStatus/0/index", "7", "schema.type"],
    ["a negative index", "/credentialStatus/0/index", -1, "schema.value"],
    ["an extra member in the cell", "/credentialStatus/0/note", "x", "schema.unknown_field"],
    ["a list index that is a number", "/credentialStatus/1/statusListIndex", 90_210, "schema.type"],
    ["a list index with a leading zero", "/credentialStatus/1/statusListIndex", "0180420", "schema.pattern"],
    [
      "a list address with a script",
      "/credentialStatus/1/statusListCredential",
      "javascript:alert(1)",
      "schema.pattern",
    ],
    ["a list entry id of another list", "/credentialStatus/1/id", "https://certs.example.cn/2#90210", "schema.value"],
    ["a digest of another kind", "/relatedResource/1/digestSRI", "sha1-AAAA", "schema.pattern"],
    ["no proof in the list of proofs", "/proof", [], "schema.type"],
    ["a proof that is a string", "/proof", ["x"], "schema.type"],
    ["nine proofs", "/proof", Array(9).fill({}), "schema.type"],
    ["null for an end", "/validUntil", null, "schema.type"],
  ] as const) {
    it(`refuses a credential with ${what}`, () => {
      expect(codeOf(() => parseCredential(altered(set(path, value))))).to.equal(code);
    });
  }

  for (const name of Object.keys(CREDENTIAL)) {
    it(`refuses a credential without ${name}`, () => {
      const error = caught(() => parseCredential(altered((copy) => delete copy[name])));
      expect([error.code, error.detail.pointer]).to.deep.equal(["schema.missing_field", `/${name}`]);
    });
  }

  it("points into the place where the credential stands", () => {
    const error = caught(() => parseCredential(altered(set("/credentialStatus/0/index", 1.5)), "/representations/0"));
    expect(error.detail.pointer).to.equal("/representations/0/credentialStatus/0/index");
  });

  it("says that a credential is its draft plus its cell", () => {
    expect(isDraftPlusCell(DRAFT, CREDENTIAL)).to.equal(true);
    expect(isDraftPlusCell(FULL, credentialOf(FULL, ALLOCATION))).to.equal(true);
  });

  for (const [what, path, value] of [
    ["another name", "/credentialSubject/name", "别的公司"],
    ["a field more", "/credentialSubject/note", "x"],
    ["another start", "/validFrom", "2026-11-24T00:00:00Z"],
    ["the same start in other words", "/validFrom", "2026-11-23T08:00:00+08:00"],
    ["an end", "/validUntil", "2036-11-23T00:00:00Z"],
    ["another identifier", "/id", "urn:oid:1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"],
    ["another member", "/credentialStatus/0/memberId", hex("09")],
    ["another registry", "/credentialStatus/0/registryId", hex("09")],
    ["another version of the type", "/certificateType/version", 2],
    ["a predecessor", "/replaces", FULL.supersedes],
    ["a proof", "/proof", { type: "DataIntegrityProof" }],
    ["a broken shape", "/credentialStatus", []],
  ] as const) {
    it(`says that a credential with ${what} is not the approved draft`, () => {
      expect(isDraftPlusCell(DRAFT, altered(set(path, value)))).to.equal(false);
    });
  }

  it("has a context that pins the terms of the envelope and names fields by @vocab", () => {
    expect(CONTEXT_DOCUMENT["@context"]).to.include.keys("@vocab", "YinzhengCell", "certificateType", "replaces");
    expect(() => canonicalize(CONTEXT_DOCUMENT)).not.to.throw();
  });
});
