import type { Run } from "../cli/runtime.ts";
import { openChain } from "../ledger/embedded/chain.ts";
import { openFront } from "../ledger/embedded/front.ts";
import type { Progress } from "../ledger/embedded/miner.ts";
import { untilStopped } from "./stop.ts";

/** `yz chain run`: the embedded chain as a process of its own. */
export const runChain: Run = ({ dir, port, attached }) =>
  untilStopped(attached, async (closing) => {
    const onProgress = ({ blocks, part }: Progress) =>
      process.stderr.write(`replaying blocks: ${blocks} (${Math.round(part * 100)} %)\n`);
    const chain = closing.add(await openChain({ dir, clock: Date.now, onProgress }), (open) => open.close());
    const front = closing.add(await openFront({ rpc: chain.rpc, port }), (open) => open.close());
    process.stdout.write(`listening ${front.url}\n`);
  });
