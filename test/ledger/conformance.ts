import { expect } from "chai";
import type { Founding } from "../../src/ledger/evm/found.ts";
import { type EvmLedgerOptions, openEvmLedger } from "../../src/ledger/evm/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { describeClaims } from "./conformance-claims.ts";
import { describeClosing } from "./conformance-closing.ts";
import { describeEvidence } from "./conformance-evidence.ts";
import { describeSeals } from "./conformance-seals.ts";
import { describeSubmission } from "./conformance-submission.ts";
import {
  codeHashesOf,
  failure,
  foundWorld,
  impatient,
  Officers,
  RELAYER,
  type TestClock,
  TestOutbox,
  testClock,
  unreachable,
} from "./world.ts";

/** A chain of one kind, as an engine's test opens it. */
export interface OpenedChain {
  readonly rpc: Rpc;
  readonly chainId: number;
  readonly genesisHash: `0x${string}`;
  close(): Promise<void>;
}

/** One founded installation on that chain, shared by the tests of a suite: each takes batches of its own names. */
export interface Installation {
  readonly rpc: Rpc;
  readonly clock: TestClock;
  readonly founding: Founding;
  readonly officers: Officers;
  readonly ledger: Ledger;
  readonly outbox: TestOutbox;
  /** Another ledger on the same chain, not started. */
  another(options?: Partial<EvmLedgerOptions>): Ledger;
}

/** What every ledger must do, whatever chain is below it. An engine's test is this one call. */
export function describeLedger(name: string, open: (clock: () => number) => Promise<OpenedChain>): void {
  describe(`ledger on ${name}`, () => {
    let chain: OpenedChain;
    let installation: Installation;

    before(async () => {
      const clock = testClock();
      chain = await open(clock);
      installation = await install(chain, clock);
    });

    after(async () => {
      await installation.ledger.close();
      await chain.close();
    });

    describeIdentity(() => installation);
    describeSubmission(() => installation);
    describeClaims(() => installation);
    describeSeals(() => installation);
    describeEvidence(() => installation);
    describeClosing(() => install(chain, installation.clock));
  });
}

/** Founds an installation and starts a ledger on it. */
export async function install(chain: OpenedChain, clock: TestClock): Promise<Installation> {
  const { rpc, chainId, genesisHash } = chain;
  const founding = await foundWorld(rpc, chainId, genesisHash, clock);
  const base = { rpc, network: founding.network, codeHashes: codeHashesOf(founding), relayer: RELAYER, clock };
  const another = (options: Partial<EvmLedgerOptions> = {}) => openEvmLedger({ ...base, sleep: impatient, ...options });
  const [ledger, outbox] = [another(), new TestOutbox()];
  await ledger.start(outbox);
  return { rpc, clock, founding, officers: new Officers(founding, clock), ledger, outbox, another };
}

function describeIdentity(get: () => Installation): void {
  const other = `0x${"11".repeat(32)}` as const;

  it("starts only on the chain that was founded", async () => {
    const { another, founding } = get();
    const { network } = founding;
    const codeHashes = codeHashesOf(founding);
    const wrong = [
      { what: "chain id", options: { network: { ...network, chainId: 1 } } },
      { what: "genesis", options: { network: { ...network, genesisHash: other } } },
      { what: "registryId", options: { network: { ...network, registryId: other } } },
      { what: "code of evidenceLog", options: { codeHashes: { ...codeHashes, evidenceLog: other } } },
    ];
    for (const { what, options } of wrong) {
      const error = await failure(another(options).start(new TestOutbox()));
      expect(error).to.include({ code: "chain.mismatch" }).with.nested.property("detail.what", what);
    }
  });

  it("says that it can't reach a node, and nothing else, when the node is gone", async () => {
    const gone = get().another({ rpc: () => Promise.reject(unreachable()) });
    const attempts = [
      () => gone.start(new TestOutbox()),
      () => gone.head(),
      () => gone.logState(),
      () => gone.anchorOf(other, other),
    ];
    for (const attempt of attempts) {
      expect(await failure(attempt())).to.include({ code: "chain.unreachable" });
    }
  });
}
