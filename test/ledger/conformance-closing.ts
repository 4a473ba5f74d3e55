import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { transact } from "../../src/ledger/evm/chain.ts";
import { carryOut, schedule } from "../../src/ledger/evm/council.ts";
import { WIDEN_DELAY } from "../../src/ledger/evm/roles.ts";
import type { Installation } from "./conformance.ts";
import { AGENCY, decided, deployerOf, digest, failure, seconds } from "./world.ts";

/** `install` founds an installation of its own. */
export function describeClosing(install: () => Promise<Installation>): void {
  it("tells of a closed installation, refuses what it no longer takes by a code of its own, and goes on", async () => {
    const installation = await install();
    const { ledger, officers, clock, outbox } = installation;
    const { openedAt, ...open } = await ledger.lifetime();
    expect(openedAt).to.be.greaterThan(0);
    expect(open).to.deep.equal({ closedAt: 0, successor: null });
    const before = await officers.anchor("before");
    const anchored = await ledger.submit(before);
    const successor = digest("successor");
    await closeFor(installation, successor);
    const closed = { closedAt: seconds(clock), successor };
    expect(await ledger.lifetime()).to.deep.equal({ openedAt, ...closed });
    const sent = outbox.prepares.length;
    for (const [call, error] of [
      [await officers.anchor("after"), "AnchorRegistryNotOpen"],
      [await officers.claim("after"), "ClaimRegistryNotOpen"],
    ] as const) {
      const caught = await failure(ledger.submit(call));
      expect(caught).to.include({ code: "chain.closed" });
      expect(caught).to.have.deep.property("detail", { error, ...closed });
    }
    expect(outbox.prepares).to.have.length(sent);
    await ledger.submit(await officers.change("before"));
    expect(await ledger.submit(before)).to.deep.equal(anchored);
    expect(await ledger.member(AGENCY)).to.include({ admitted: true });
    await ledger.close();
  });
}

/** The council announces, 48 hours pass, and it closes. */
async function closeFor({ rpc, founding, clock }: Installation, successor: Hex): Promise<void> {
  const { network, council } = founding;
  const data = INTERFACES.Directory.encodeFunctionData("close", [successor]) as Hex;
  const call = { to: network.contracts.directory, data };
  await decided(rpc, founding, schedule(council, [call]));
  clock.advance(WIDEN_DELAY);
  // An idle chain says what a call costs as of its last block, which is too early for this one.
  await transact(deployerOf(rpc, network.chainId), { to: council.safe, data: "0x" });
  await decided(rpc, founding, carryOut(council, [call]));
}
