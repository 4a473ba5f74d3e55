import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import { bundleText } from "../proof/build.ts";
import { parseBundle } from "../proof/parse.ts";
import type { TrustedNetwork, TrustFile } from "../proof/trust.ts";
import { codeHashesIn, networkIn } from "../proof/trusted-network.ts";
import { adoptAll } from "../service/migrate/adopt.ts";
import { checkAll } from "../service/migrate/check.ts";
import {
  type Continuation,
  finalStateOf,
  originForCouncil,
  parseContinuation,
} from "../service/migrate/continuation.ts";
import { planContinuation } from "../service/migrate/plan.ts";
import { refreshBundle } from "../service/migrate/refresh.ts";
import { keyFor } from "./council.ts";
import { bytesOf, requireNode } from "./council-file.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";
import { readTrust, trustPath } from "./trust.ts";
import { ownNode } from "./verify.ts";

/** `yz chain migrate …`: a closed installation is continued in a new one. */
export interface MigrateOptions {
  /** Trust file of the new installation. */
  readonly new: string;
  readonly rpc?: string;
  readonly lang?: string;
  readonly json?: boolean;
}

/** Reads the old chain by its own node, and writes what the new council signs and what anyone relays. */
export async function plan(
  runtime: Runtime,
  options: MigrateOptions & {
    readonly checkpoint: string;
    readonly output: string;
    readonly trust?: string;
    readonly leaveOutLater?: boolean;
  },
): Promise<number> {
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const note = Buffer.from(await bytesOf(options.checkpoint)).toString("utf8");
  const registryId: Hex = `0x${/^yinzheng\/([0-9a-f]{64})\n/.exec(note)?.[1] ?? ""}`;
  const network = trustedIn(trust, registryId, trustPath(runtime.env, options.trust));
  const to = (await newNetwork(options.new, registryId)).registryId;
  const progress = progressOf(runtime);
  const ledger = await ownNode(runtime, requireNode(runtime, options.rpc), network);
  try {
    const continuation = await planContinuation({
      ledger,
      network,
      to,
      note,
      leaveOutLater: options.leaveOutLater === true,
      onProgress: progress.show,
    });
    const origin = `${options.output.replace(/\.json$/, "")}.origin.json`;
    await replaceFile(options.output, `${JSON.stringify(continuation)}\n`);
    await replaceFile(origin, json(originForCouncil(continuation)));
    const { size, root, blockNumber: block } = continuation.origin;
    told(runtime, options, "migrate.planned", { size, root, block, file: options.output, origin });
    return EXIT.done;
  } finally {
    progress.end();
    await ledger.close();
  }
}

/** Relays the adoptions; whatever stands already is passed over, so it can be started again. */
export async function adopt(
  runtime: Runtime,
  file: string,
  options: MigrateOptions & { readonly dir: string },
): Promise<number> {
  const continuation = parseContinuation(await bytesOf(file));
  const network = await networkOf(options.new, continuation);
  const progress = progressOf(runtime);
  const keys = await runtime.openKeys(options.dir);
  try {
    const key = await keyFor(keys, "transaction", options.dir);
    const url = requireNode(runtime, options.rpc);
    const ledger = await runtime.openRelay(url, networkIn(network), codeHashesIn(network), key);
    try {
      await adoptAll(ledger, continuation, progress.show);
    } finally {
      progress.end();
      await ledger.close();
    }
    told(runtime, options, "migrate.adopted", { size: continuation.adoptions.length });
    return EXIT.done;
  } finally {
    await keys.close();
  }
}

