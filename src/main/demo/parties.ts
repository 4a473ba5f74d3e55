import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, toHex, utf8 } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { formatVkey } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Founding } from "../../ledger/evm/found.ts";
import type { Config } from "../config.ts";
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
  const url = await startChild("witness", dir, closing);
  return [{ name: DEMO_WITNESS, url, tokenFile: join(dir, "service.token") }];
}

/** Starts a maker's and a checker's signer for every issuer, each a process over its own folder. */
export async function startSigners(config: Config, founding: Founding, closing: Closing): Promise<Config["officers"]> {
  const started = DEMO_ISSUERS.map(async (member) => {
    const addresses = await Promise.all(DEMO_ROLES.map((role) => officerAddress(config.dataDir, member, role)));
    const makers = addresses.filter((_, i) => DEMO_ROLES[i] === "maker");
    return Promise.all(
      DEMO_ROLES.map(async (role, i) => {
        const dir = signerDir(config.dataDir, member.id, role);
        const profile = profileOf(member, config.issuerHost);
        const types = member.scope;
        await writeJson(join(dir, "signer.json"), { role, network: founding.network, profile, types, makers });
        const tokenFile = join(dir, "service.token");
        await Promise.all([secretFile(tokenFile), secretFile(join(dir, "officer.token"))]);
        const url = await startChild("signer", dir, closing);
        return { name: `${member.id}-${role}`, member: member.code, address: addresses[i] as Hex, url, tokenFile };
      }),
    );
  });
  return (await Promise.all(started)).flat();
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
