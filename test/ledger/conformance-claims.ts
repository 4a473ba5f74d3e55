import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { parseHeader } from "../../src/crypto/header.ts";
import { accountOf, slotOf } from "../../src/crypto/state-proof.ts";
import { claimSlot, claimTimeSlot } from "../../src/proof/slots.ts";
import type { Installation } from "./conformance.ts";
import { digest, failure, seconds } from "./world.ts";

const DAY = 24 * 3600;

export function describeClaims(get: () => Installation): void {
  it("makes a claim, and gives back its commitment and time", async () => {
    const { ledger, officers, clock } = get();
    const call = await officers.claim("bill");
    expect(await ledger.claimOf(call.claim.nullifier)).to.equal(null);
    const block = await ledger.submit(call);
    expect(block.time).to.equal(seconds(clock));
    const { commitment } = call.claim;
    expect(await ledger.claimOf(call.claim.nullifier)).to.deep.equal({ commitment, claimedAt: block.time });
  });

  it("takes a claim that is there already with the same commitment as success, its deadline over or not", async () => {
    const { ledger, officers, outbox, clock } = get();
    const call = await officers.claim("twice");
    const block = await ledger.submit(call);
    const sent = outbox.prepares.length;
    clock.advance(2 * DAY);
    expect(await ledger.submit(call)).to.deep.equal(block);
    expect(await ledger.submit(await officers.claim("twice"))).to.deep.equal(block);
    expect(outbox.prepares).to.have.length(sent);
  });

  it("refuses a claim of what another has claimed, and does not say who", async () => {
    const { ledger, officers } = get();
    const first = await officers.claim("once");
    await ledger.submit(first);
    const error = await failure(ledger.submit(await officers.claim("once", { commitment: digest("another") })));
    expect(error).to.include({ code: "conflict.claimed" }).and.to.have.deep.property("detail", {});
    const { commitment } = first.claim;
    expect(await ledger.claimOf(first.claim.nullifier)).to.include({ commitment });
  });

  it("lets one of two claims at once through, and tells the other", async () => {
    const { ledger, officers } = get();
    const calls = [await officers.claim("race"), await officers.claim("race", { commitment: digest("second") })];
    const results = await Promise.allSettled(calls.map((call) => ledger.submit(call)));
    const won = results.findIndex(({ status }) => status === "fulfilled");
    const { commitment, nullifier } = calls[won]!.claim;
    expect(results.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    expect(await ledger.claimOf(nullifier)).to.include({ commitment });
    expect(await failure(ledger.submit(calls[1 - won]!))).to.include({ code: "conflict.claimed" });
  });

  it("says by which error and arguments the registry refused a claim", async () => {
    const { ledger, officers } = get();
    const call = await officers.claim("changed");
    const changed = { ...call, claim: { ...call.claim, commitment: digest("the relayer's") } };
    const error = await failure(ledger.submit(changed));
    expect(error).to.include({ code: "chain.rejected" }).with.nested.property("detail.error", "ClaimRegistryNotSigned");
    expect(error).to.have.nested.property("detail.args[0]", call.claim.nullifier);
    expect(await ledger.claimOf(call.claim.nullifier)).to.equal(null);
  });

  it("captures both words of a claim, before it and after", async () => {
    const { ledger, officers, founding } = get();
    const call = await officers.claim("captured");
    const slots = [claimSlot(call.claim.nullifier), claimTimeSlot(call.claim.nullifier)];
    const block = await ledger.submit(call);
    const words = async (number: number) => {
      const { header, accounts } = await ledger.capture(slots, number);
      const [account] = accounts;
      expect(account?.address).to.equal(founding.network.contracts.claimRegistry);
      const { stateRoot } = parseHeader(fromHex(header));
      const { storageRoot } = accountOf(stateRoot, fromHex(account!.address), account!.proof.map(fromHex))!;
      return slots.map(({ key }) => {
        const proof = account!.slots.find((slot) => slot.key === key)!.proof;
        return slotOf(storageRoot, fromHex(key), proof.map(fromHex));
      });
    };
    expect(await words(block.number - 1)).to.deep.equal([0n, 0n]);
    expect(await words(block.number)).to.deep.equal([BigInt(call.claim.commitment), BigInt(block.time)]);
  });
}