/** Whether every old batch stands in the new installation with its record, history and words. Exit code 1 where one does not. */
export async function check(runtime: Runtime, file: string, options: MigrateOptions): Promise<number> {
  const continuation = parseContinuation(await bytesOf(file));
  const network = await networkOf(options.new, continuation);
  const progress = progressOf(runtime);
  const ledger = await ownNode(runtime, requireNode(runtime, options.rpc), network);
  try {
    const { batches, faults } = await checkAll(ledger, network, continuation, progress.show);
    progress.end();
    const language = languageOf(runtime.env, options.lang);
    const lines = faults.map(
      ({ memberId, batchId, fault }) => `${memberId} ${batchId} ${say(language, `migrate.${fault}`)}\n`,
    );
    if (options.json) runtime.stdout.write(json({ batches, faults }));
    else {
      runtime.stdout.write(lines.join(""));
      told(runtime, options, "migrate.checked", { batches, faults: faults.length });
    }
    return faults.length === 0 ? EXIT.done : EXIT.invalid;
  } finally {
    await ledger.close();
  }
}

/** Writes a trust file that names both networks, and which continues which. */
export async function trust(
  runtime: Runtime,
  file: string,
  options: MigrateOptions & { readonly output: string; readonly trust?: string },
): Promise<number> {
  const continuation = parseContinuation(await bytesOf(file));
  const path = trustPath(runtime.env, options.trust);
  const known = await readTrust(path);
  trustedIn(known, continuation.origin.registryId, path);
  const network = await networkOf(options.new, continuation);
  const others = (network.continues ?? []).filter(({ registryId }) => registryId !== continuation.origin.registryId);
  const next = { ...network, continues: [...others, finalStateOf(continuation)] };
  const networks = [...known.networks.filter(({ registryId }) => registryId !== next.registryId), next];
  await replaceFile(options.output, json({ ...known, networks }));
  told(runtime, options, "migrate.trusted", { file: options.output });
  return EXIT.done;
}

/** Adds to an old bundle the state that it has in the new installation, at a block that this one's witnesses co-signed. */
export async function bundle(
  runtime: Runtime,
  file: string,
  options: MigrateOptions & { readonly checkpoint: string; readonly output: string },
): Promise<number> {
  const old = parseBundle(await bytesOf(file));
  const network = await newNetwork(options.new, old.registryId);
  const note = Buffer.from(await bytesOf(options.checkpoint)).toString("utf8");
  const ledger = await ownNode(runtime, requireNode(runtime, options.rpc), network);
  try {
    await replaceFile(options.output, bundleText(await refreshBundle(ledger, network, old, note)));
    told(runtime, options, "migrate.refreshed", { file: options.output });
    return EXIT.done;
  } finally {
    await ledger.close();
  }
}

function trustedIn(trusted: TrustFile, registryId: Hex, path: string): TrustedNetwork {
  const network = trusted.networks.find((one) => one.registryId === registryId);
  if (network === undefined) throw new YinzhengError("trust.file", { path, expected: `the network ${registryId}` });
  return network;
}

/** The one network of a trust file that is not the old one. */
async function newNetwork(path: string, old: Hex): Promise<TrustedNetwork> {
  const [network, ...more] = (await readTrust(path)).networks.filter(({ registryId }) => registryId !== old);
  if (network !== undefined && more.length === 0) return network;
  throw new YinzhengError("trust.file", { path, expected: "one network beside the old one" });
}

async function networkOf(path: string, { to }: Continuation): Promise<TrustedNetwork> {
  return trustedIn(await readTrust(path), to, path);
}

function told(
  { env, stdout }: Runtime,
  options: MigrateOptions,
  key: Parameters<typeof say>[1],
  values: Readonly<Record<string, string | number>>,
): void {
  if (options.json) stdout.write(json(values));
  else stdout.write(`${say(languageOf(env, options.lang), key, values)}\n`);
}

const WIDTH = 30;

/** A bar on a terminal, for what takes more than a second. */
function progressOf({ stderr, clock }: Runtime) {
  const began = clock();
  let open = false;
  return {
    show(done: number, total: number): void {
      if (stderr.columns === undefined || clock() - began < 1) return;
      const full = Math.floor((WIDTH * done) / total);
      stderr.write(`\r\u001B[K${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${done} / ${total}`);
      open = true;
    },
    end(): void {
      if (open) stderr.write("\n");
      open = false;
    },
  };
}
