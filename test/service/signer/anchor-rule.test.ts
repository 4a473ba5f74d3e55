import { expect } from "chai";
import { fromHex } from "../../../src/crypto/encoding.ts";
import { keccak256 } from "../../../src/crypto/hash.ts";
import { recoverAddress } from "../../../src/crypto/secp256k1.ts";
import { type Anchor, HASH_SUITES } from "../../../src/domain/anchor.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { type TypeTable, typeTable } from "../../../src/domain/types/table.ts";
import { typeIdOf } from "../../../src/proof/ids.ts";
import { anchorMessage } from "../../../src/proof/messages.ts";
import type { AnchorRequest, BatchDocument } from "../../../src/service/officers.ts";
import { digest } from "../../proof/paper/keys.ts";
import {
  approvalOf,
  CHECKER,
  documentOf,
  draftOf,
  HOUR,
  MAKER,
  NETWORK,
  NOW,
  refusal,
  requestOf,
  STRANGER,
  signer,
} from "./office.ts";

const ask = async (request: AnchorRequest): Promise<string> => refusal((await signer()).signAnchor(request));
const refused = (rule: string): string => `signer.refused: ${rule}`;

describe("signer: anchors", () => {
  const draft = draftOf("1");
  const document = documentOf(draft, 5);

  it("signs the root of approved drafts in their cells, with its own key and nothing else", async () => {
    const request = requestOf([document, documentOf(draftOf("2"), 0), documentOf(draftOf("3"), 15)]);
    const { signer: address, signature } = await (await signer()).signAnchor(request);
    expect(address).to.equal(CHECKER.address);
    expect(recoverAddress(keccak256(anchorMessage(NETWORK, request.anchor)), fromHex(signature))).to.equal(address);
  });

  it("refuses a root that does not follow from the documents", async () => {
    expect(await ask(requestOf([document], { root: digest("another root") }))).to.equal("signer.root_mismatch");
    const hidden = requestOf([document, documentOf(draftOf("2"), 6)]);
    expect(await ask({ ...hidden, documents: [document] }), "a document that it is not shown").to.equal(
      "signer.root_mismatch",
    );
    expect(await ask({ ...hidden, voidValue: `0x${"0e".repeat(16)}` })).to.equal("signer.root_mismatch");
  });

  it("refuses an anchor of another member, type, hash suite, size or window", async () => {
    const cases: readonly [Partial<Anchor>, string][] = [
      [{ memberId: digest("another member") }, "the anchor is another member's"],
      [{ typeId: digest("another type") }, "the type is not one this officer signs for"],
      [{ hashSuite: 3 }, "the hash suite is not known"],
      [{ hashSuite: HASH_SUITES.sm3 }, "the hash suite is not the type's"],
      [{ size: 17 }, "the size is not a batch's"],
      [{ size: 2 ** 32 - 1 }, "the size is not a batch's"],
      [{ size: 0 }, "the size is not a batch's"],
      [{ notBefore: NOW - 1, deadline: NOW + 24 * HOUR }, "the signing window is longer than 24 hours"],
      [{ notBefore: NOW, deadline: NOW }, "the signing window is longer than 24 hours"],
      [{ notBefore: NOW - HOUR, deadline: NOW - 1 }, "the signing window is not now"],
      [{ notBefore: NOW + 301, deadline: NOW + HOUR }, "the signing window is not now"],
    ];
    for (const [fields, rule] of cases)
      expect(await ask({ ...requestOf([document]), anchor: { ...requestOf([document]).anchor, ...fields } })).to.equal(
        refused(rule),
      );
    expect(await ask(requestOf([document], { notBefore: NOW + 300 }))).to.equal("signed");
  });

  it("refuses a batch of nothing, two documents in one cell, and one draft in two cells", async () => {
    expect(await ask(requestOf([]))).to.equal(refused("the batch is empty"));
    expect(await ask(requestOf([document, documentOf(draftOf("2"), 5)]))).to.equal(
      refused("two documents in one cell"),
    );
    expect(await ask(requestOf([document, documentOf(draft, 6)]))).to.equal(refused("one draft in two cells"));
  });

  it("refuses a cell outside the batch, and salts that are not 16 bytes", async () => {
    expect(await ask({ ...requestOf([document]), documents: [documentOf(draft, 16)] })).to.equal(
      refused("the cell is outside the batch"),
    );
    const salt = refused("a salt that is not 16 bytes");
    expect(await ask(requestOf([{ ...document, salt: "0x5a" }]))).to.equal(salt);
    expect(await ask({ ...requestOf([document]), voidValue: "0x" })).to.equal(salt);
  });
});

