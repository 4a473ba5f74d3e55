import type { OfficerRole } from "../../domain/member.ts";
import type { Role } from "../../domain/principal.ts";
import { BUSINESS_LICENCE } from "../../domain/types/business-licence.ts";
import { DATA_RIGHT } from "../../domain/types/data-right.ts";
import { DIGITAL_IDENTITY } from "../../domain/types/digital-identity.ts";
import { DIPLOMA } from "../../domain/types/diploma.ts";
import { FOOD_BUSINESS_LICENCE } from "../../domain/types/food-business-licence.ts";
import { MEDICAL_BILL } from "../../domain/types/medical-bill.ts";
import { MEDICAL_INSTITUTION } from "../../domain/types/medical-institution.ts";
import { NO_CRIMINAL_RECORD } from "../../domain/types/no-criminal-record.ts";
import { REAL_ESTATE } from "../../domain/types/real-estate.ts";
import { SEAL_MAKING_TYPE, SEAL_TYPE, SEAL_USE_TYPE } from "../../proof/ids.ts";
import { REPRESENTATION_TYPE } from "../../proof/representation.ts";

/** The demo's world as data: a council of three, issuers with a maker and a checker each, a maker of seals, two insurers, one witness. */

/** Reserved type of documents of certificates, which need scope like any type: who issues also prints. */
const DOCUMENTS = REPRESENTATION_TYPE;

/** Reserved types of electronic seals: who issues has one, and uses it. */
const SEALS = [SEAL_TYPE, SEAL_USE_TYPE];

/** Reserved typeId of receipts, which need scope like any type (design §3). */
export const RECEIPT_KIND = "receipt";

/**
 * Codes for types that are dropped in as files. Scope is given at the founding, and later only by the council after 48
 * hours: with these codes a new type can be tried at once.
 */
export const DROPPED_TYPES = ["901", "902", "903"].map((number) => `12371000MB2854632B${number}`);

export interface DemoMember {
  /** Folder and key names. */
  readonly id: string;
  readonly code: string;
  readonly names: { readonly zh: string; readonly en: string };
  /** Codes of what it may anchor. */
  readonly scope: readonly string[];
  readonly apiKeys: readonly { readonly subject: string; readonly roles: readonly Role[] }[];
  /** Which types it shares with whose caseworkers. */
  readonly sharing?: readonly { readonly type: string; readonly members: readonly string[] }[];
}

const ISSUER_KEYS = [
  { subject: "clerk", roles: ["clerk", "reader"] },
  { subject: "maker", roles: ["maker", "reader"] },
  { subject: "sealer", roles: ["sealer"] },
] as const satisfies DemoMember["apiKeys"];

const CLAIM_KEYS = [{ subject: "claims", roles: ["verifier", "claimant"] }] as const satisfies DemoMember["apiKeys"];

export const DEMO_MEMBERS: readonly DemoMember[] = [
  {
    id: "approval-bureau",
    code: "11371000004352185C",
    names: { zh: "审批服务局", en: "Administrative Approval Bureau" },
    scope: [BUSINESS_LICENCE.code, FOOD_BUSINESS_LICENCE.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
    sharing: [{ type: BUSINESS_LICENCE.code, members: ["12371000MB2854632B"] }],
  },
  {
    id: "data-centre",
    code: "12371000MB2854632B",
    names: { zh: "大数据中心", en: "Big Data Centre" },
    scope: [DIGITAL_IDENTITY.code, DATA_RIGHT.code, ...DROPPED_TYPES, DOCUMENTS, ...SEALS],
    apiKeys: [...ISSUER_KEYS, { subject: "caseworker", roles: ["caseworker"] }],
  },
  {
    id: "natural-resources",
    code: "113710000043522650",
    names: { zh: "自然资源和规划局", en: "Natural Resources and Planning Bureau" },
    scope: [REAL_ESTATE.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "city-hospital",
    code: "123710004935812799",
    names: { zh: "市立医院", en: "City Hospital" },
    scope: [MEDICAL_BILL.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "health-commission",
    code: "11371000MB28471926",
    names: { zh: "卫生健康委员会", en: "Health Commission" },
    scope: [MEDICAL_INSTITUTION.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "public-security",
    code: "11371000004352177H",
    names: { zh: "公安局", en: "Public Security Bureau" },
    scope: [NO_CRIMINAL_RECORD.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "university",
    code: "12370000493605840H",
    names: { zh: "大学", en: "University" },
    scope: [DIPLOMA.code, DOCUMENTS, ...SEALS],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "seal-maker",
    code: "91371000MA3F8K2N56",
    names: { zh: "印章制作中心", en: "Seal Making Centre" },
    scope: [SEAL_MAKING_TYPE],
    apiKeys: [{ subject: "maker", roles: ["maker", "reader"] }],
  },
  {
    id: "city-bank",
    code: "91371000MA3C5R8T2F",
    names: { zh: "市商业银行", en: "City Commercial Bank" },
    scope: [RECEIPT_KIND],
    apiKeys: [{ subject: "teller", roles: ["verifier"] }],
  },
  {
    id: "insurer-a",
    code: "91370100MA3JA0A16P",
    names: { zh: "甲保险公司", en: "Insurer A" },
    scope: [],
    apiKeys: CLAIM_KEYS,
  },
  {
    id: "insurer-b",
    code: "91370200MA3JB0B26B",
    names: { zh: "乙保险公司", en: "Insurer B" },
    scope: [],
    apiKeys: CLAIM_KEYS,
  },
];

/** Who makes the seals of the demo's issuers. */
export const DEMO_SEAL_MAKER = "seal-maker";

/** Those that anchor something: the others need no hosted keys and no signers that run, only their officers' keys. */
export const DEMO_ISSUERS = DEMO_MEMBERS.filter(({ scope }) => scope.length > 0);

/** Hosted keys of every member: one for each suite, one for signatures over batches, one for status lists. */
export const DEMO_KEYS = [
  { algorithm: "ed25519", purpose: "credential" },
  { algorithm: "p256", purpose: "credential" },
  { algorithm: "sm2", purpose: "credential" },
  { algorithm: "sm2", purpose: "batch" },
  { algorithm: "ed25519", purpose: "status" },
] as const;

/** Name of a member's hosted key in the service's keystore. */
export const hostedKeyName = (member: string, { algorithm, purpose }: (typeof DEMO_KEYS)[number]): string =>
  `${member}-${purpose}-${algorithm}`;

export const DEMO_ROLES: readonly OfficerRole[] = ["maker", "checker"];
export const DEMO_COUNCIL = ["council-1", "council-2", "council-3"] as const;
export const DEMO_WITNESS = "witness-1.demo";
export const DEMO_NETWORK = { zh: "印证演示网", en: "Yinzheng demo network" } as const;

/** How long the demo's officers, scopes and keys hold: ten years from founding. */
export const DEMO_TERM = 10 * 365 * 86_400;
