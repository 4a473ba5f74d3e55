import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import { endOfDay, startOfDay } from "../../src/domain/dates.ts";
import {
  CELL_STATES,
  type CellState,
  STATUS_REASONS,
  type StatusEvent,
  type StatusReason,
} from "../../src/domain/status.ts";
import { mayMove, reasonNumbered, stateAt, stateInWord, wordOf } from "../../src/domain/status-machine.ts";
import { codeOf } from "./caught.ts";

const ZERO: Hex = `0x${"00".repeat(32)}`;
const NOON = startOfDay("2026-11-23") + 12 * 3600;
const HOUR = 3600;

function event(time: number, to: CellState, reason: StatusReason = "unspecified", first = 5, count = 1): StatusEvent {
  const change = {
    memberId: ZERO,
    actingMemberId: ZERO,
    officerEpoch: 1,
    batchId: ZERO,
    ranges: [{ first, count }],
    to: CELL_STATES.indexOf(to),
    reason: STATUS_REASONS[reason],
    successor: { memberId: ZERO, batchId: ZERO, index: 9 },
    expectedHead: ZERO,
    notBefore: 0,
    deadline: 0,
  };
  return { change, time };
}

describe("domain/status-machine", () => {
  it("allows exactly the six moves of the design", () => {
    const moves = CELL_STATES.flatMap((from) =>
      CELL_STATES.filter((to) => mayMove(from, to)).map((to) => `${from}>${to}`),
    );
    expect(moves).to.deep.equal([
      "active>suspended",
      "active>revoked",
      "active>superseded",
      "suspended>active",
      "suspended>revoked",
      "suspended>superseded",
    ]);
  });

  it("finds a cell active that no change touched", () => {
    expect(stateAt([event(NOON, "revoked", "cancelled", 6, 3)], 5, NOON)).to.deep.equal({
      state: "active",
      since: null,
      reason: null,
      successor: null,
      changedThatDay: false,
    });
  });

  it("lets a change act from its block time on, not a second earlier", () => {
    const events = [event(NOON, "suspended", "investigation")];
    expect(stateAt(events, 5, NOON - 1).state).to.equal("active");
    expect(stateAt(events, 5, NOON)).to.include({ state: "suspended", since: NOON, reason: "investigation" });
  });

  it("follows suspension, resumption and revocation through time", () => {
    const events = [
      event(NOON, "suspended"),
      event(NOON + HOUR, "active", "lifted"),
      event(NOON + 2 * HOUR, "revoked", "penalty"),
    ];
    const states = [-1, 0, HOUR, 2 * HOUR].map((after) => stateAt(events, 5, NOON + after).state);
    expect(states).to.deep.equal(["active", "suspended", "active", "revoked"]);
  });

  it("applies two changes of one block in their order", () => {
    const events = [event(NOON, "suspended"), event(NOON, "active", "lifted")];
    expect(stateAt(events, 5, NOON).state).to.equal("active");
  });

  it("lets 撤销 reach back to the beginning", () => {
    const events = [event(NOON, "suspended"), event(NOON + HOUR, "revoked", "voided")];
    expect(stateAt(events, 5, NOON - 365 * 24 * HOUR)).to.include({ state: "revoked", since: 0, reason: "voided" });
  });

  it("does not know of 撤销 at a log size before it", () => {
    const events = [event(NOON, "suspended"), event(NOON + HOUR, "revoked", "voided")];
    expect(stateAt(events.slice(0, 1), 5, NOON).state).to.equal("suspended");
  });

  it("lets 注销, 失效 and 吊销 act from block time only", () => {
    for (const reason of ["cancelled", "lapsed", "penalty"] as const) {
      expect(stateAt([event(NOON, "revoked", reason)], 5, NOON - 1).state).to.equal("active");
    }
  });

  it("tells the successor of a superseded cell and of no other", () => {
    expect(stateAt([event(NOON, "superseded", "reissued")], 5, NOON).successor).to.include({ index: 9 });
    expect(stateAt([event(NOON, "revoked")], 5, NOON).successor).to.equal(null);
  });

  it("covers a range from its first cell to its last", () => {
    const events = [event(NOON, "suspended", "unspecified", 5, 3)];
    const states = [4, 5, 7, 8].map((index) => stateAt(events, index, NOON).state);
    expect(states).to.deep.equal(["active", "suspended", "suspended", "active"]);
  });

  it("says that the status changed on the day of a bare date, and not on the next", () => {
    const events = [event(NOON, "suspended")];
    expect(stateAt(events, 5, endOfDay("2026-11-23"), startOfDay("2026-11-23")).changedThatDay).to.equal(true);
    expect(stateAt(events, 5, endOfDay("2026-11-24")).changedThatDay).to.equal(false);
    expect(stateAt(events, 5, endOfDay("2026-11-22")).changedThatDay).to.equal(false);
  });

  for (const [what, events] of [
    ["a move out of revoked", [event(NOON, "revoked"), event(NOON, "active")]],
    ["a move from active to active", [event(NOON, "active")]],
    ["changes that go back in time", [event(NOON, "suspended"), event(NOON - 1, "active")]],
  ] as const) {
    it(`refuses a history with ${what}`, () => {
      expect(codeOf(() => stateAt(events, 5, NOON))).to.equal("chain.history");
    });
  }

  it("refuses a state that two bits can't hold", () => {
    const odd = event(NOON, "active");
    expect(codeOf(() => stateAt([{ ...odd, change: { ...odd.change, to: 4 } }], 5, NOON))).to.equal("chain.history");
  });

  it("finds word and bits of a cell as docs/format/chain.md has them", () => {
    expect([0, 127, 128, 2 ** 20 - 1].map(wordOf)).to.deep.equal([0, 0, 1, 8191]);
    const word = (1n << 0n) | (2n << 2n) | (3n << 254n);
    expect([0, 1, 2, 127, 128, 255].map((index) => stateInWord(word, index))).to.deep.equal([
      "suspended",
      "revoked",
      "active",
      "superseded",
      "suspended",
      "superseded",
    ]);
  });

  it("names a reason by its number, and an unknown one unspecified", () => {
    expect([4, 0, 11, 999].map(reasonNumbered)).to.deep.equal(["voided", "unspecified", "lifted", "unspecified"]);
  });
});
