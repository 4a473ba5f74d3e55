import type { DocumentSigner } from "../../src/documents/documents.ts";
import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import {
  KEY_CUSTODY,
  KEY_PURPOSES,
  KEY_SUITES,
  type MemberProfile,
  OFFICER_ROLES,
  type OfficerRole,
} from "../../src/domain/member.ts";
import type { Principal, Role } from "../../src/domain/principal.ts";
import { issuerId } from "../../src/domain/profile.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import type { Keys, Signer } from "../../src/keys/keys.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import type { MemberInput } from "../../src/ledger/evm/found.ts";
import {
  memberIdOf,
  profileDigest,
  SEAL_MAKING_TYPE,
  SEAL_TYPE,
  SEAL_USE_TYPE,
  typeIdOf,
} from "../../src/proof/ids.ts";
import { REPRESENTATION_TYPE } from "../../src/proof/representation.ts";
import type { ServedMember } from "../../src/service/deps.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import type { Officer } from "../../src/service/officers.ts";
import type { SignerConfig } from "../../src/service/signer/config.ts";
import type { DocumentJudging } from "../../src/service/signer/document-rule.ts";
import { createSigner, type OfficerProcess } from "../../src/service/signer/process.ts";
import type { SealJudging } from "../../src/service/signer/seal-order-rule.ts";
import { openSignLog } from "../../src/service/signer/sign-log.ts";
import type { Journal } from "../../src/store/store.ts";
import type { openSeals } from "./seals.ts";

type Seals = Awaited<ReturnType<typeof openSeals>>;

/** The last moment that a storage word can hold. */
const FOREVER = 2 ** 40 - 1;

/** A member with its officers' processes, each with a key, a rule and a log of its own. */
export interface Agency {
  readonly memberId: Hex;
  readonly profile: MemberProfile;
  /** The first of its types. */
  readonly type: string;
  readonly types: readonly string[];
  /** Hosted keys: one for each suite, and one for signatures over batches. */
  readonly keys: readonly Signer[];
  /** Signs its documents. */
  readonly seal: DocumentSigner;
  readonly maker: OfficerProcess;
  readonly checker: OfficerProcess;
  readonly officers: readonly Officer[];
  /** The officers' own keys, for whoever steals one. */
  readonly officerKeys: Readonly<Record<OfficerRole, Signer>>;
}

export const AGENCIES = [
  {
    code: "11371000004352185C",
    zh: "威海市行政审批服务局",
    en: "Weihai Approval Bureau",
    types: [BUSINESS_LICENCE.code, MEDICAL_BILL.code, REPRESENTATION_TYPE],
    /** Beside its types, for which it keeps no documents here. */
    scopes: [SEAL_TYPE, SEAL_USE_TYPE],
  },
  {
    code: "12371000MB2854632B",
    zh: "威海市大数据中心",
    en: "Weihai Big Data Centre",
    types: [DIGITAL_IDENTITY.code, REPRESENTATION_TYPE],
    /** It makes the bureau's seals. */
    scopes: [SEAL_TYPE, SEAL_MAKING_TYPE, SEAL_USE_TYPE],
    /** Its officers would act for the bureau, if that were abolished and the council said so. */
    predecessors: ["11371000004352185C"],
  },
] as const;

/** An agency before there is a network. */
export type Draft = (typeof AGENCIES)[number] & {
  readonly profile: MemberProfile;
  readonly maker: Signer;
  readonly checker: Signer;
  readonly keys: readonly Signer[];
  readonly seal: DocumentSigner;
};

const HOSTED = [
  ["ed25519", "credential"],
  ["p256", "credential"],
  ["sm2", "credential"],
  ["sm2", "batch"],
  ["ed25519", "status"],
] as const;

export async function draftAgency(
  agency: (typeof AGENCIES)[number],
  serviceKeys: Keys,
  random: (n: number) => Uint8Array,
  seals: Seals,
): Promise<Draft> {
  const { code, zh, en } = agency;
  const issuer = issuerId("demo.yinzheng.example", code);
  const profile: MemberProfile = { format: "yinzheng-member/1", code, names: { zh, en }, issuer };
  const keys = memoryKeys({ random });
  const hosted: Signer[] = [];
  for (const [algorithm, purpose] of HOSTED) {
    hosted.push(await serviceKeys.create(`${purpose}-${algorithm}-${code.toLowerCase()}`, algorithm, purpose));
  }
  return {
    ...agency,
    profile,
    seal: await seals.signerFor(profile),
    maker: await keys.create("maker", "secp256k1", "officer"),
    checker: await keys.create("checker", "secp256k1", "officer"),
    keys: hosted,
  };
}

export function memberInput({ code, profile, types, scopes, maker, checker, keys }: Draft, now: Seconds): MemberInput {
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
    scopes: [...types, ...scopes].map((type) => ({ typeId: typeIdOf(type), ...term })),
    keys: registered,
  };
}

export function addressOf({ address }: Signer): Hex {
  if (address === undefined) throw new Error("no secp256k1 key");
  return address;
}

/** The officers of one agency, over real signer processes. */
export async function agencyOf(
  draft: Draft,
  {
    network,
    clock,
    journal,
    definitions,
    judging,
    seals,
  }: Pick<SignerConfig, "network" | "definitions"> & {
    readonly clock: () => Seconds;
    readonly judging: Omit<DocumentJudging, "certificates">;
    readonly seals: SealJudging;
    journal(party: string): Promise<Journal>;
  },
): Promise<Agency> {
  const { profile, types, keys } = draft;
  const memberId = memberIdOf(profile.code);
  const makers = [addressOf(draft.maker)];
  const open = async (signer: Signer, role: OfficerRole): Promise<OfficerProcess> => {
    const log = await openSignLog(await journal(`${profile.code}-${role}`), role, clock);
    const known = definitions === undefined ? {} : { definitions };
    const before = "predecessors" in draft ? { predecessors: draft.predecessors } : {};
    const config: SignerConfig = { role, network, profile, types, makers, ...known, ...before };
    const certificates = [draft.seal.certificate];
    return createSigner({ key: signer, config, log, clock, judging: { ...judging, certificates }, seals });
  };
  const [maker, checker] = [await open(draft.maker, "maker"), await open(draft.checker, "checker")];
  const officer = (name: string, process: OfficerProcess): Officer => ({
    name: `${name} of ${profile.names.en}`,
    memberId,
    address: process.address,
    signAnchor: (request) => process.signAnchor(request),
    signStatus: (request) => process.signStatus(request),
    signSeal: (request) => process.signSeal(request),
    signUse: (use) => process.signUse(use),
    reachable: async () => true,
  });
  return {
    memberId,
    profile,
    type: types[0],
    types,
    keys,
    seal: draft.seal,
    maker,
    checker,
    officers: [officer("maker", maker), officer("checker", checker)],
    officerKeys: { maker: draft.maker, checker: draft.checker },
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
