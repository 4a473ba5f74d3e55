import { randomBytes } from "node:crypto";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import {
  KEY_CUSTODY,
  KEY_PURPOSES,
  KEY_SUITES,
  type MemberProfile,
  OFFICER_ROLES,
  type OfficerRole,
} from "../../src/domain/member.ts";
import { CONTRACTS, type Network } from "../../src/domain/network.ts";
import type { Principal, Role } from "../../src/domain/principal.ts";
import { issuerId } from "../../src/domain/profile.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import type { TypeTable } from "../../src/domain/types/table.ts";
import type { Keys, Signer } from "../../src/keys/keys.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import type { Chain } from "../../src/ledger/embedded/chain.ts";
import { REGISTRY_ARTIFACTS } from "../../src/ledger/evm/artifacts.ts";
import { type Founding, found, type MemberInput } from "../../src/ledger/evm/found.ts";
import { openEvmLedger } from "../../src/ledger/evm/ledger.ts";
import { accountSender } from "../../src/ledger/evm/sender.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { memberIdOf, profileDigest, typeIdOf } from "../../src/proof/ids.ts";
import { TRUST_FORMAT, type TrustFile } from "../../src/proof/trust.ts";
import type { ServedMember } from "../../src/service/deps.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import type { Officer, Witness } from "../../src/service/officers.ts";
import type { SignerConfig } from "../../src/service/signer/config.ts";
import { createSigner, type OfficerProcess } from "../../src/service/signer/process.ts";
import { openSignLog } from "../../src/service/signer/sign-log.ts";
import { openWitness } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { Journal } from "../../src/store/store.ts";

export const DAY: Seconds = 24 * 3600;
const FOREVER = 2 ** 40 - 1;
const START = Date.UTC(2026, 10, 23, 8);

/** Seconds that go when they are told to. */
export interface Clock {
  (): Seconds;
  ms(): number;
  advance(seconds: Seconds): void;
}

function testClock(): Clock {
  let now = START;
  return Object.assign(() => Math.floor(now / 1000), {
    ms: () => now,
    advance: (seconds: Seconds) => {
      now += seconds * 1000;
    },
  });
}

/** A member with its officers' processes, each with a key, a rule and a log of its own. */
export interface Agency {
  readonly memberId: Hex;
  readonly profile: MemberProfile;
  /** The first of its types. */
  readonly type: string;
  readonly types: readonly string[];
  /** Hosted keys: one for each suite, and one for signatures over batches. */
  readonly keys: readonly Signer[];
  readonly maker: OfficerProcess;
  readonly checker: OfficerProcess;
  readonly officers: readonly Officer[];
}

/** One founded installation on a chain of its own: what is outside the service. */
export interface World {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly founding: Founding;
  readonly network: Network;
  readonly trust: TrustFile;
  readonly licences: Agency;
  readonly identities: Agency;
  readonly witness: Witness;
  readonly relayer: Signer;
  /** A ledger of its own, not started; over another chain's node if one is given. */
  ledger(rpc?: Rpc): Ledger;
  close(): Promise<void>;
}

const AGENCIES = [
  {
    code: "11371000004352185C",
    zh: "威海市行政审批服务局",
    en: "Weihai Approval Bureau",
    types: [BUSINESS_LICENCE.code, MEDICAL_BILL.code],
  },
  { code: "12371000MB2854632B", zh: "威海市大数据中心", en: "Weihai Big Data Centre", types: [DIGITAL_IDENTITY.code] },
] as const;

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

type Draft = (typeof AGENCIES)[number] & {
  readonly profile: MemberProfile;
  readonly maker: Signer;
  readonly checker: Signer;
  readonly keys: readonly Signer[];
};

const HOSTED = [
  ["ed25519", "credential"],
  ["p256", "credential"],
  ["sm2", "credential"],
  ["sm2", "batch"],
  ["ed25519", "status"],
] as const;

