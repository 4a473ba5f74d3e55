import { expect } from "chai";
import { officerSubject } from "../../src/domain/compromise.ts";
import { OFFICER_ROLES, type OfficerRole } from "../../src/domain/member.ts";
import type { CellRef } from "../../src/domain/status.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { typeIdOf } from "../../src/proof/ids.ts";
import { verify } from "../../src/proof/verify.ts";
import { gather } from "../../src/service/gather.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { judge, summary } from "../proof/judge.ts";
import { paper } from "../proof/paper/world.ts";
import { openReal, type Real } from "../proof/real.ts";
import { addressOf, hashOf } from "../service/world.ts";
import { Attacker, openRelay, refusalOf } from "./attack.ts";

const FEW = ["MemberRegistryTooFewSigners", "MemberRegistrySignerOrder", "MemberRegistryOfficerNotValid"];
const NOT_THE_COUNCIL = "GovernedUnauthorized";
const FOREVER = 2 ** 40 - 1;

describe("threat: an officer's key is stolen", () => {
  let real: Real;
  let relay: Ledger;
  let issued: CertificateView;
  let cell: CellRef;
  let halted: CellRef;

  before(async () => {
    real = await openReal();
    relay = await openRelay(real.world);
    issued = await real.certificate();
    const suspended = await real.certificate("suspended");
    if (issued.cell === null || suspended.cell === null) throw new Error("not issued");
    cell = issued.cell;
    halted = suspended.cell;
  });

  after(async () => {
    await relay.close();
    await real.close();
  });

  const thiefOf = (role: OfficerRole) => {
    const { licences } = real.world;
    return new Attacker(real.world, licences, licences.officerKeys[role]);
  };
  const stateOf = async () => {
    const { size } = await relay.logState();
    const heads = await Promise.all(
      [cell, halted].map(({ batchId }) => relay.statusHead(real.world.licences.memberId, batchId)),
    );
    const { officerEpoch, threshold, officers } = await relay.member(real.world.licences.memberId);
    return { size, heads, officerEpoch, threshold, officers };
  };

  it("a stolen officer key alone does nothing", async () => {
    const before = await stateOf();
    const { memberId, type } = real.world.licences;
    for (const role of ["maker", "checker"] as const) {
      const thief = thiefOf(role);
      const single = await thief.anchor();
      const twice = { ...single, signatures: [...single.signatures, ...single.signatures] };
      const stranger = await new Attacker(
        real.world,
        real.world.licences,
        real.world.identities.officerKeys[role],
      ).anchor();
      const joined = [...single.signatures, ...stranger.signatures].sort((a, b) => (a.signer < b.signer ? -1 : 1));
      for (const call of [single, twice, { ...single, signatures: joined }])
        expect(await refusalOf(relay, call), role).to.be.oneOf(FEW);
      for (const { batchId, index } of [cell, halted]) {
        for (const to of [0, 2, 3]) {
          const one = await thief.change(batchId, index, to);
          for (const signatures of [one.signatures, [...one.signatures, ...one.signatures]])
            expect(await refusalOf(relay, { ...one, signatures }), `${role}, to ${to}`).to.be.oneOf(FEW);
        }
      }
      expect(await thief.burn(cell.batchId), "a batch that stands").to.equal("AnchorRegistryBatchUsed");
      const back = await thief.report({ subject: officerSubject(thief.address), since: real.now() - 3600 });
      expect(await refusalOf(relay, back), "a report that reaches back").to.be.oneOf(FEW);

      // What only the council may do: neither by the officer's own account nor by its signature.
      const term = { notBefore: 0, notAfter: FOREVER };
      const accomplice = {
        account: addressOf(real.world.identities.officerKeys.maker),
        role: OFFICER_ROLES.maker,
        limits: [],
        ...term,
      };
      for (const [contract, method, ...args] of [
        ["memberRegistry", "addOfficer", memberId, accomplice],
        ["memberRegistry", "lowerThreshold", memberId, 1],
        ["memberRegistry", "admit", hashOf("an accomplice"), hashOf("profile"), 1, [accomplice]],
        ["memberRegistry", "grantScope", memberId, typeIdOf("anything"), 0, FOREVER],
        ["memberRegistry", "removeOfficer", memberId, addressOf(real.world.licences.officerKeys.checker)],
        ["memberRegistry", "freeze", memberId],
        ["memberRegistry", "reportCompromise", memberId, officerSubject(thief.address), 0],
        ["anchorRegistry", "pause", typeIdOf(type)],
      ] as const) {
        expect(await thief.call(contract, method, ...args), `${role}, ${method}`).to.equal(NOT_THE_COUNCIL);
      }
    }
    expect(await stateOf(), "nothing has changed on chain").to.deep.equal(before);
  });

  it("a verifier counts the officers itself: what one alone signed is invalid, whatever a chain let pass", async () => {
    for (const signers of [["maker"], ["checker"], ["maker", "a stranger"]]) {
      for (const threshold of [0, 1, 2]) {
        const world = await paper({ signers, record: { threshold } });
        expect(summary(judge(world)), signers.join()).to.contain("invalid | anchor.officers");
        expect(judge(world, { level: "online" }).verdict).to.equal("invalid");
      }
    }
  });

  it("but stopping is easy: one officer suspends, burns an unused batchId, and reports a key, which the others undo or end", async () => {
    const { world } = real;
    const thief = thiefOf("checker");
    expect(await refusalOf(relay, await thief.change(cell.batchId, cell.index, 1)), "suspends").to.equal("");
    expect(await thief.burn(hashOf("not used yet")), "would burn").to.equal("");
    // The other officer ends it: from this block on the stolen key suspends no more.
    const maker = thiefOf("maker");
    const report = await maker.report({ subject: officerSubject(thief.address) });
    expect(await refusalOf(relay, report)).to.equal("");
    const late = await thief.change(halted.batchId, halted.index + 1, 1, { officerEpoch: 2 });
    expect(await refusalOf(relay, late)).to.equal("MemberRegistryOfficerNotValid");
    const { officerEpoch } = await relay.member(world.licences.memberId);
    expect(officerEpoch).to.equal(2);
    // What both had signed before is as good as it was: suspended, not invalid.
    const bundle = await real.bundle(issued);
    expect(verify(bundle, await gather(relay, bundle), real.trust, { level: "online" }, real.now())).to.include({
      verdict: "not_in_force",
    });
  });
});
