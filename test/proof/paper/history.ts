import { structHash } from "../../../src/crypto/eip712.ts";
import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import { statusHeadOf } from "../../../src/crypto/log-record.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import { CELL_STATES, STATUS_REASONS, type StatusEvent } from "../../../src/domain/status.ts";
import { MEMBER_ID } from "./certificate.ts";
import { HOUR, NOTHING, type PaperChange } from "./options.ts";

/** The batch's history, each change on the head before it. */
export function changesOf(own: number, batchId: Hex, changes: readonly PaperChange[]): readonly StatusEvent[] {
  let expectedHead = NOTHING;
  return changes.map(({ to, time, reason = "cancelled", successor, index = own, fields }) => {
    const change = {
      memberId: MEMBER_ID,
      actingMemberId: MEMBER_ID,
      officerEpoch: 1,
      batchId,
      ranges: [{ first: index, count: 1 }],
      to: CELL_STATES.indexOf(to),
      reason: STATUS_REASONS[reason],
      successor: successor ?? { memberId: NOTHING, batchId: NOTHING, index: 0 },
      expectedHead,
      notBefore: time - HOUR,
      deadline: time + HOUR,
      ...fields,
    };
    expectedHead = headAfter(expectedHead, { change, time });
    return { change, time };
  });
}

/** The batch's statusHead after one more change. */
export const headAfter = (head: Hex, { change, time }: StatusEvent): Hex =>
  toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));
