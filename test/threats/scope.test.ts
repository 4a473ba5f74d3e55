import { expect } from "chai";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { typeIdOf } from "../../src/proof/ids.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { judge, summary } from "../proof/judge.ts";
import { ANCHORED } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { hashOf, openWorld, type World } from "../service/world.ts";
import { Attacker, openRelay, refusalOf } from "./attack.ts";

describe("threat: a member issues what is not its to issue", () => {
  let world: World;
  let relay: Ledger;
  before(async () => {
    world = await openWorld();
    relay = await openRelay(world);
  });
  after(async () => {
    await relay.close();
    await world.close();
  });

  it("a member cannot anchor outside its scope", async () => {
    const { licences, identities } = world;
    const { maker, checker } = licences.officerKeys;
    const both = new Attacker(world, licences, maker, checker);
    const { size } = await relay.logState();
    for (const type of [identities.type, "12371000MB2854632B901", "receipt"]) {
      const call = await both.anchor({ typeId: typeIdOf(type), batchId: hashOf(type) });
      expect(await refusalOf(relay, call), type).to.equal("MemberRegistryOutOfScope");
    }
    // Nor in the name of the member whose scope it is: its officers are others.
    const named = await both.anchor({ memberId: identities.memberId, typeId: typeIdOf(identities.type) });
    expect(await refusalOf(relay, named)).to.equal("MemberRegistryOfficerNotValid");
    expect((await relay.logState()).size).to.equal(size);
    expect(await refusalOf(relay, await both.anchor()), "and within it, it can").to.equal("");
  });

  it("a verifier refuses a record outside the scope, whatever a chain let pass", async () => {
    for (const scope of [{ notBefore: 0, notAfter: 0 }, { notAfter: ANCHORED }, { notBefore: ANCHORED + 1 }]) {
      const forged = await paper({ words: { scope } });
      for (const level of LEVELS)
        expect(summary(judge(forged, { level }))).to.equal("invalid | anchor.scope anchor.out_of_scope");
    }
  });
});
