import { expect } from "chai";
import type { Chain } from "../../src/ledger/embedded/chain.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { memberSlot } from "../../src/proof/slots.ts";
import { type Installation, install } from "./conformance.ts";
import { AGENCY, digest, failure, testClock } from "./world.ts";

/** Changes one hex digit in the middle of the longest string of an answer. */
function flipIn(answer: unknown): unknown {
  const text = JSON.stringify(answer);
  const longest = (text.match(/0x[0-9a-f]+/g) ?? []).reduce((a, b) => (b.length > a.length ? b : a), "");
  const middle = Math.floor(longest.length / 2);
  const digit = longest[middle] === "0" ? "1" : "0";
  return JSON.parse(text.replace(longest, longest.slice(0, middle) + digit + longest.slice(middle + 1)));
}

describe("a node that lies", () => {
  let chain: Chain;
  let honest: Installation;

  const lying = (method: string, lie: (answer: unknown) => unknown) => {
    const rpc: Rpc = async (asked, params) => {
      const answer = await chain.rpc(asked, params);
      return asked === method ? lie(answer) : answer;
    };
    return honest.another({ rpc });
  };

  before(async () => {
    const clock = testClock();
    chain = await openMemoryChain({ clock });
    honest = await install(chain, clock);
    await honest.ledger.submit(await honest.officers.anchor("true"));
  });

  after(async () => {
    await honest.ledger.close();
    await chain.close();
  });

  it("about a log record is found out by the contract's root", async () => {
    const caught = await failure(lying("eth_getLogs", flipIn).anchorOf(AGENCY, digest("true")));
    expect(caught).to.include({ code: "chain.mismatch" });
  });

  it("about a record read again later is found out by the tree", async () => {
    let honestly = true;
    const ledger = lying("eth_getLogs", (answer) => (honestly ? answer : flipIn(answer)));
    expect(await ledger.logLeaves(0, 2)).to.have.length(2);
    honestly = false;
    expect(await failure(ledger.logLeaves(0, 2))).to.include({ code: "chain.mismatch" });
  });

  it("by leaving records out is refused, and believed again when it has caught up", async () => {
    let behind = true;
    const ledger = lying("eth_getLogs", (answer) => (behind && Array.isArray(answer) ? answer.slice(0, -1) : answer));
    expect(await failure(ledger.anchorOf(AGENCY, digest("true")))).to.include({ code: "chain.mismatch" });
    behind = false;
    expect(await ledger.anchorOf(AGENCY, digest("true"))).to.deep.equal(
      await honest.ledger.anchorOf(AGENCY, digest("true")),
    );
  });

  it("about a proof or a header hands out no evidence", async () => {
    const { number } = await honest.ledger.head();
    for (const method of ["eth_getProof", "eth_getBlockByNumber"]) {
      const caught = await failure(lying(method, flipIn).capture([memberSlot(AGENCY)], number));
      expect(caught, method).to.include({ code: "chain.mismatch" });
    }
  });

  it("in its very form is no answer", async () => {
    for (const method of ["eth_blockNumber", "eth_getLogs", "eth_call"]) {
      for (const answer of [null, 7, "latest", "0x", {}, "0xzz"]) {
        const caught = await failure(lying(method, () => answer).anchorOf(AGENCY, digest("true")));
        expect(caught, `${method} ${JSON.stringify(answer)}`)
          .to.have.property("code")
          .that.matches(/^chain\.(unreachable|mismatch)$/);
      }
    }
  });
});
