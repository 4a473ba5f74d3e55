// Whatever a test makes the contracts do, whoever replays the log by the same rules must find lawful: a rule of the model
// that is stricter than the contracts fails here.
import type { Hex } from "../../src/domain/bytes.ts";
import type { Network } from "../../src/domain/network.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { pauseSlot } from "../../src/proof/slots.ts";
import { settledIn } from "../../src/service/witness/expected.ts";
import { Replay } from "../../src/service/witness/replay.ts";
import { provider, rpc } from "./chain.ts";

/** Installations of all tests so far: a fixture's comes back with every test that loads it. */
const watched = new Set<Network>();

export const watch = (network: Network): unknown => watched.add(network);

// `npm run gas` makes the same world without tests.
if (typeof afterEach === "function")
  afterEach("the log of every installation replays", async () => {
    for (const network of watched) {
      if (!(await stands(network))) continue;
      const replay = await replayed(network);
      if (!written) await compared(network, replay);
    }
    written = false;
  });

/** A test wrote into a contract's storage past its rules: what the log says of it is no longer true. */
export function storageWritten(): void {
  written = true;
}
let written = false;

/** Whether the chain, which goes back between tests, holds this installation now, at these addresses. */
async function stands({ registryId, contracts }: Network): Promise<boolean> {
  const log = INTERFACES.EvidenceLog;
  const asked = (["registryId", "checkpoint"] as const).map((name) =>
    provider.call({ to: contracts.evidenceLog, data: log.encodeFunctionData(name as "registryId") }).catch(() => "0x"),
  );
  const [id, checkpoint] = await Promise.all(asked);
  return id === registryId && checkpoint !== "0x";
}

/** Every slot that the model speaks of holds what it says, and where it says all there is to say, no other slot holds anything. */
async function compared(network: Network, { expected }: Replay): Promise<void> {
  const { contracts } = network;
  for (const { name, holdings } of expected.subjects) {
    for (const { slot, value } of holdings()) {
      const held = BigInt(await provider.getStorage(contracts[slot.contract] ?? "", slot.key));
      if (held !== value) throw new Error(`${name}: ${slot.contract} ${slot.key} holds ${held}, not ${value}`);
    }
  }
  const slots = (await pausedIn(network)).map(pauseSlot);
  const held = slots.map(async (slot) => ({
    slot,
    value: BigInt(await provider.getStorage(contracts.anchorRegistry, slot.key)),
  }));
  expected.write(await Promise.all(held));
  for (const registry of settledIn(contracts)) {
    const { storageHash } = (await rpc("eth_getProof", [contracts[registry], [], "latest"])) as { storageHash: Hex };
    const root = expected.root(registry);
    if (storageHash !== root) throw new Error(`${registry} has the storage root ${storageHash}, not ${root}`);
  }
}

/** Types that were ever paused, which no record tells. */
async function pausedIn({ contracts }: Network): Promise<readonly Hex[]> {
  const logs = await provider.getLogs({ address: contracts.anchorRegistry, fromBlock: 0 });
  const events = logs.map((log) => INTERFACES.AnchorRegistry.parseLog(log));
  return events.flatMap((event) => (event?.name === "Paused" ? [event.args.typeId as Hex] : []));
}

/** The model after the whole log; throws `witness.refused` at a record that breaks a rule. */
export async function replayed(network: Network): Promise<Replay> {
  const { evidenceLog, anchorRegistry } = network.contracts;
  const [appended, anchored] = await Promise.all([
    provider.getLogs({ address: evidenceLog, fromBlock: 0 }),
    provider.getLogs({ address: anchorRegistry, fromBlock: 0 }),
  ]);
  const signatures = new Map<number, readonly Hex[]>();
  for (const log of anchored) {
    const event = INTERFACES.AnchorRegistry.parseLog(log);
    if (event?.name === "Anchored") signatures.set(Number(event.args.logIndex), [...event.args.signatures]);
  }
  const replay = new Replay(network);
  for (const log of appended) {
    const { data } = INTERFACES.EvidenceLog.parseLog(log)!.args;
    replay.take(data, signatures.get(replay.size) ?? []);
  }
  return replay;
}