describe("signer: approvals", () => {
  const draft = draftOf("1");
  const document = documentOf(draft, 5);
  const shown = async (part: Partial<BatchDocument>): Promise<string> => ask(requestOf([{ ...document, ...part }]));

  it("refuses a draft that no maker of this member approved", async () => {
    const another = refused("the signature is not a maker's of this member");
    expect(await shown({ approval: approvalOf(draft, STRANGER) })).to.equal(another);
    expect(await shown({ approval: approvalOf(draft, CHECKER) }), "the checker's own").to.equal(another);
    const wrong = refused("the maker's signature is wrong");
    expect(await shown({ approval: { ...approvalOf(draft, STRANGER), officer: MAKER.address } })).to.equal(wrong);
    const { approval, officer } = approvalOf(draft);
    const { signature } = approvalOf(draftOf("2"));
    expect(await shown({ approval: { approval, officer, signature } })).to.equal(wrong);
  });

  it("refuses an approval of another draft, member, type or of the future", async () => {
    expect(await shown({ approval: approvalOf(draftOf("2")) })).to.equal(refused("the approval is for another draft"));
    const other = (fields: object) => shown({ approval: approvalOf(draft, MAKER, fields) });
    expect(await other({ memberId: digest("x") })).to.equal(refused("the approval is for another type"));
    expect(await other({ typeId: digest("x") })).to.equal(refused("the approval is for another type"));
    expect(await other({ approvedAt: NOW + 301 })).to.equal(refused("the approval is dated in the future"));
    expect(await other({ approvedAt: NOW + 300 })).to.equal("signed");
  });

  it("refuses a draft of another installation, member or type, however well approved", async () => {
    const made = async (fields: object): Promise<string> => {
      const other = draftOf("1", fields);
      return ask(requestOf([documentOf(other, 5)]));
    };
    expect(await made({ registryId: digest("x") })).to.equal(refused("the draft is of another installation"));
    expect(await made({ memberId: digest("x") })).to.equal(refused("the draft is of another member or type"));
    expect(await made({ typeId: digest("x") })).to.equal(refused("the draft is of another member or type"));
  });

  it("refuses a document that says anything but the approved draft and its cell", async () => {
    const { credential } = document;
    const rule = refused("the document is not the approved draft plus its cell");
    for (const changed of [
      { ...credential, credentialSubject: { name: "别家" } },
      { ...credential, validUntil: "2099-01-01T00:00:00Z" },
      { ...credential, proof: { type: "DataIntegrityProof" } },
      { ...credential, more: true },
      { ...credential, issuer: "did:web:elsewhere.example:members:1" },
      {},
    ] as readonly JsonObject[]) {
      expect(await shown({ credential: changed })).to.be.oneOf([rule, refused("the issuer is another")]);
    }
  });

  it("refuses a document that names another cell than the one it stands in", async () => {
    const rule = refused("the document names another cell");
    expect(await shown({ credential: documentOf(draft, 6).credential })).to.equal(rule);
    expect(await shown({ credential: documentOf(draft, 5, digest("another batch")).credential })).to.equal(rule);
  });

  it("refuses a draft that its type does not allow, however well approved", async () => {
    const rule = refused("the draft is not one that its type allows");
    for (const fields of [
      { subject: { ...draft.subject, name: "" } },
      { subject: { ...draft.subject, nickname: "面馆" } },
      { validUntil: "2019-01-01T00:00:00Z" },
      {
        supersedes: { memberId: draft.memberId, batchId: digest("x"), index: 1, kind: "change" },
        identifier: draft.identifier,
      },
    ] as const) {
      const other = draftOf("1", fields);
      expect(await ask(requestOf([documentOf(other, 5)]))).to.equal(rule);
    }
  });

  it("signs a type that it knows from a file only, and none that it doesn't know", async () => {
    const dropped = { ...BUSINESS_LICENCE, version: 2, credentialType: "DroppedCredential" };
    const of = documentOf(draftOf("1", { typeVersion: 2 }), 5, undefined, dropped);
    const asked = async (definitions?: TypeTable) => {
      const officer = await signer(definitions === undefined ? {} : { definitions });
      return refusal(officer.signAnchor(requestOf([of])));
    };
    expect(await asked(typeTable([BUSINESS_LICENCE, dropped]))).to.equal("signed");
    expect(await asked()).to.equal(refused("the type is another"));
    const otherwise = { ...dropped, names: { zh: "甲", en: "Other" } };
    expect(await asked(typeTable([otherwise]))).to.equal(refused("the type definition is another"));
  });

  it("refuses another issuer, type definition or vocabulary than the ones it knows", async () => {
    const { credential } = document;
    const related = credential.relatedResource as readonly JsonObject[];
    const digestSRI = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const elsewhere = { ...credential, issuer: "did:web:elsewhere.example:members:11371000004352185C" };
    const context = { ...credential, relatedResource: [{ ...related[0]!, digestSRI }, related[1]!] };
    const type = { ...credential, relatedResource: [related[0]!, { ...related[1]!, digestSRI }] };
    expect(await shown({ credential: elsewhere })).to.equal(refused("the issuer is another"));
    expect(await shown({ credential: context })).to.equal(refused("the vocabulary is another"));
    expect(await shown({ credential: type })).to.equal(refused("the type definition is another"));
    const version = draftOf("1", { typeVersion: 99 });
    const versioned = { ...credential, certificateType: { code: BUSINESS_LICENCE.code, version: 99 } };
    expect(
      await shown({ draft: version as unknown as JsonObject, approval: approvalOf(version), credential: versioned }),
    ).to.equal(refused("the type is another"));
    expect(typeIdOf(BUSINESS_LICENCE.code)).to.equal(draft.typeId);
  });
});
