import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectDefaultMetrics, Registry } from "@prometheus-io/client";
import { pino } from "pino";
import type { SealKeys } from "../documents/seal-key.ts";
import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { MemberProfile } from "../domain/member.ts";
import { issuerId, PROFILE_FORMAT } from "../domain/profile.ts";
import { build } from "../http/build.ts";
import { officerClient } from "../http/clients/officer.ts";
import { witnessClient } from "../http/clients/witness.ts";
import { type Listening, listen } from "../http/listen.ts";
import type { Keys } from "../keys/keys.ts";
import type { Founding } from "../ledger/evm/found.ts";
import { openEvmLedger } from "../ledger/evm/ledger.ts";
import type { Rpc } from "../ledger/rpc.ts";
import { memberIdOf } from "../proof/ids.ts";
import type { TrustFile } from "../proof/trust.ts";
import { createService } from "../service/create.ts";
import type { ServedMember, ServiceDeps } from "../service/deps.ts";
import type { Officer, Witness } from "../service/officers.ts";
import type { Service } from "../service/service.ts";
import { offlineOfficer } from "../service/signing/officer.ts";
import type { Store } from "../store/store.ts";
import type { Config } from "./config.ts";
import { withAddress } from "./demo/found.ts";
import { lazyPool } from "./documents/lazy.ts";
import { openReader } from "./documents/reader.ts";
import type { DocumentSigners, SignerParts } from "./documents/signers.ts";
import { openWorkshop } from "./documents/workshop.ts";
import { codeHashesOf } from "./node.ts";
import type { Closing } from "./stop.ts";
import { timers } from "./timers.ts";
import { readTypes } from "./types.ts";

export interface ServiceParts {
  readonly config: Config;
  readonly founding: Founding;
  readonly rpc: Rpc;
  readonly store: Store;
  readonly keys: Keys;
  readonly trust: TrustFile;
  /** Who signs documents; opened before anything is served, since a wrong key or certificate stops the start. */
  readonly documents: DocumentSigners;
  /** With whose keys seals are made here; absent: none is made. */
  readonly seals?: SealKeys;
  readonly version: string;
  readonly closing: Closing;
}

export interface RunningService {
  readonly service: Service;
  readonly listening: Listening;
}

const ASSETS = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** A registry with this process's memory, processor time, event loop and garbage collection. */
function processMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register;
}

/** Puts the engines behind the ports, starts the service, and serves it over HTTP. */
export async function runService(parts: ServiceParts): Promise<RunningService> {
  const { config, founding, rpc, closing, version, trust } = parts;
  const relayer = withAddress(await parts.keys.get("relayer"));
  const ledger = openEvmLedger({
    rpc,
    network: founding.network,
    codeHashes: codeHashesOf(founding),
    relayer,
    clock: Date.now,
  });
  closing.add(ledger, (open) => open.close());
  const log = pino({ level: process.env.YZ_LOG ?? "warn" }, pino.destination({ dest: 2, sync: true }));
  const { signers, timestamper } = parts.documents;
  const stamped = timestamper === null ? {} : { timestamper };
  const reader = closing.add(openReader(), (open) => open.close());
  const deps: ServiceDeps = {
    store: parts.store,
    ledger,
    trust,
    types: await readTypes(config.types),
    members: await Promise.all(config.members.map((member) => servedMember(config, parts.keys, member))),
    officers: await Promise.all(config.officers.map(officerOf)),
    witnesses: await Promise.all(config.witnesses.map(witnessOf)),
    snapshotSigners: await Promise.all(config.snapshotSigners.map(witnessOf)),
    documents: { documents: closing.add(lazyPool(), (open) => open.close()), signers, ...stamped },
    ...(parts.seals === undefined ? {} : { workshop: openWorkshop(parts.seals) }),
    publicUrl: config.publicUrl,
    apiKeys: config.apiKeys.map(({ hash, tenant, subject, roles, member }) => ({
      hash,
      principal: {
        tenant,
        subject,
        roles,
        via: "api-key",
        ...(member === undefined ? {} : { memberId: memberIdOf(member) }),
      },
    })),
    clock: now,
    random,
    timers,
    batching: config.batching,
    copies: config.documents.copies,
    readDocument: (bytes) => reader.read(bytes),
    notice: ({ what, where, code, detail: { said } }) =>
      log[what === "alarm" ? "error" : "warn"]({ what, where, code, ...(said && { said }) }, "notice"),
  };
  const service = closing.add(await createService(deps), (open) => open.close());
  const network = trust.networks.find(({ registryId }) => registryId === founding.network.registryId);
  if (network === undefined) throw new YinzhengError("trust.file", { expected: "the network of the deployment" });
  const app = build(service, {
    network: { name: network.name, registryId: network.registryId },
    witnesses: config.witnesses.map(({ name }) => name),
    trust,
    version,
    assets: ASSETS,
    metrics: processMetrics(),
    log,
  });
  return { service, listening: closing.add(await listen(app, config.http), (open) => open.close()) };
}

/** What document keys and their certificates are opened with. */
export function signerParts({
  config,
  founding,
  keys,
}: Pick<ServiceParts, "config" | "founding" | "keys">): SignerParts {
  return {
    dir: serviceDir(config),
    keys,
    network: founding.network.registryId.slice(2, 10),
    now: now(),
    random,
  };
}

const now = (): Seconds => Math.floor(Date.now() / 1000);
const random = (n: number): Uint8Array => Uint8Array.from(randomBytes(n));

export function profileIn(config: Config, code: string, names: MemberProfile["names"]): MemberProfile {
  return { format: PROFILE_FORMAT, code, names, issuer: issuerId(config.issuerHost, code) };
}

async function servedMember(config: Config, keys: Keys, member: Config["members"][number]): Promise<ServedMember> {
  const { code, names, tenant, types } = member;
  return {
    profile: profileIn(config, code, names),
    tenant,
    types,
    sharing: member.sharing,
    keys: await Promise.all(member.keys.map((name) => keys.get(name))),
  };
}

async function officerOf({ name, member, address, url, tokenFile }: Config["officers"][number]): Promise<Officer> {
  const officer = { name, memberId: memberIdOf(member), address };
  if (url === undefined || tokenFile === undefined) return offlineOfficer(officer);
  return officerClient({ ...officer, url, token: await token(tokenFile) });
}

async function witnessOf({ name, url, tokenFile }: Config["witnesses"][number]): Promise<Witness> {
  return witnessClient({ name, url, token: await token(tokenFile) });
}

async function token(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file with a token" }, cause);
  });
  return text.trim();
}

/** The service's own folder under the data directory. */
export const serviceDir = (config: Config): string => join(config.dataDir, "service");
