import { expect } from "chai";
import { fromHex } from "../../../src/crypto/encoding.ts";
import { keccak256 } from "../../../src/crypto/hash.ts";
import { recoverAddress } from "../../../src/crypto/secp256k1.ts";
import type { StatusOrder } from "../../../src/domain/approval.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import type { Draft } from "../../../src/domain/draft.ts";
import { STATUS_REASONS, type StatusChange } from "../../../src/domain/status.ts";
import { memberIdOf } from "../../../src/proof/ids.ts";
import { approvalMessage, orderMessage, statusMessage } from "../../../src/proof/messages.ts";
import type { SignedOrder } from "../../../src/service/officers.ts";
import type { OfficerProcess } from "../../../src/service/signer/process.ts";
import { MEMBER_ID } from "../../proof/paper/certificate.ts";
import { digest } from "../../proof/paper/keys.ts";
import {
  BATCH_ID,
  CHECKER,
  changeOf,
  documentOf,
  draftOf,
  HOUR,
  MAKER,
  NETWORK,
  NO_CELL,
  NOW,
  orderOf,
  refusal,
  requestOf,
  STRANGER,
  signer,
} from "./office.ts";

const ask = async (change: StatusChange, ...orders: readonly SignedOrder[]): Promise<string> =>
  refusal((await signer()).signStatus({ change, orders }));
/** Code of a member that was abolished. */
const PREDECESSOR = "11430000006122244L";
const refused = (rule: string): string => `signer.refused: ${rule}`;

