import { expect } from "chai";
import { toHex } from "../../../src/crypto/encoding.ts";
import { anchorLeafData, logLeafData, statusLeafData } from "../../../src/crypto/log-record.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { CellRange, StatusChange } from "../../../src/domain/status.ts";
import { adoptionsIn, FIRST_HEAD, headAfter } from "../../../src/service/migrate/batches.ts";
import { NO_CELL } from "../../../src/service/status.ts";
import { hashOf } from "../world.ts";

const REGISTRY = hashOf("registry");
const MEMBER = hashOf("member");
const moment = { time: 1000, parentHash: hashOf("block") };

function anchored(batchId: Hex): Hex {
  const anchor = {
    memberId: MEMBER,
    officerEpoch: 1,
    batchId,
    root: hashOf("root"),
    size: 1024,
    hashSuite: 1,
    typeId: hashOf("type"),
    notBefore: 900,
    deadline: 1100,
  } as const;
  return toHex(anchorLeafData(REGISTRY, { anchor, signatures: [], threshold: 2, logIndex: 0, block: 0, ...moment }));
}

/** Suspends and lifts in turn, each on the head before it. */
function changes(batchId: Hex, ranges: readonly (readonly CellRange[])[]): Hex[] {
  let head = FIRST_HEAD;
  return ranges.map((cells, i) => {
    const change: StatusChange = {
      memberId: MEMBER,
      actingMemberId: MEMBER,
      officerEpoch: 1,
      batchId,
      ranges: cells,
      to: i % 2 === 0 ? 1 : 0,
      reason: 10,
      successor: NO_CELL,
      expectedHead: head,
      notBefore: 900,
      deadline: 1100,
    };
    head = headAfter(head, { change, time: moment.time });
    return toHex(statusLeafData(REGISTRY, { change, newHead: head, signers: [], ...moment }));
  });
}

const cell = [{ first: 3, count: 1 }];

describe("service: what is adopted of an installation", () => {
  it("cuts a long history into parts, each beginning where the one before it ends", () => {
    const batchId = hashOf("batch");
    const parts = adoptionsIn([anchored(batchId), ...changes(batchId, Array(130).fill(cell))]);
    expect(parts.map(({ changes: { length } }) => length)).to.deep.equal([64, 64, 2]);
    expect(parts.map(({ adoption: { last } }) => last)).to.deep.equal([false, false, true]);
    const heads = parts.map(({ adoption }) => adoption.headAfter);
    expect(parts.map(({ adoption }) => adoption.headBefore)).to.deep.equal([FIRST_HEAD, ...heads.slice(0, -1)]);
    for (const { adoption, changes: own } of parts) {
      expect(own.reduce(headAfter, adoption.headBefore)).to.equal(adoption.headAfter);
    }
  });

  it("puts no more into a part than a transaction holds, and a change that needs more into one of its own", () => {
    const batchId = hashOf("batch");
    const wide = [{ first: 0, count: 128 * 150 }];
    const parts = adoptionsIn([anchored(batchId), ...changes(batchId, [cell, wide, wide, cell])]);
    expect(parts.map(({ changes: { length } }) => length)).to.deep.equal([2, 2]);
    const whole = [{ first: 0, count: 2 ** 20 }];
    const alone = adoptionsIn([anchored(batchId), ...changes(batchId, [cell, whole, cell])]);
    expect(alone.map(({ changes: { length } }) => length)).to.deep.equal([1, 1, 1]);
  });

  it("leaves out what was burned, and refuses a log that does not follow from its own changes", () => {
    const [first, second] = [hashOf("first"), hashOf("second")];
    const burned = logLeafData(REGISTRY, "yinzheng/log/burn/v1", moment, [MEMBER, second, `0x${"11".repeat(20)}`]);
    const found = adoptionsIn([anchored(first), toHex(burned)]);
    expect(found.map(({ adoption }) => [adoption.batchId, adoption.headAfter, adoption.last])).to.deep.equal([
      [first, FIRST_HEAD, true],
    ]);
    const [, later] = changes(first, [cell, cell]);
    expect(() => adoptionsIn([anchored(first), later!]))
      .to.throw()
      .with.property("code", "chain.mismatch");
  });
});
