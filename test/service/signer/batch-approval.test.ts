import { expect } from "chai";
import { fromHex } from "../../../src/crypto/encoding.ts";
import { keccak256 } from "../../../src/crypto/hash.ts";
import { recoverAddress } from "../../../src/crypto/secp256k1.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import type { Draft } from "../../../src/domain/draft.ts";
import { draftPaths, draftsRoot, isAmongDrafts } from "../../../src/proof/drafts.ts";
import { draftDigest } from "../../../src/proof/ids.ts";
import { batchApprovalMessage } from "../../../src/proof/messages.ts";
import type {
  AnchorRequest,
  BatchDocument,
  SharedApproval,
  SignedBatchApproval,
} from "../../../src/service/officers.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { digest } from "../../proof/paper/keys.ts";
import { documentOf, draftOf, HOUR, MAKER, NETWORK, NOW, refusal, requestOf, STRANGER, signer } from "./office.ts";

const refused = (rule: string): string => `signer.refused: ${rule}`;
const DRAFTS = ["1", "2", "3", "4", "5"].map((serial) => draftOf(serial));
const DIGESTS = DRAFTS.map(draftDigest);
const plain = (draft: Draft): JsonObject => draft as unknown as JsonObject;

function approvalOf(
  fields: Partial<SignedBatchApproval["approval"]> = {},
  officer = MAKER,
  drafts: readonly Draft[] = DRAFTS,
): SignedBatchApproval {
  const { memberId, typeId } = draftOf("1");
  const root = draftsRoot(drafts.map(draftDigest));
  const approval = { memberId, typeId, draftsRoot: root, count: drafts.length, approvedAt: NOW - 60, ...fields };
  return {
    approval,
    officer: officer.address,
    signature: officer.sign(batchApprovalMessage(NETWORK, approval)).signature,
  };
}

function documentsUnder(batch: SignedBatchApproval, change: Partial<SharedApproval["place"]> = {}): BatchDocument[] {
  const pathOf = draftPaths(DIGESTS);
  return DRAFTS.map((draft, index) => ({
    ...documentOf(draft, index),
    approval: { batch, place: { index, path: pathOf(index), ...change } },
  }));
}

describe("signer: one approval for many drafts", () => {
  const ask = async (request: AnchorRequest): Promise<string> => refusal((await signer()).signAnchor(request));

  it("is made by the maker's signer from the drafts themselves, in their order, and noted in its log", async () => {
    const { journal } = openMemoryStore();
    const maker = await signer({ role: "maker", journal });
    const { approval, officer, signature } = await maker.approveBatch(DRAFTS.map(plain));
    expect(approval).to.include({ draftsRoot: draftsRoot(DIGESTS), count: 5, approvedAt: NOW });
    expect(draftsRoot([...DIGESTS].reverse())).to.not.equal(approval.draftsRoot);
    expect(recoverAddress(keccak256(batchApprovalMessage(NETWORK, approval)), fromHex(signature))).to.equal(officer);
    expect(await journal.read(1)).to.deep.include({ kind: "signer.batch_approved", payload: { ...approval } });
  });

  it("is refused for no draft, one that stands twice, one of another member, or by a checker", async () => {
    const maker = await signer({ role: "maker" });
    const [first, second] = DRAFTS.map(plain);
    const answers = [
      await refusal(maker.approveBatch([])),
      await refusal(maker.approveBatch([first ?? {}, second ?? {}, first ?? {}])),
      await refusal(maker.approveBatch([plain(draftOf("1", { memberId: digest("another") }))])),
      await refusal((await signer({ role: "checker" })).approveBatch([first ?? {}])),
      await refusal(maker.approveBatch([{}])),
    ];
    expect(answers).to.deep.equal([
      refused("there is no draft"),
      refused("one draft stands twice"),
      refused("the draft is not of this member and type"),
      refused("only a maker approves and orders"),
      "schema.missing_field",
    ]);
  });

  it("lets an officer sign the anchor of those drafts", async () => {
    expect(await ask(requestOf(documentsUnder(approvalOf())))).to.equal("signed");
  });

  it("counts for no draft that is not under its root, at another place, or with another path", async () => {
    const among = refused("the draft is not among those that were approved");
    expect(await ask(requestOf(documentsUnder(approvalOf({}, MAKER, DRAFTS.slice(0, 4)))))).to.equal(among);
    expect(await ask(requestOf(documentsUnder(approvalOf(), { index: 1 })))).to.equal(among);
    expect(await ask(requestOf(documentsUnder(approvalOf(), { path: [] })))).to.equal(among);
    expect(await ask(requestOf(documentsUnder(approvalOf({ count: 6 }))))).to.equal(among);
  });

  it("counts only when a maker signed exactly it, for this type and not in the future", async () => {
    const signed = approvalOf();
    const cases: readonly [SignedBatchApproval, string][] = [
      [approvalOf({}, STRANGER), "the signature is not a maker's of this member"],
      [{ ...signed, approval: { ...signed.approval, approvedAt: NOW } }, "the maker's signature is wrong"],
      [approvalOf({ typeId: digest("another type") }), "the approval is for another type"],
      [approvalOf({ memberId: digest("another member") }), "the approval is for another type"],
      [approvalOf({ approvedAt: NOW + HOUR }), "the approval is dated in the future"],
    ];
    for (const [batch, rule] of cases) {
      expect(await ask(requestOf(documentsUnder(batch)))).to.equal(refused(rule));
    }
  });

  it("does not cover a second, unsigned approval that stands beside it", async () => {
    const documents = documentsUnder(approvalOf());
    const forged = documentsUnder({ ...approvalOf(), signature: approvalOf({}, STRANGER).signature });
    const mixed = [...documents.slice(0, 4), ...forged.slice(4)];
    expect(await ask(requestOf(mixed))).to.equal(refused("the maker's signature is wrong"));
  });

  it("puts each draft into one cell for ever, as any approval", async () => {
    const { journal } = openMemoryStore();
    const officer = await signer({ journal });
    await officer.signAnchor(requestOf(documentsUnder(approvalOf())));
    const [draft = draftOf("1")] = DRAFTS;
    const again = { ...documentOf(draft, 9, digest("other")), approval: documentsUnder(approvalOf())[0]?.approval };
    const request = requestOf([again as BatchDocument], { batchId: digest("other") });
    expect(await refusal((await signer({ journal })).signAnchor(request))).to.equal("signer.conflict");
  });
});

describe("proof: drafts approved together", () => {
  it("are each found under the root at their own place and at no other", () => {
    for (let count = 1; count <= DIGESTS.length; count++) {
      const digests = DIGESTS.slice(0, count);
      const pathOf = draftPaths(digests);
      const root = { draftsRoot: draftsRoot(digests), count };
      for (const [i, one] of digests.entries()) {
        for (let index = 0; index < count; index++) {
          expect(isAmongDrafts(one, { index, path: pathOf(index) }, root), `${count}: ${i} at ${index}`).to.equal(
            i === index,
          );
        }
      }
    }
  });
});