describe("signer: status changes", () => {
  it("signs the change that a maker ordered, with its own key", async () => {
    const change = changeOf();
    const { signer: address, signature } = await (await signer()).signStatus({ change, orders: [orderOf()] });
    expect(address).to.equal(CHECKER.address);
    expect(recoverAddress(keccak256(statusMessage(NETWORK, change)), fromHex(signature))).to.equal(address);
  });

  it("signs several cells where each was ordered, and none beside them", async () => {
    const change = changeOf({
      ranges: [
        { first: 5, count: 2 },
        { first: 9, count: 1 },
      ],
    });
    const orders = [5, 6, 9].map((index) => orderOf({ index }));
    const short = refused("not every cell was ordered");
    expect(await ask(change, ...orders)).to.equal("signed");
    expect(await ask(change, ...orders.slice(0, 2)), "an extra cell").to.equal(short);
    expect(await ask(change, ...orders.slice(0, 2), orderOf({ index: 8 }))).to.equal(short);
    expect(await ask(changeOf(), ...orders), "an extra order").to.equal(short);
    expect(
      await ask(
        changeOf({
          ranges: [
            { first: 5, count: 1 },
            { first: 5, count: 1 },
          ],
        }),
        orderOf(),
        orderOf(),
      ),
    ).to.equal(short);
    expect(await ask(changeOf({ ranges: [] }))).to.equal(short);
    expect(await ask(changeOf({ ranges: [{ first: 0, count: 2 ** 32 - 1 }] }), orderOf())).to.equal(short);
  });

  it("refuses a change that differs from its order in anything", async () => {
    const successor = { memberId: digest("x"), batchId: digest("y"), index: 1 };
    const differing: readonly Partial<StatusOrder>[] = [
      { memberId: digest("x") },
      { batchId: digest("x") },
      { to: 1 },
      { reason: 2 },
      { expectedHead: digest("x") },
      { successor },
      { successor: { ...NO_CELL, index: 1 } },
    ];
    for (const fields of differing) {
      expect(await ask(changeOf(), orderOf(fields))).to.equal(refused("the change is not the one that was ordered"));
    }
  });

  it("refuses another member's cells, and to act for another", async () => {
    const rule = refused("the cells are another member's");
    expect(await ask(changeOf({ memberId: digest("x") }), orderOf())).to.equal(rule);
    expect(await ask(changeOf({ actingMemberId: digest("x") }), orderOf())).to.equal(rule);
  });

  it("signs for the cells of a predecessor that the officer named, in its own member's name and on its own maker's order", async () => {
    const told = { predecessors: [PREDECESSOR] };
    const memberId = memberIdOf(PREDECESSOR);
    const asked = async (fields: Partial<StatusChange>, order = orderOf({ memberId })) =>
      refusal((await signer(told)).signStatus({ change: changeOf(fields), orders: [order] }));
    expect(await asked({ memberId })).to.equal("signed");
    const rule = refused("the cells are another member's");
    expect(await asked({ memberId, actingMemberId: memberId }), "in the predecessor's name").to.equal(rule);
    expect(await asked({ memberId: digest("x") })).to.equal(rule);
    expect(await ask(changeOf({ memberId }), orderOf({ memberId })), "of whom it was not told").to.equal(rule);
    const another = refused("the signature is not a maker's of this member");
    expect(await asked({ memberId }, orderOf({ memberId }, STRANGER))).to.equal(another);
    const maker = await signer({ role: "maker", ...told });
    const { order } = orderOf({ memberId });
    expect((await maker.order({ ...order, orderedAt: NOW })).officer).to.equal(MAKER.address);
    const untold = await signer({ role: "maker" });
    expect(await refusal(untold.order({ ...order, orderedAt: NOW }))).to.equal(refused("the cell is another member's"));
  });

  it("refuses an order that no maker of this member signed", async () => {
    const another = refused("the signature is not a maker's of this member");
    expect(await ask(changeOf(), orderOf({}, STRANGER))).to.equal(another);
    expect(await ask(changeOf(), orderOf({}, CHECKER))).to.equal(another);
    const forged = { ...orderOf({}, STRANGER), officer: MAKER.address };
    expect(await ask(changeOf(), forged)).to.equal(refused("the maker's signature is wrong"));
  });

  it("refuses a window that is not now", async () => {
    const window = (notBefore: number, deadline: number) => ask(changeOf({ notBefore, deadline }), orderOf());
    expect(await window(NOW - HOUR, NOW - 1)).to.equal(refused("the signing window is not now"));
    expect(await window(NOW + 301, NOW + HOUR)).to.equal(refused("the signing window is not now"));
    expect(await window(NOW - 1, NOW + 24 * HOUR)).to.equal(refused("the signing window is longer than 24 hours"));
  });

  it("refuses an order of the future, and one to resume that was kept back for a day; a late revocation it signs", async () => {
    const at = (orderedAt: number, to: number) => ask(changeOf({ to }), orderOf({ to, orderedAt }));
    expect(await at(NOW + 301, 2)).to.equal(refused("the order is dated in the future"));
    expect(await at(NOW - 24 * HOUR, 0)).to.equal("signed");
    expect(await at(NOW - 24 * HOUR - 1, 0)).to.equal(refused("the order to resume is older than 24 hours"));
    for (const to of [1, 2]) expect(await at(NOW - 30 * 24 * HOUR, to)).to.equal("signed");
  });
});

