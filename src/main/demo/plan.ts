import type { OfficerRole } from "../../domain/member.ts";
import type { Role } from "../../domain/principal.ts";
import { BUSINESS_LICENCE } from "../../domain/types/business-licence.ts";
import { DIGITAL_IDENTITY } from "../../domain/types/digital-identity.ts";
import { MEDICAL_BILL } from "../../domain/types/medical-bill.ts";

/** The demo's world as data: a council of three, issuers with a maker and a checker each, two insurers, one witness. */

/** Reserved typeId of receipts, which need scope like any type (design §3). */
export const RECEIPT_KIND = "receipt";

export interface DemoMember {
  /** Folder and key names. */
  readonly id: string;
  readonly code: string;
  readonly names: { readonly zh: string; readonly en: string };
  /** Codes of what it may anchor. */
  readonly scope: readonly string[];
  readonly apiKeys: readonly { readonly subject: string; readonly roles: readonly Role[] }[];
}

const ISSUER_KEYS = [
  { subject: "clerk", roles: ["clerk", "reader"] },
  { subject: "maker", roles: ["maker", "reader"] },
] as const satisfies DemoMember["apiKeys"];

const CLAIM_KEYS = [{ subject: "claims", roles: ["verifier", "claimant"] }] as const satisfies DemoMember["apiKeys"];

export const DEMO_MEMBERS: readonly DemoMember[] = [
  {
    id: "approval-bureau",
    code: "11371000004352185C",
    names: { zh: "审批服务局", en: "Administrative Approval Bureau" },
    scope: [BUSINESS_LICENCE.code],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "data-centre",
    code: "12371000MB2854632B",
    names: { zh: "大数据中心", en: "Big Data Centre" },
    scope: [DIGITAL_IDENTITY.code],
    apiKeys: ISSUER_KEYS,
  },
  {
    id: "city-hospital",
    code: "123710004935812799",
    names: { zh: "市立医院", en: "City Hospital" },
    scope: [MEDICAL_BILL.code],
    apiKeys: ISSUER_KEYS,
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

/** What `npm start` issues once, so that there is something to verify. */
export const DEMO_SAMPLES = [
  {
    member: "approval-bureau",
    file: "business-licence.json",
    years: null,
    request: {
      type: BUSINESS_LICENCE.code,
      subject: {
        unifiedSocialCreditCode: "91371000MA94KLXE8M",
        name: "威海示例海产品有限公司",
        enterpriseType: "有限责任公司（自然人投资或控股）",
        legalRepresentative: "𠮷田丽",
        registeredCapital: { amount: "1000000.00", currency: "CNY" },
        establishedOn: "2021-05-18",
        address: "山东省威海市环翠区示例路 1 号",
        businessScope: "水产品批发；水产品零售；货物进出口。",
        registrationAuthority: "审批服务局",
        registeredOn: "2021-05-18",
      },
    },
  },
  {
    member: "data-centre",
    file: "digital-identity.json",
    /** Years until validUntil. */
    years: 5,
    request: {
      type: DIGITAL_IDENTITY.code,
      subject: {
        subjectType: "person",
        name: "示例·居民",
        citizenId: "371002194903071527",
        verificationMethod: "in_person",
        verifiedOn: "2022-03-01",
      },
    },
  },
  {
    member: "city-hospital",
    file: "medical-bill.json",
    years: null,
    request: {
      type: MEDICAL_BILL.code,
      subject: {
        billCode: "37060126",
        billNumber: "0012345678",
        checkCode: "7F3K9A",
        payer: "示例·王五",
        payerId: "371002197802153033",
        visit: "outpatient",
        visitNumber: "MZ20261124000123",
        items: [
          { name: "门诊诊察费", measure: "次", quantity: "1", amount: { amount: "15.00", currency: "CNY" } },
          { name: "示例胶囊 0.25g", measure: "盒", quantity: "2.5", amount: { amount: "48.00", currency: "CNY" } },
        ],
        total: { amount: "63.00", currency: "CNY" },
        fundPaid: { amount: "31.50", currency: "CNY" },
        accountPaid: { amount: "20.00", currency: "CNY" },
        cashPaid: { amount: "11.50", currency: "CNY" },
        issuingAuthority: "市立医院",
        issuedOn: "2026-11-24",
      },
    },
  },
] as const;
