import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Runtime } from "../cli/runtime.ts";
import { readTrust } from "../cli/trust.ts";
import { YinzhengError } from "../domain/errors.ts";
import { listen } from "../http/listen.ts";
import { openFileKeys } from "../keys/file/open.ts";
import { openChain } from "../ledger/embedded/chain.ts";
import { openFront } from "../ledger/embedded/front.ts";
import type { Progress } from "../ledger/embedded/miner.ts";
import { checkFounding, readFounding } from "../ledger/evm/deployment.ts";
import type { Founding } from "../ledger/evm/found.ts";
import { httpRpc } from "../ledger/evm/http-rpc.ts";
import type { Rpc } from "../ledger/rpc.ts";
import { parseTrust, type TrustFile } from "../proof/trust.ts";
import { openLevelStore } from "../store/level/open.ts";
import { type Config, readConfig } from "./config.ts";
import { writeSeats } from "./demo/council.ts";
import { demoTypes } from "./demo/dropped-types.ts";
import { foundDemo } from "./demo/found.ts";
import { openParty } from "./demo/keys.ts";
import { apiKeyConfig, demoApiKeys, startSigners, startWitness, witnessKey } from "./demo/parties.ts";
import { DEMO_KEYS, DEMO_MEMBERS, DEMO_NETWORK, hostedKeyName } from "./demo/plan.ts";
import { issueSamples } from "./demo/samples.ts";
import { sealIssuers } from "./demo/seals.ts";
import { trustOf } from "./demo/trust.ts";
import { welcome } from "./demo/welcome.ts";
import type { SealAuthority } from "./documents/seal-authority.ts";
import { demoAuthority, demoSealAuthority, openDocumentSigners } from "./documents/signers.ts";
import { ownPassphrase } from "./own.ts";
import { progressTo, type Steps } from "./progress.ts";
import { runService, type ServiceParts, serviceDir, signerParts } from "./run-service.ts";
import { type Closing, untilStopped } from "./stop.ts";
import { readTypes } from "./types.ts";

type Streams = Pick<Runtime, "stdout" | "stderr" | "env">;

/** `yz serve`: the service, and under the demo profile the small world around it. Resolves when it has stopped. */
export async function serve(
  streams: Streams,
  version: string,
  options: Parameters<Runtime["serve"]>[0],
): Promise<number> {
  const read = await readConfig(options.config ?? streams.env.YZ_CONFIG);
  const asked = { ...read, http: { ...read.http, port: options.port ?? read.http.port } };
  const config = { ...asked, http: { ...asked.http, port: await freePort(asked) } };
  const start = config.profile === "demo" ? startDemo : startConfigured;
  const sayGoodbye = (): void => streams.stdout.write("\n停止中 · Stopping\n");
  return untilStopped(options.attached, (closing) => start(streams, config, version, closing), sayGoodbye);
}

/** The HTTP port, known before the demo's trust file names it. A busy port is told before anything is started or written. */
async function freePort({ http, chain }: Config): Promise<number> {
  const listening = await listen(() => undefined, http);
  await listening.close();
  if (chain.engine === "embedded") await (await listen(() => undefined, { port: chain.port })).close();
  return listening.port;
}

interface OpenedChain {
  readonly rpc: Rpc;
  readonly url: string;
  readonly chainId: number;
  readonly genesisHash: Founding["network"]["genesisHash"] | null;
}

async function openConfiguredChain(
  { chain, dataDir }: Config,
  streams: Streams,
  closing: Closing,
): Promise<OpenedChain> {
  if (chain.engine === "evm")
    return { rpc: httpRpc({ url: chain.url }), url: chain.url, chainId: 0, genesisHash: null };
  const onProgress = ({ blocks, part }: Progress) =>
    streams.stdout.write(`  … 重放区块 · replaying blocks: ${blocks} (${Math.round(part * 100)} %)\n`);
  const opened = closing.add(await openChain({ dir: join(dataDir, "chain"), clock: Date.now, onProgress }), (open) =>
    open.close(),
  );
  const front = closing.add(await openFront({ rpc: opened.rpc, port: chain.port }), (open) => open.close());
  return { rpc: opened.rpc, url: front.url, chainId: opened.chainId, genesisHash: opened.genesisHash };
}

async function openOwn(
  config: Config,
  passphrase: string,
  closing: Closing,
): Promise<Pick<ServiceParts, "store" | "keys">> {
  const dir = serviceDir(config);
  const store = closing.add(await openLevelStore({ dir: join(dir, "store"), passphrase }), (open) => open.close());
  const keys = closing.add(await openFileKeys({ dir: join(dir, "keys"), passphrase }), (open) => open.close());
  return { store, keys };
}

async function startConfigured(streams: Streams, config: Config, version: string, closing: Closing): Promise<void> {
  const own = await openOwn(config, await ownPassphrase(serviceDir(config)), closing);
  const { rpc } = await openConfiguredChain(config, streams, closing);
  const founding = await readFounding(config.deployment);
  if (founding === null)
    throw new YinzhengError("config.invalid", { pointer: "/deployment", expected: "a folder with chain.json" });
  await checkFounding(rpc, founding);
  const trust = await readTrust(trustOfConfig(config));
  const documents = await openDocumentSigners(config, signerParts({ config, founding, ...own }));
  const made =
    config.seals === undefined ? null : await demoSealAuthority(signerParts({ config, founding, ...own }), seconds);
  const seals = made === null ? {} : { seals: made };
  const parts = { config, founding, rpc, trust, documents, version, closing, ...seals, ...own };
  const { listening } = await runService(parts);
  streams.stdout.write(`listening ${listening.url}\n`);
}

