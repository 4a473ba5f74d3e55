import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Run } from "../cli/runtime.ts";
import { toBase64Url } from "../crypto/encoding.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Network } from "../domain/network.ts";
import { listen } from "../http/listen.ts";
import { buildWitness } from "../http/witness.ts";
import { openFileKeys } from "../keys/file/open.ts";
import { parseTrust, type TrustedNetwork } from "../proof/trust.ts";
import { codeHashesIn, networkIn } from "../proof/trusted-network.ts";
import { Follower } from "../service/witness/follow.ts";
import { openWitness } from "../service/witness.ts";
import { openLevelStore } from "../store/level/open.ts";
import { type CodeHashes, openNode } from "./node.ts";
import { ownPassphrase, ownSecret } from "./own.ts";
import { networkSchema, perRegistrySchema, readOwnConfig } from "./signer.ts";
import { untilStopped } from "./stop.ts";
import { timers } from "./timers.ts";

const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);

const schema = z
  .strictObject({
    name: z.string().min(1),
    /** The witness's own node. */
    rpc: z.url({ protocol: /^https?$/ }),
    /** The witness's own trust file, from this file's own folder. */
    trust: z.string().optional(),
    /** Which of its networks, where it has several. */
    registryId: hash.optional(),
    /** In the place of a trust file. */
    network: networkSchema.optional(),
    codeHashes: perRegistrySchema(hash).optional(),
    /** Between one look at the chain and the next. */
    pollSeconds: z.int().min(1).max(3600).default(15),
  })
  .refine(
    ({ trust, network, codeHashes }) => (trust === undefined) === (network !== undefined && codeHashes !== undefined),
    "trust, or network and codeHashes",
  );
type WitnessConfig = z.output<typeof schema>;

/** `yz witness run`: follows the log by its own node, over its own folder: witness.json, keystore, passphrase, journal. */
export const runWitness: Run = ({ dir, port, attached }) =>
  untilStopped(attached, async (closing) => {
    const config = await readOwnConfig(join(dir, "witness.json"), schema);
    const { network, codeHashes, named } = await trustedBy(config, dir);
    const passphrase = await ownPassphrase(dir);
    const keys = closing.add(await openFileKeys({ dir: join(dir, "keys"), passphrase }), (open) => open.close());
    const store = closing.add(await openLevelStore({ dir: join(dir, "log"), passphrase }), (open) => open.close());
    const ledger = await openNode(config.rpc, network, codeHashes);
    const witness = await openWitness({
      name: config.name,
      key: await keys.get("witness"),
      ledger,
      journal: store.journal,
      clock: () => Math.floor(Date.now() / 1000),
      alarm: ({ code, ...rest }) => tell({ alarm: code, ...rest }),
    });
    const token = (await ownSecret(dir, "service.token").catch(() => null)) ?? toBase64Url(randomBytes(32));
    const listening = closing.add(await listen(buildWitness(witness, { token }), { port }), (open) => open.close());
    if (named !== null && !named.includes(witness.vkey)) tell({ notice: "witness.unnamed", vkey: witness.vkey });
    const notice = (code: string, detail: object) => tell({ notice: code, detail });
    const everyMs = config.pollSeconds * 1000;
    closing.add(new Follower({ witness, ledger, timers, everyMs, notice }), (open) => open.close()).start();
    process.stdout.write(`vkey ${witness.vkey}\nlistening ${listening.url}\n`);
  });

/** The network to follow, and the vkeys that the trust file names for it; null where there is no trust file. */
async function trustedBy(
  { trust, registryId, network, codeHashes }: WitnessConfig,
  dir: string,
): Promise<{ readonly network: Network; readonly codeHashes: CodeHashes; readonly named: readonly string[] | null }> {
  if (trust === undefined) return { network: network as Network, codeHashes: codeHashes as CodeHashes, named: null };
  const trusted = await trustOf(resolve(dir, trust), registryId);
  const named = [...trusted.witnesses.keys, ...(trusted.snapshotSigners ?? [])];
  return { network: networkIn(trusted), codeHashes: codeHashesIn(trusted), named };
}

/** The one network of a trust file, or the one that is named. Throws `trust.file`, `config.invalid`. */
export async function trustOf(path: string, registryId?: Hex): Promise<TrustedNetwork> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("trust.file", { path, expected: "the witness's trust file" }, cause);
  });
  const { networks } = parseTrust(bytes);
  const [first, ...more] = networks.filter((one) => registryId === undefined || one.registryId === registryId);
  if (first !== undefined && more.length === 0) return first;
  throw new YinzhengError("config.invalid", { path, expected: "one network, or the one that registryId names" });
}

/** One JSON line for whoever watches. */
const tell = (line: object): unknown => process.stderr.write(`${JSON.stringify(line)}\n`);
