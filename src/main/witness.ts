import { join } from "node:path";
import { z } from "zod";
import type { Run } from "../cli/runtime.ts";
import type { Hex } from "../domain/bytes.ts";
import { CONTRACTS } from "../domain/network.ts";
import { listen } from "../http/listen.ts";
import { buildWitness } from "../http/witness.ts";
import { openFileKeys } from "../keys/file/open.ts";
import { openWitness } from "../service/witness.ts";
import { openLevelStore } from "../store/level/open.ts";
import { type CodeHashes, openNode } from "./node.ts";
import { ownPassphrase, ownSecret } from "./own.ts";
import { networkSchema, readOwnConfig } from "./signer.ts";
import { untilStopped } from "./stop.ts";

const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);

const schema = z.strictObject({
  name: z.string().min(1),
  /** The witness's own node. */
  rpc: z.url({ protocol: /^https?$/ }),
  network: networkSchema,
  codeHashes: z.record(z.enum(CONTRACTS), hash),
});

/** `yz witness run`: follows the log by its own node, over its own folder: witness.json, keystore, passphrase, journal. */
export const runWitness: Run = ({ dir, port, attached }) =>
  untilStopped(attached, async (closing) => {
    const config = await readOwnConfig(join(dir, "witness.json"), schema);
    const passphrase = await ownPassphrase(dir);
    const keys = closing.add(await openFileKeys({ dir: join(dir, "keys"), passphrase }), (open) => open.close());
    const store = closing.add(await openLevelStore({ dir: join(dir, "log"), passphrase }), (open) => open.close());
    const ledger = await openNode(config.rpc, config.network, config.codeHashes as CodeHashes);
    const witness = await openWitness({
      name: config.name,
      key: await keys.get("witness"),
      ledger,
      journal: store.journal,
      clock: () => Math.floor(Date.now() / 1000),
    });
    const token = await ownSecret(dir, "service.token");
    const listening = closing.add(await listen(buildWitness(witness, { token }), { port }), (open) => open.close());
    process.stdout.write(`listening ${listening.url}\n`);
  });
