import { EXIT } from "./exit.ts";
import { nodeUrl } from "./node-url.ts";
import { json } from "./output.ts";
import { beijing } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";

/** `yz chain status` */
export async function showChain(
  runtime: Runtime,
  options: { readonly rpc?: string; readonly json?: boolean },
): Promise<number> {
  const status = await runtime.chainStatus(nodeUrl(runtime.env, options.rpc) ?? "http://127.0.0.1:8545");
  if (options.json) {
    runtime.stdout.write(json(status));
    return EXIT.done;
  }
  const { chainId, genesis, head, registryId, log } = status;
  const lines = [
    `chainId     ${chainId}`,
    `genesis     ${genesis.hash}`,
    `head        ${head.number} ${head.hash} (${beijing(head.time)})`,
    ...(registryId === undefined ? [] : [`registryId  ${registryId}`]),
    ...(log === undefined ? [] : [`log         ${log.size} ${log.root}`]),
  ];
  runtime.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.done;
}
