import { expect } from "chai";
import {
  type Allocation,
  allocationOf,
  credentialOf,
  draftOf,
  isDraftPlusCell,
  parseCredential,
} from "../../src/domain/credential.ts";
import { DRAFT_FORMAT, type Draft, draftIssues, parseDraft } from "../../src/domain/draft.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { parseTypeDefinition } from "../../src/domain/types/parse.ts";
import { caught, codeOf } from "./caught.ts";

const hex = (byte: string) => `0x${byte.repeat(32)}` as const;
const SRI = `sha256-${"A".repeat(43)}=`;
const CLAIMABLE: TypeDefinition = { ...BUSINESS_LICENCE, claimable: true };
const PLAIN: Draft = {
  format: DRAFT_FORMAT,
  identifier: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  registryId: hex("01"),
  memberId: hex("02"),
  typeId: hex("03"),
  typeVersion: 1,
  subject: {},
  validFrom: "2026-11-23T00:00:00Z",
};
const DRAFT: Draft = { ...PLAIN, claimSecret: hex("c5") };
const ALLOCATION: Allocation = {
  profile: { code: "11430000006122244L", issuer: "did:web:certs.example.cn:members:11430000006122244L" },
  type: CLAIMABLE,
  cell: { batchId: hex("04"), index: 7 },
  statusList: { url: "https://certs.example.cn/v1/status-lists/1", position: 90_210 },
  context: { id: "https://certs.example.cn/contexts/v1", digestSRI: SRI },
  typeDefinition: { id: "https://certs.example.cn/types/1", digestSRI: SRI },
};

const secretIssues = (draft: Draft, type: TypeDefinition) =>
  draftIssues(draft, type).filter(({ pointer }) => pointer === "/claimSecret");

describe("domain: claim secrets", () => {
  it("stand in the draft, the credential and what is read from both", () => {
    expect(parseDraft(DRAFT)).to.deep.equal(DRAFT);
    const credential = credentialOf(DRAFT, ALLOCATION);
    expect(credential.claimSecret).to.equal(DRAFT.claimSecret);
    expect(parseCredential(credential).claimSecret).to.equal(DRAFT.claimSecret);
    expect(draftOf(credential)).to.deep.equal(DRAFT);
    expect(credentialOf(draftOf(credential), allocationOf(credential))).to.deep.equal(credential);
    expect(parseCredential(credentialOf(PLAIN, ALLOCATION)).claimSecret).to.equal(null);
  });

  it("are 32 bytes in lower-case hex", () => {
    for (const claimSecret of ["0x", hex("C5"), `${hex("c5")}00`, "c5".repeat(32)]) {
      expect(codeOf(() => parseDraft({ ...DRAFT, claimSecret }))).to.equal("schema.pattern");
      const credential = { ...credentialOf(DRAFT, ALLOCATION), claimSecret };
      const error = caught(() => parseCredential(credential, "/credential"));
      expect([error.code, error.detail.pointer]).to.deep.equal(["schema.pattern", "/credential/claimSecret"]);
    }
    expect(codeOf(() => parseDraft({ ...DRAFT, claimSecret: null }))).to.equal("schema.type");
  });

  it("are there exactly where the type is claimable", () => {
    expect(secretIssues(DRAFT, CLAIMABLE)).to.deep.equal([]);
    expect(secretIssues(PLAIN, BUSINESS_LICENCE)).to.deep.equal([]);
    expect(secretIssues(PLAIN, CLAIMABLE).map(({ code }) => code)).to.deep.equal(["schema.missing_field"]);
    expect(secretIssues(DRAFT, BUSINESS_LICENCE).map(({ code }) => code)).to.deep.equal(["schema.unknown_field"]);
  });

  it("are part of what the maker approved", () => {
    expect(isDraftPlusCell(DRAFT, credentialOf(DRAFT, ALLOCATION))).to.equal(true);
    expect(isDraftPlusCell(DRAFT, { ...credentialOf(DRAFT, ALLOCATION), claimSecret: hex("c6") })).to.equal(false);
    expect(isDraftPlusCell(DRAFT, credentialOf(PLAIN, ALLOCATION))).to.equal(false);
    expect(isDraftPlusCell(PLAIN, credentialOf(DRAFT, ALLOCATION))).to.equal(false);
  });

  it("belong to types that say `claimable: true`, in these words alone", () => {
    expect(parseTypeDefinition({ ...CLAIMABLE })).to.deep.equal(CLAIMABLE);
    for (const claimable of [false, "true", 1, null]) {
      const error = caught(() => parseTypeDefinition({ ...BUSINESS_LICENCE, claimable }));
      expect([error.code, error.detail.pointer]).to.deep.equal(["schema.value", "/claimable"]);
    }
  });
});
