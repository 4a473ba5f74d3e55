import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { RunAll } from "../cli/runtime.ts";
import { readTrust } from "../cli/trust.ts";
import type { Documents } from "../documents/documents.ts";
import { sealTrustOf } from "../documents/read/ses/trust.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { CONTRACTS, type ContractName } from "../domain/network.ts";
import { parseProfile } from "../domain/profile.ts";
import { isUscc } from "../domain/uscc.ts";
import { listen } from "../http/listen.ts";
import { buildSigner } from "../http/signer.ts";
import { openFileKeys } from "../keys/file/open.ts";
import { vkeysOf } from "../proof/trusted-network.ts";
import { createVerifier } from "../proof/verifier.ts";
import type { SignerConfig } from "../service/signer/config.ts";
import type { DocumentJudging } from "../service/signer/document-rule.ts";
import { createSigner, type OfficerProcess } from "../service/signer/process.ts";
import { checkRules } from "../service/signer/rules/named.ts";
import type { SealJudging } from "../service/signer/seal-order-rule.ts";
import { openSignLog } from "../service/signer/sign-log.ts";
import { openLevelStore } from "../store/level/open.ts";
import { readFiled } from "./documents/key-files.ts";
import { lazyPool } from "./documents/lazy.ts";
import { sealDrawing } from "./documents/workshop.ts";
import { ownPassphrase, ownSecret } from "./own.ts";
import { rulesSchema } from "./signer-rules.ts";
import { type Closing, untilStopped } from "./stop.ts";
import { readTypes } from "./types.ts";

/** A value for each registry; that of seals may be missing. */
export const perRegistrySchema = <S extends z.ZodType>(one: S) =>
  z.strictObject({
    ...(Object.fromEntries(CONTRACTS.map((name) => [name, one])) as Record<ContractName, S>),
    sealRegistry: one.exactOptional(),
  });

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text) => text as Hex);

export const networkSchema = z.strictObject({
  chainId: z.int(),
  genesisHash: hex(32),
  registryId: hex(32),
  contracts: perRegistrySchema(hex(20)),
  deployBlock: z.int(),
});

const schema = z.strictObject({
  role: z.enum(["maker", "checker"]),
  network: networkSchema,
  profile: z.unknown().transform((value) => parseProfile(value)),
  types: z.array(z.string()),
  /** Folder of type definitions beside those in the code, from this file's own folder. */
  definitions: z.string().optional(),
  makers: z.array(hex(20)).min(1),
  /** With what the officer judges sealed documents; absent: none is signed for. Paths are of this file's own folder. */
  documents: z
    .strictObject({
      publicUrl: z.url({ protocol: /^https?$/ }),
      /** Files with the member's certificates for documents, PEM or DER. */
      certificates: z.array(z.string()).min(1).max(8),
      trust: z.string(),
    })
    .exactOptional(),
  /** With what the officer judges seal objects; absent: none is vouched for. Path of this file's own folder. */
  seals: z.strictObject({ trust: z.string() }).exactOptional(),
  /** Limits of the officer's own, see docs/operations.md. */
  rules: rulesSchema.exactOptional(),
  /** Unified social credit codes of abolished members that this one has succeeded. */
  predecessors: z.array(z.string().refine(isUscc, "a unified social credit code")).exactOptional(),
});

/** Of all officers in this process: fonts are large. */
const draw = sealDrawing();

/** A request lasts as long as its documents are checked. */
const LARGEST_BATCH_MS = 15 * 60_000;

/**
 * `yz signer run`: officers' signers, each over its own folder: signer.json, keystore, passphrase, tokens, journal. Says
 * where each listens, in the order of the folders.
 */
export const runSigner: RunAll = ({ dirs, port, attached }) =>
  untilStopped(attached, async (closing) => {
    const ports = dirs.map((_, i) => (port === 0 ? 0 : port + i));
    const documents = closing.add(lazyPool(1), (open) => open.close());
    const urls = await Promise.all(dirs.map((dir, i) => openSigner(dir, ports[i] ?? 0, documents, closing)));
    for (const url of urls) process.stdout.write(`listening ${url}\n`);
  });