async function draftAgency(
  agency: (typeof AGENCIES)[number],
  serviceKeys: Keys,
  random: (n: number) => Uint8Array,
): Promise<Draft> {
  const { code, zh, en } = agency;
  const keys = memoryKeys({ random });
  const hosted: Signer[] = [];
  for (const [algorithm, purpose] of HOSTED) {
    hosted.push(await serviceKeys.create(`${purpose}-${algorithm}-${code.toLowerCase()}`, algorithm, purpose));
  }
  return {
    ...agency,
    profile: { format: "yinzheng-member/1", code, names: { zh, en }, issuer: issuerId("demo.yinzheng.example", code) },
    maker: await keys.create("maker", "secp256k1", "officer"),
    checker: await keys.create("checker", "secp256k1", "officer"),
    keys: hosted,
  };
}

function memberInput({ code, profile, types, maker, checker, keys }: Draft, now: Seconds): MemberInput {
  const term = { notBefore: now, notAfter: FOREVER };
  const officer = (signer: Signer, role: OfficerRole) => ({
    account: addressOf(signer),
    role: OFFICER_ROLES[role],
    limits: [],
    ...term,
  });
  const registered = keys.map(hostedKey).map(({ keyId, suite, purpose, signer }) => ({
    keyId,
    suite: KEY_SUITES[suite],
    purposes: KEY_PURPOSES[purpose],
    custody: KEY_CUSTODY.hosted,
    publicKey: signer.publicKey,
    possession: "0x00" as Hex,
    ...term,
  }));
  return {
    memberId: memberIdOf(code),
    profile: profileDigest(profile),
    threshold: 2,
    officers: [officer(maker, "maker"), officer(checker, "checker")],
    scopes: types.map((type) => ({ typeId: typeIdOf(type), ...term })),
    keys: registered,
  };
}

export function addressOf({ address }: Signer): Hex {
  if (address === undefined) throw new Error("no secp256k1 key");
  return address;
}

/** The officers of one agency, over real signer processes. */
async function agencyOf(
  draft: Draft,
  {
    network,
    clock,
    journal,
    definitions,
  }: Pick<SignerConfig, "network" | "definitions"> & Pick<Ground, "clock" | "journal">,
): Promise<Agency> {
  const { profile, types, keys } = draft;
  const memberId = memberIdOf(profile.code);
  const makers = [addressOf(draft.maker)];
  const open = async (signer: Signer, role: OfficerRole): Promise<OfficerProcess> => {
    const log = await openSignLog(await journal(`${profile.code}-${role}`), role, clock);
    const known = definitions === undefined ? {} : { definitions };
    const config: SignerConfig = { role, network, profile, types, makers, ...known };
    return createSigner({ key: signer, config, log, clock });
  };
  const [maker, checker] = [await open(draft.maker, "maker"), await open(draft.checker, "checker")];
  const officer = (name: string, process: OfficerProcess): Officer => ({
    name: `${name} of ${profile.names.en}`,
    memberId,
    address: process.address,
    signAnchor: (request) => process.signAnchor(request),
    signStatus: (request) => process.signStatus(request),
    reachable: async () => true,
  });
  return {
    memberId,
    profile,
    type: types[0],
    types,
    keys,
    maker,
    checker,
    officers: [officer("maker", maker), officer("checker", checker)],
  };
}

/** What a world can be built on instead: parts that outlive the process, and keys that are the same in the next one. */
export interface Ground {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly random: (n: number) => Uint8Array;
  /** The journal of a signer or of the witness, by its name. */
  journal(party: string): Promise<Journal>;
  /** Holds the ceremony, or finds what it left. */
  founding(hold: () => Promise<Founding>): Promise<Founding>;
}

async function newGround(): Promise<Ground> {
  const clock = testClock();
  const chain = await openMemoryChain({ clock: clock.ms });
  return { clock, chain, random, journal: async () => openMemoryStore().journal, founding: (hold) => hold() };
}

/**
 * Founds an installation with two agencies and one witness. The service's own keys are made in `serviceKeys`; the
 * officers know the types that are defined in the code, or `definitions`.
 */