describe("signer: a successor", () => {
  const NEXT = digest("the successor's batch");
  const named = { memberId: MEMBER_ID, batchId: BATCH_ID, index: 5, kind: "renewal" } as const;
  const successor = draftOf("1", { supersedes: named });
  const cell = { memberId: MEMBER_ID, batchId: NEXT, index: 3 };
  const superseded = { to: 3, reason: STATUS_REASONS.renewed, successor: cell };
  /** A signer that has signed these drafts into cells of the next batch, from cell 3 on. */
  const signed = async (...drafts: readonly Draft[]): Promise<OfficerProcess> => {
    const officer = await signer();
    const documents = drafts.map((draft, i) => documentOf(draft, 3 + i, NEXT));
    await officer.signAnchor(requestOf(documents, { batchId: NEXT }));
    return officer;
  };
  const asked = async (
    officer: OfficerProcess,
    draft: Draft | undefined,
    fields: Partial<StatusOrder> = {},
  ): Promise<string> => {
    const order = orderOf({ ...superseded, ...fields });
    const change = changeOf({ ...superseded, ...fields });
    const shown = draft === undefined ? {} : { successor: draft as unknown as JsonObject };
    return refusal(officer.signStatus({ change, orders: [order], ...shown }));
  };

  it("takes the place of the cell that its own signed content names, for the reason that it gives", async () => {
    expect(await asked(await signed(successor), successor)).to.equal("signed");
  });

  it("is refused where its draft isn't shown, or isn't the one in that cell by the signer's own log", async () => {
    const rule = refused("the successor is not the draft that this officer signed into that cell");
    const other = draftOf("2", { supersedes: named });
    expect(await asked(await signed(successor), undefined)).to.equal(
      refused("one cell, and the draft of its successor, are needed"),
    );
    expect(await asked(await signer(), successor), "never signed").to.equal(rule);
    expect(await asked(await signed(other), successor), "another draft in that cell").to.equal(rule);
    expect(await asked(await signed(other, successor), successor), "in the cell beside").to.equal(rule);
    for (const away of [{ batchId: digest("x") }, { memberId: digest("x") }, { index: 4 }]) {
      expect(await asked(await signed(successor), successor, { successor: { ...cell, ...away } })).to.equal(rule);
    }
  });

  it("is refused where it names another cell, none, or another reason", async () => {
    const rule = refused("the successor does not name the cell that it takes the place of");
    for (const supersedes of [
      { ...named, index: 6 },
      { ...named, batchId: digest("x") },
      { ...named, memberId: digest("x") },
    ]) {
      const stray = draftOf("3", { supersedes });
      expect(await asked(await signed(stray), stray)).to.equal(rule);
    }
    const first = draftOf("4");
    expect(await asked(await signed(first), first)).to.equal(rule);
    expect(await asked(await signed(successor), successor, { reason: STATUS_REASONS.changed })).to.equal(
      refused("the reason is not the one that the successor gives"),
    );
  });
});

describe("signer: a maker's own acts", () => {
  it("approves a draft of its member and type, and no other", async () => {
    const maker = await signer({ role: "maker" });
    const draft = draftOf("1");
    const { approval, officer, signature } = await maker.approve(draft as unknown as JsonObject);
    expect(officer).to.equal(MAKER.address);
    expect(recoverAddress(keccak256(approvalMessage(NETWORK, approval)), fromHex(signature))).to.equal(officer);
    const rule = refused("the draft is not of this member and type");
    for (const fields of [{ memberId: digest("x") }, { typeId: digest("x") }, { registryId: digest("x") }]) {
      expect(await refusal(maker.approve(draftOf("1", fields) as unknown as JsonObject))).to.equal(rule);
    }
  });

  it("orders a change of its member's cell, dated now, and no other", async () => {
    const maker = await signer({ role: "maker" });
    const { order } = orderOf({ orderedAt: NOW });
    const { officer, signature } = await maker.order(order);
    expect(recoverAddress(keccak256(orderMessage(NETWORK, order)), fromHex(signature))).to.equal(officer);
    expect(await refusal(maker.order({ ...order, memberId: digest("x") }))).to.equal(
      refused("the cell is another member's"),
    );
    for (const orderedAt of [NOW - 301, NOW + 301]) {
      expect(await refusal(maker.order({ ...order, orderedAt }))).to.equal(refused("the order is not dated now"));
    }
  });

  it("is not a checker's to do", async () => {
    const checker = await signer();
    const rule = refused("only a maker approves and orders");
    expect(await refusal(checker.approve(draftOf("1") as unknown as JsonObject))).to.equal(rule);
    expect(await refusal(checker.order(orderOf().order))).to.equal(rule);
  });
});