/** One officer's signer, listening; gives its URL. */
async function openSigner(dir: string, port: number, documents: Documents, closing: Closing): Promise<string> {
  const officer = await openOfficer(dir, closing, () => Math.floor(Date.now() / 1000), documents);
  const tokens = { service: await ownSecret(dir, "service.token"), officer: await ownSecret(dir, "officer.token") };
  const listening = closing.add(
    await listen(buildSigner(officer, { tokens }), { port, requestTimeoutMs: LARGEST_BATCH_MS }),
    (open) => open.close(),
  );
  // Where the officer's own commands find this process.
  await writeFile(join(dir, "endpoint"), `${listening.url}\n`);
  return listening.url;
}

/** One officer's signer over its own folder, which nobody else uses meanwhile. Throws `config.*`, `keys.*`, `store.*`. */
export async function openOfficer(
  dir: string,
  closing: Closing,
  clock: () => Seconds,
  documents: Documents = closing.add(lazyPool(1), (open) => open.close()),
): Promise<OfficerProcess> {
  const { judging: judged, seals, ...config } = await readSignerConfig(dir);
  const passphrase = await ownPassphrase(dir);
  const keys = closing.add(await openFileKeys({ dir: join(dir, "keys"), passphrase }), (open) => open.close());
  const store = closing.add(await openLevelStore({ dir: join(dir, "log"), passphrase }), (open) => open.close());
  const key = await keys.get("officer");
  const log = await openSignLog(store.journal, key.address ?? key.name, clock);
  const judging = judged === undefined ? {} : { judging: { documents, ...judged } };
  const sealing = seals === undefined ? {} : { seals: { ...seals, draw } };
  return createSigner({ key, config, log, clock, ...judging, ...sealing });
}

/** What the officer says in signer.json. Throws `config.*` for one that can't be what was meant. */
export async function readSignerConfig(
  dir: string,
): Promise<
  SignerConfig & { readonly judging?: Omit<DocumentJudging, "documents">; readonly seals?: Pick<SealJudging, "trust"> }
> {
  const path = join(dir, "signer.json");
  const { definitions: folder, documents, seals, ...own } = await readOwnConfig(path, schema);
  const definitions = await readTypes(folder === undefined ? undefined : resolve(dir, folder));
  try {
    checkRules(own.rules ?? {}, own.types, definitions);
  } catch (error) {
    throw isYinzhengError(error) ? new YinzhengError(error.code, { path, ...error.detail }, error) : error;
  }
  return {
    ...own,
    definitions,
    ...(documents === undefined ? {} : { judging: await judgingOf(dir, documents) }),
    ...(seals === undefined ? {} : { seals: await sealJudgingOf(dir, seals.trust, own.network) }),
  };
}

/** By the officer's own trust file, which must know the network. */
async function sealJudgingOf(
  dir: string,
  path: string,
  { registryId }: SignerConfig["network"],
): Promise<Pick<SealJudging, "trust">> {
  const { networks } = await readTrust(resolve(dir, path));
  const network = networks.find((one) => one.registryId === registryId);
  if (network === undefined)
    throw new YinzhengError("config.invalid", { pointer: "/seals/trust", expected: "a trust file with this network" });
  return { trust: sealTrustOf(network, []) };
}

async function judgingOf(
  dir: string,
  { publicUrl, certificates, trust }: NonNullable<z.output<typeof schema>["documents"]>,
): Promise<Omit<DocumentJudging, "documents">> {
  const read = certificates.map((path, i) => readFiled(resolve(dir, path), `/documents/certificates/${i}`));
  const files = await Promise.all(read);
  const held = await readTrust(resolve(dir, trust));
  return {
    publicUrl,
    certificates: files.map(({ whole }) => whole),
    verifier: createVerifier(held),
    witnessed: held.networks.some((network) => vkeysOf(network).length > 0),
  };
}

/** A process's own configuration file; throws `config.invalid`, `config.unknown_key`. */
export async function readOwnConfig<S extends z.ZodType>(path: string, shape: S): Promise<z.output<S>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
  const result = shape.safeParse(parseJson(bytes));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const code = issue?.code === "unrecognized_keys" ? "config.unknown_key" : "config.invalid";
  throw new YinzhengError(code, { path, pointer: `/${issue?.path.join("/") ?? ""}`, expected: issue?.message ?? "" });
}
