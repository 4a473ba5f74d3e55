import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import type { RegistryName } from "../../src/domain/network.ts";
import { INTERFACES, REGISTRY_ARTIFACTS } from "../../src/ledger/evm/artifacts.ts";
import { type Sender, transact } from "../../src/ledger/evm/chain.ts";
import { type CouncilCall, carryOut, decide, type MessageSigner, schedule } from "../../src/ledger/evm/council.ts";
import type { Founding } from "../../src/ledger/evm/found.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";

const WIDEN_DELAY: Seconds = 48 * 3600;

/** The council of an installation, of which as many owners sign as must. */
export interface Council {
  call(contract: RegistryName, method: string, ...args: readonly unknown[]): CouncilCall;
  /** Makes these calls at once, in one transaction, all or none. */
  decide(...calls: readonly CouncilCall[]): Promise<void>;
  /** Announces calls that widen, lets 48 hours pass, and gives what carries them out. */
  announced(...calls: readonly CouncilCall[]): Promise<CouncilCall[]>;
  /** Announces them, and carries them out. */
  widen(...calls: readonly CouncilCall[]): Promise<void>;
}

export interface CouncilParts {
  readonly rpc: Rpc;
  readonly sender: Sender;
  readonly founding: Founding;
  readonly owners: readonly MessageSigner[];
  readonly clock: { advance(seconds: Seconds): void };
}

export function councilOf({ rpc, sender, founding, owners, clock }: CouncilParts): Council {
  const { council, network } = founding;
  const signers = owners.slice(0, Math.floor(owners.length / 2) + 1);
  const act = async (...calls: readonly CouncilCall[]): Promise<void> => {
    await decide(rpc, sender, council, signers, calls);
  };
  const announced = async (...calls: readonly CouncilCall[]): Promise<CouncilCall[]> => {
    await act(...schedule(council, calls));
    clock.advance(WIDEN_DELAY);
    // An idle chain says how much gas a call costs as of its last block, which is too early for this one.
    await transact(sender, { to: council.safe, data: "0x" });
    return carryOut(council, calls);
  };
  return {
    call: (contract, method, ...args) => ({
      to: network.contracts[contract] ?? "0x",
      data: INTERFACES[REGISTRY_ARTIFACTS[contract]].encodeFunctionData(method, args) as Hex,
    }),
    decide: act,
    announced,
    widen: async (...calls) => act(...(await announced(...calls))),
  };
}