export async function openWorld(
  serviceKeys: Keys = memoryKeys({ random }),
  ground?: Ground,
  definitions?: TypeTable,
): Promise<World> {
  const { clock, chain, random, journal, founding: founded } = ground ?? (await newGround());
  const { rpc, chainId, genesisHash } = chain;
  const keys = memoryKeys({ random });
  const council = await Promise.all(
    ["a", "b", "c"].map((name) => keys.create(`council-${name}`, "secp256k1", "council")),
  );
  const deployer = await keys.create("deployer", "secp256k1", "transaction");
  const relayer = await serviceKeys.create("relayer", "secp256k1", "transaction");
  const drafts: Draft[] = [];
  for (const agency of AGENCIES) drafts.push(await draftAgency(agency, serviceKeys, random));
  const sender = accountSender({ rpc, signer: messageSigner(deployer), chainId });
  const members = drafts.map((draft) => memberInput(draft, clock()));
  const ceremony = { rpc, deployer: sender, council: council.map(messageSigner), chainId, genesisHash, members };
  const founding = await founded(() => found({ ...ceremony, random: random(32) }));
  const { network } = founding;
  const ledger = (node: Rpc = rpc): Ledger =>
    openEvmLedger({
      rpc: node,
      network,
      codeHashes: codeHashesOf(founding),
      relayer: messageSigner(relayer),
      clock: clock.ms,
      sleep: impatient,
    });
  const witness = await openWitness({
    name: "court",
    key: await keys.create("witness", "ed25519", "witness"),
    ledger: ledger(),
    journal: await journal("witness"),
    clock,
  });
  const agencies = drafts.map((draft) =>
    agencyOf(draft, { network, clock, journal, ...(definitions && { definitions }) }),
  );
  const [licences, identities] = await Promise.all(agencies);
  if (licences === undefined || identities === undefined) throw new Error("two agencies");
  return {
    clock,
    chain,
    founding,
    network,
    trust: trustOf(founding, witness.vkey),
    licences,
    identities,
    witness: { name: "court", cosign: witness.cosign, cosignLists: witness.cosignLists },
    relayer,
    ledger,
    close: () => chain.close(),
  };
}

const impatient = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const messageSigner = (signer: Signer) => ({
  address: addressOf(signer),
  sign: (message: Uint8Array) => signer.sign(message),
});

function codeHashesOf({ deployments }: Founding) {
  const entries = CONTRACTS.map((name) => {
    const deployment = deployments.find(({ contract }) => contract === REGISTRY_ARTIFACTS[name]);
    return [name, deployment?.codeHash ?? "0x"] as const;
  });
  return Object.fromEntries(entries) as Record<(typeof CONTRACTS)[number], Hex>;
}

function trustOf({ network, deployments }: Founding, vkey: string): TrustFile {
  const contracts = Object.fromEntries(
    CONTRACTS.map((name) => {
      const deployment = deployments.find(({ contract }) => contract === REGISTRY_ARTIFACTS[name]);
      return [name, { address: network.contracts[name], codeHash: deployment?.codeHash, layout: deployment?.layout }];
    }),
  ) as TrustFile["networks"][number]["contracts"];
  const { registryId, chainId, genesisHash } = network;
  return {
    format: TRUST_FORMAT,
    networks: [
      {
        name: { zh: "测试网络", en: "Test network" },
        registryId,
        chainId,
        genesisHash,
        contracts,
        headerRule: "ethereum",
        witnesses: { quorum: 1, keys: [vkey] },
        maxStatusAge: 7 * DAY,
      },
    ],
  };
}

/** The agency as the service is told of it. */
export function served({ profile, types, keys }: Agency): ServedMember {
  return { profile, tenant: tenantOf(profile), types, keys };
}

const tenantOf = ({ code }: MemberProfile): string => `tenant-${code}`;

/** Somebody of an agency. */
export function principal({ memberId, profile }: Agency, ...roles: readonly Role[]): Principal {
  const all: readonly Role[] = roles.length > 0 ? roles : ["clerk", "maker", "reader"];
  return {
    tenant: tenantOf(profile),
    subject: `somebody of ${profile.names.en}`,
    roles: all,
    via: "api-key",
    memberId,
  };
}

export const hashOf = (text: string): Hex => toHex(sha256(utf8(text)));
