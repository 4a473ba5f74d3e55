import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fromHex, toHex, utf8 } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { formatVkey } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import { parseJsonObject } from "../../domain/json.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import type { OfficerRole } from "../../domain/member.ts";
import type { Founding } from "../../ledger/evm/found.ts";
import type { Config } from "../config.ts";
import type { DocumentSigners } from "../documents/signers.ts";
import { codeHashesOf } from "../node.ts";
import { ownSecret } from "../own.ts";
import type { Closing } from "../stop.ts";
import { startChild } from "./children.ts";
import { profileOf, signerDir } from "./found.ts";
import { keyIn, keysOf, openParty, secretFile } from "./keys.ts";
import { DEMO_ISSUERS, DEMO_MEMBERS, DEMO_ROLES, DEMO_WITNESS, type DemoMember } from "./plan.ts";

/** Writes each officer's and the witness's own configuration, and gives what the service is told about them. */

const witnessDir = (dataDir: string): string => join(dataDir, "witness");

/** The witness's public key, as trust files name it; made where it is new. */
export async function witnessKey(dataDir: string): Promise<string> {
  const keys = await keysOf(await openParty(witnessDir(dataDir)));
  const key = await keyIn(keys, "witness", "ed25519", "witness");
  await keys.close();
  return formatVkey(DEMO_WITNESS, fromHex(key.publicKey));
}

export async function startWitness(
  dataDir: string,
  founding: Founding,
  rpc: string,
  closing: Closing,
): Promise<Config["witnesses"]> {
  const dir = witnessDir(dataDir);
  const { network } = founding;
  await writeJson(join(dir, "witness.json"), { name: DEMO_WITNESS, rpc, network, codeHashes: codeHashesOf(founding) });
  await secretFile(join(dir, "service.token"));
  const [url = ""] = await startChild("witness", [dir], closing);
  return [{ name: DEMO_WITNESS, url, tokenFile: join(dir, "service.token") }];
}

/**
 * Starts a maker's and a checker's signer for every issuer: all makers' in one process and all checkers' in another, each
 * over its own folder. No process holds both keys of a member.
 */
export async function startSigners(
  config: Config,
  founding: Founding,
  documents: DocumentSigners,
  closing: Closing,
): Promise<Config["officers"]> {
  const byRole = DEMO_ROLES.map(async (role) => {
    const officers = await Promise.all(
      DEMO_ISSUERS.map((member) => ownFolder(config, founding, documents, member, role)),
    );
    const urls = await startChild(
      "signer",
      officers.map(({ dir }) => dir),
      closing,
    );
    return officers.map(({ dir: _, ...officer }, i) => ({ ...officer, url: urls[i] ?? "" }));
  });
  return (await Promise.all(byRole)).flat();
}

/** The member's certificate for documents, in its officers' folders. */
const DOCUMENT_CERTIFICATE = "document.der";

/** Writes what an officer's signer is told, and gives what the service is told of it. */
async function ownFolder(
  { dataDir, issuerHost, types: definitions, publicUrl, trust }: Config,
  { network }: Founding,
  { signers }: DocumentSigners,
  member: DemoMember,
  role: OfficerRole,
): Promise<Omit<Config["officers"][number], "url"> & { readonly dir: string }> {
  const dir = signerDir(dataDir, member.id, role);
  const makers = [await officerAddress(dataDir, member, "maker")];
  const profile = profileOf(member, issuerHost);
  const known = definitions === undefined ? {} : { definitions: resolve(definitions) };
  const seal = signers.get(member.code);
  if (seal !== undefined) await writeFile(join(dir, DOCUMENT_CERTIFICATE), seal.certificate);
  const judged = { publicUrl, certificates: [DOCUMENT_CERTIFICATE], trust: resolve(trust ?? "") };
  const documents = seal === undefined ? {} : { documents: judged };
  const told = {
    role,
    network,
    profile,
    types: member.scope,
    ...known,
    makers,
    ...documents,
    seals: { trust: resolve(trust ?? "") },
    ...(await ownRules(dir)),
  };
  await writeJson(join(dir, "signer.json"), told);
  const tokenFile = join(dir, "service.token");
  await Promise.all([secretFile(tokenFile), secretFile(join(dir, "officer.token"))]);
  const address = await officerAddress(dataDir, member, role);
  return { dir, name: `${member.id}-${role}`, member: member.code, address, tokenFile };
}

/** The rules that the officer has put into signer.json since: they are not the demo's to take away. */
async function ownRules(dir: string): Promise<{ readonly rules?: JsonValue }> {
  const text = await readFile(join(dir, "signer.json")).catch(() => null);
  const { rules } = text === null ? {} : parseJsonObject(text);
  return rules === undefined ? {} : { rules };
}

/** Public, and written down when the officer's key was made: the service opens no officer's keystore. */
async function officerAddress(dataDir: string, member: DemoMember, role: string): Promise<Hex> {
  return (await ownSecret(signerDir(dataDir, member.id, role), "address")) as Hex;
}

export interface DemoKey {
  readonly member: DemoMember;
  readonly subject: string;
  readonly key: string;
}

/** The demo's API keys, made once; the service is told their hashes only. */
export async function demoApiKeys(dataDir: string): Promise<readonly DemoKey[]> {
  const dir = join(dataDir, "demo");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const wanted = DEMO_MEMBERS.flatMap((member) => member.apiKeys.map(({ subject }) => ({ member, subject })));
  return Promise.all(
    wanted.map(async ({ member, subject }) => {
      const key = await secretFile(join(dir, `${member.id}-${subject}.key`));
      return { member, subject, key };
    }),
  );
}

export function apiKeyConfig(keys: readonly DemoKey[]): Config["apiKeys"] {
  return keys.map(({ member, subject, key }) => ({
    hash: toHex(sha256(utf8(key))),
    tenant: member.id,
    subject: `${member.id}/${subject}`,
    roles: [...(member.apiKeys.find((one) => one.subject === subject)?.roles ?? [])],
    member: member.code,
  }));
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
