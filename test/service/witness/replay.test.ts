import { expect } from "chai";
import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import type { Network } from "../../../src/domain/network.ts";
import { Replay } from "../../../src/service/witness/replay.ts";
import { RULES } from "../../../src/service/witness/rules.ts";
import { BANKERS, BROKEN, batch, DAY, frozen, other, range, superseding } from "./broken-records.ts";
import { BROKEN_BESIDE, LAWFUL } from "./broken-seals.ts";
import {
  AGENCY,
  adopted,
  anchored,
  BANK,
  burned,
  CHECKER,
  CLERK,
  changed,
  claimed,
  closed,
  continued,
  directory,
  FOREVER,
  FOUNDING,
  KEY_ID,
  MAKER,
  member,
  NETWORK,
  NONE,
  NOW,
  officer,
  opened,
  type PaperLeaf,
  pastChange,
  registered,
  TYPE,
  takeAll,
} from "./paper-log.ts";

/** The rule that the last of these leaves breaks, after the others were taken; "kept" where it breaks none. */
function judged(leaves: readonly PaperLeaf[], from: readonly PaperLeaf[] = FOUNDING): string {
  const replay = new Replay(NETWORK);
  takeAll(replay, [...from, ...leaves.slice(0, -1)]);
  const last = leaves.at(-1);
  const size = replay.size;
  try {
    replay.take(last?.data ?? "0x", last?.signatures ?? []);
    return "kept";
  } catch (error) {
    // What breaks a rule changes nothing: what is lawful goes on after it.
    expect(replay.size).to.equal(size);
    const { code, detail } = error as { code: string; detail: { rule: string } };
    expect(code).to.equal("witness.refused");
    return detail.rule;
  }
}

describe("the log, replayed", () => {
  for (const [rule, cases] of Object.entries(BROKEN)) {
    for (const [what, leaves] of cases) {
      it(`breaks ${rule}: ${what}`, async () => {
        expect(judged(await leaves)).to.equal(rule);
      });
    }
  }

  for (const [rule, what, leaves] of BROKEN_BESIDE) {
    it(`breaks ${rule} with seals: ${what}`, () => {
      expect(judged(leaves)).to.equal(rule);
    });
  }

  for (const [what, leaves] of LAWFUL) {
    it(`keeps all rules with a seal ${what}`, () => {
      expect(judged(leaves)).to.equal("kept");
    });
  }

  it("breaks directory rules before it is open", () => {
    expect(judged([registered("anchorRegistry")], [])).to.equal("directory.name");
    expect(judged([opened], FOUNDING.slice(0, 4))).to.equal("directory.life");
    expect(judged([batch], FOUNDING.slice(0, -1))).to.equal("directory.shut");
    expect(judged([registered("evidenceLog", MAKER.address)], [])).to.equal("directory.name");
  });

  it("takes a registry of seals at the address that its trust file has, and hears of one that it doesn't name", () => {
    const found = FOUNDING.slice(0, 2);
    const { sealRegistry: _, ...without } = NETWORK.contracts;
    const contracts = { ...without, sealRegistry: MAKER.address };
    const seals = registered("sealRegistry", MAKER.address);
    const heardBy = (network: Network): unknown => {
      const replay = new Replay(network);
      takeAll(replay, found);
      return replay.take(seals.data, null).heard;
    };
    expect(heardBy({ ...NETWORK, contracts: without })).to.equal("directory.registered");
    expect(heardBy({ ...NETWORK, contracts })).to.equal(null);
    expect(() => heardBy({ ...NETWORK, contracts: { ...contracts, sealRegistry: CHECKER.address } }))
      .to.throw()
      .with.nested.property("detail.rule", "directory.name");
  });

  it("has words in both languages for every rule", () => {
    for (const { zh, en } of Object.values(RULES)) {
      expect(zh).to.match(/[一-鿿]/);
      expect(en).to.match(/^[a-z]/);
    }
  });

  it("keeps all rules where everything is as the contracts allow", async () => {
    const suspended = changed("batch", { to: 1 }, { signers: [MAKER] });
    const lifted = changed("batch", { to: 0, expectedHead: suspended.head });
    const taken = superseding(0);
    const past = pastChange("batch", { to: 1 });
    const acting = { actingMemberId: BANK, memberId: AGENCY };
    for (const [what, leaves] of [
      ["suspended by one and lifted", [batch, suspended, lifted]],
      ["suspended while frozen", [batch, frozen(FOREVER), suspended]],
      ["superseded", [batch, other, taken]],
      ["revoked by the council", [batch, changed("batch", { actingMemberId: NONE }, { signers: [] })]],
      [
        "more than a thousand by the council",
        [batch, changed("batch", { actingMemberId: NONE, ...range([0, 1001]) }, { signers: [] })],
      ],
      [
        "revoked by the successor",
        [batch, member("closed", []), member("succeeded", [BANK]), changed("batch", acting, { signers: BANKERS })],
      ],
      [
        "revoked the day after",
        [batch, changed("batch", range([0, 1000])), other, changed("other", {}, { time: NOW + DAY })],
      ],
      [
        "anchored after a freeze has lapsed",
        [frozen(NOW + 3 * DAY), await anchored("batch", {}, { time: NOW + 3 * DAY })],
      ],
      [
        "anchored by an officer added",
        [
          member("officer-added", [...officer(CLERK, 1, [[TYPE, 0, FOREVER]], NOW), 2]),
          await anchored("batch", { officerEpoch: 2 }, { signers: [CLERK, CHECKER] }),
        ],
      ],
      ["adopted though it was burned here", [continued(), burned("batch"), adopted({}), changed("batch")]],
      ["adopted, and revoked here", [continued(), adopted({}), changed("batch")]],
      [
        "adopted with a change, and lifted here",
        [continued(), adopted({ headAfter: past.head }, [past]), changed("batch", { to: 0, expectedHead: past.head })],
      ],
      [
        "adopted in two parts",
        [
          continued(),
          adopted({ headAfter: past.head, last: false }, [past]),
          adopted({ headBefore: past.head, headAfter: past.head }),
        ],
      ],
      ["closed, and statuses go on", [batch, closed(), changed("batch")]],
      [
        "reported by a closed member's officers",
        [member("closed", []), member("key-compromised", [KEY_ID, NOW - DAY, [MAKER.address, CHECKER.address].sort()])],
      ],
    ] as const) {
      expect(judged(leaves), what).to.equal("kept");
    }
  });

  it("says what it does not know, and goes on", () => {
    const replay = new Replay(NETWORK);
    takeAll(replay, FOUNDING);
    const later = { data: toHex(fromHex(claimed("a").data).with(49, 0x39)) };
    for (const [one, heard] of [
      [later, "log.unknown"],
      [member("renamed", []), "log.unknown"],
      [directory("moved"), "log.unknown"],
      [registered("rightsRegistry"), "directory.registered"],
      [batch, null],
    ] as const) {
      expect(replay.take(one.data, "signatures" in one ? (one.signatures ?? []) : []).heard).to.equal(heard);
    }
  });
});