async function startDemo(streams: Streams, read: Config, version: string, closing: Closing): Promise<void> {
  const progress = progressTo(streams.stdout);
  streams.stdout.write("印证 Yinzheng · 演示环境启动中 · starting the demo\n");
  await mkdir(read.dataDir, { recursive: true, mode: 0o700 });
  const config: Config = { ...read, types: read.types ?? (await demoTypes(read.dataDir)) };
  const types = await readTypes(config.types);
  const { passphrase } = await openParty(serviceDir(config));
  const own = await progress.step("打开存储 · opening the store", () => openOwn(config, passphrase, closing));
  const chain = await progress.step("启动链 · starting the chain", () => openConfiguredChain(config, streams, closing));
  const founding = await founded(config, chain, own, progress);
  await writeSeats(config, founding);
  const seals = await demoSealAuthority(signerParts({ config, founding, ...own }), seconds);
  const trust = await writeTrust(config, founding, own.keys, seals);
  const apiKeys = await demoApiKeys(config.dataDir);
  const issuing: Config = { ...config, members: demoMembers(), trust: trustOfConfig(config) };
  const documents = await openDocumentSigners(issuing, signerParts({ config, founding, ...own }));
  const [witnesses, officers] = await progress.step("启动签名端与见证人 · starting the signers and a witness", () =>
    Promise.all([
      startWitness(config.dataDir, founding, chain.url, closing),
      startSigners(issuing, founding, documents, closing),
    ]),
  );
  const whole: Config = { ...issuing, officers, witnesses, apiKeys: apiKeyConfig(apiKeys) };
  const { service, listening } = await progress.step("启动服务 · starting the service", () =>
    runService({ config: whole, founding, rpc: chain.rpc, trust, documents, seals, version, closing, ...own }),
  );
  const samples = await progress.step("颁发示例证照 · issuing a certificate of each type", () =>
    issueSamples(service, config.dataDir, types),
  );
  // In a folder that was founded before there were seals, nobody may have any.
  if (founding.network.contracts.sealRegistry !== undefined)
    closing.add(sealIssuers(service, config.dataDir, seconds, streams.stderr), (sealing) => sealing.stop());
  streams.stdout.write(
    welcome({ url: listening.url, chainUrl: chain.url, trust: trustOfConfig(config), apiKeys, samples }),
  );
}

function demoMembers(): Config["members"] {
  return DEMO_MEMBERS.map(({ id, code, names, scope, sharing = [] }) => ({
    code,
    names,
    tenant: id,
    types: [...scope],
    keys: scope.length === 0 ? [] : DEMO_KEYS.map((key) => hostedKeyName(id, key)),
    sharing: sharing.map((share) => ({ type: share.type, members: [...share.members] })),
  }));
}

async function founded(
  config: Config,
  chain: OpenedChain,
  own: Pick<ServiceParts, "keys">,
  progress: Steps,
): Promise<Founding> {
  const known = await readFounding(config.deployment);
  if (known !== null && known.network.genesisHash === chain.genesisHash) {
    await checkFounding(chain.rpc, known);
    return known;
  }
  const { rpc, chainId, genesisHash } = chain;
  // A record is never overwritten: it may be all that names a chain whose bundles are still about.
  if (known !== null) {
    const expected = `the chain of ${config.deployment}; another dataDir needs a deployment folder of its own`;
    throw new YinzhengError("chain.mismatch", {
      what: "genesisHash",
      known: known.network.genesisHash,
      found: genesisHash,
      expected,
    });
  }
  if (genesisHash === null)
    throw new YinzhengError("config.invalid", { pointer: "/chain", expected: "the embedded chain in the demo" });
  const { dataDir, deployment, issuerHost } = config;
  const now = Math.floor(Date.now() / 1000);
  return progress.step("创始仪式 · the founding ceremony", () =>
    foundDemo({ rpc, chainId, genesisHash, dataDir, deployment, issuerHost, serviceKeys: own.keys, now }),
  );
}

const seconds = (): number => Math.floor(Date.now() / 1000);

const trustOfConfig = ({ trust, dataDir }: Config): string => trust ?? join(dataDir, "trust.json");

async function writeTrust(
  config: Config,
  founding: Founding,
  keys: ServiceParts["keys"],
  seals: SealAuthority,
): Promise<TrustFile> {
  const witnesses = [await witnessKey(config.dataDir)];
  const { maxStatusAge, http } = config;
  // The demo's service is a mirror of its own lists, at the port of this start.
  const mirrors = [`http://127.0.0.1:${http.port}`];
  const { origin } = new URL(config.publicUrl);
  const links = origin.startsWith("https:") ? [origin] : [];
  const authority = await demoAuthority(signerParts({ config, founding, keys }));
  const terms = { name: DEMO_NETWORK, witnesses, quorum: 1, maxStatusAge, mirrors, links };
  const trust = trustOf(founding, {
    ...terms,
    documentAuthorities: [authority.certificate],
    sealAuthorities: [seals.certificate],
  });
  const text = `${JSON.stringify(trust, null, 2)}\n`;
  await writeFile(trustOfConfig(config), text);
  return parseTrust(Buffer.from(text));
}
