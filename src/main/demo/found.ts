import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concat, fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { SUITES } from "../../crypto/suites/table.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { KEY_CUSTODY, KEY_PURPOSES, KEY_SUITES, type MemberProfile, OFFICER_ROLES } from "../../domain/member.ts";
import { issuerId, PROFILE_FORMAT } from "../../domain/profile.ts";
import type { Keys, Signer } from "../../keys/keys.ts";
import { writeFounding } from "../../ledger/evm/deployment.ts";
import { type Founding, found, type KeyInput, type MemberInput } from "../../ledger/evm/found.ts";
import { accountSender } from "../../ledger/evm/sender.ts";
import type { Rpc } from "../../ledger/rpc.ts";
import { memberIdOf, profileDigest, typeIdOf } from "../../proof/ids.ts";
import { possessionMessage } from "../../proof/possession.ts";
import { type HostedKey, hostedKey } from "../../service/hosted-keys.ts";
import { keyIn, keysOf, makeLog, openParty } from "./keys.ts";
import {
  DEMO_COUNCIL,
  DEMO_KEYS,
  DEMO_MEMBERS,
  DEMO_ROLES,
  DEMO_TERM,
  type DemoMember,
  hostedKeyName,
} from "./plan.ts";

export interface DemoFoundingOptions {
  readonly rpc: Rpc;
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly dataDir: string;
  readonly deployment: string;
  readonly issuerHost: string;
  readonly serviceKeys: Keys;
  readonly now: Seconds;
}

export const profileOf = (member: DemoMember, issuerHost: string): MemberProfile => ({
  format: PROFILE_FORMAT,
  code: member.code,
  names: member.names,
  issuer: issuerId(issuerHost, member.code),
});

/** Folder of an officer's signer. */
export const signerDir = (dataDir: string, member: string, role: string): string =>
  join(dataDir, "signers", `${member}-${role}`);

/** Makes every party's keys and holds the founding ceremony; the deployment record is written last. */
export async function foundDemo(options: DemoFoundingOptions): Promise<Founding> {
  const { rpc, chainId, genesisHash, dataDir, serviceKeys } = options;
  const random = Uint8Array.from(randomBytes(32));
  const registryId = toHex(sha256(concat(fromHex(genesisHash), random)));
  const council = await Promise.all(DEMO_COUNCIL.map((name) => councilKey(join(dataDir, "council", name))));
  const relayer = await keyIn(serviceKeys, "relayer", "secp256k1", "transaction");
  const members: MemberInput[] = [];
  for (const member of DEMO_MEMBERS) members.push(await memberInput(options, registryId, member));
  const deployer = accountSender({ rpc, signer: withAddress(relayer), chainId });
  const founding = await found({ rpc, deployer, council, chainId, genesisHash, random, members });
  await writeFounding(options.deployment, founding);
  return founding;
}

async function councilKey(dir: string): Promise<Signer & { readonly address: Hex }> {
  return withAddress(await keyIn(await keysOf(await openParty(dir)), "council", "secp256k1", "council"));
}

async function memberInput(options: DemoFoundingOptions, registryId: Hex, member: DemoMember): Promise<MemberInput> {
  const { now, dataDir, issuerHost, serviceKeys } = options;
  const term = { notBefore: now, notAfter: now + DEMO_TERM };
  const memberId = memberIdOf(member.code);
  const officers = await Promise.all(
    DEMO_ROLES.map(async (role) => {
      const party = await openParty(signerDir(dataDir, member.id, role));
      const { address } = withAddress(await keyIn(await keysOf(party), "officer", "secp256k1", "officer"));
      await makeLog(party);
      await writeFile(join(party.dir, "address"), `${address}\n`);
      return { account: address, role: OFFICER_ROLES[role], limits: [], ...term };
    }),
  );
  const keys: KeyInput[] = [];
  for (const key of member.scope.length === 0 ? [] : DEMO_KEYS) {
    const signer = await keyIn(serviceKeys, hostedKeyName(member.id, key), key.algorithm, key.purpose);
    keys.push(await keyInput(registryId, memberId, hostedKey(signer), term));
  }
  return {
    memberId,
    profile: profileDigest(profileOf(member, issuerHost)),
    threshold: DEMO_ROLES.length,
    officers,
    scopes: member.scope.map((code) => ({ typeId: typeIdOf(code), ...term })),
    keys,
  };
}

async function keyInput(
  registryId: Hex,
  memberId: Hex,
  { signer, keyId, suite, purpose }: HostedKey,
  term: { readonly notBefore: Seconds; readonly notAfter: Seconds },
): Promise<KeyInput> {
  const { publicKey } = signer;
  const message = possessionMessage(registryId, memberId, keyId);
  const possession = await signer.sign(message);
  // The council signs for keys whose holder has shown them, here too.
  if (!SUITES[suite].verifyBytes(fromHex(publicKey), message, possession))
    throw new YinzhengError("keys.format", { key: signer.name });
  return {
    keyId,
    suite: KEY_SUITES[suite],
    purposes: KEY_PURPOSES[purpose],
    custody: KEY_CUSTODY.hosted,
    publicKey,
    possession: toHex(possession),
    ...term,
  };
}

export function withAddress(signer: Signer): Signer & { readonly address: Hex } {
  if (signer.address === undefined)
    throw new YinzhengError("keys.format", { key: signer.name, expected: "a secp256k1 key" });
  return { ...signer, address: signer.address, sign: (message) => signer.sign(message) };
}
