import type { Bilingual } from "../bilingual.ts";

/**
 * Rights in data, by the two readings that rules follow. `2021`: the city's plan (归属权, 管理权, 使用权). `2026`: the national draft,
 * after 数据二十条 (持有权, 使用权, 经营权).
 */
export const RIGHT_PROFILES = {
  "2021": {
    own: { zh: "归属权", en: "Ownership" },
    manage: { zh: "管理权", en: "Management" },
    use: { zh: "使用权", en: "Use" },
  },
  "2026": {
    hold: { zh: "数据持有权", en: "Right to hold" },
    use: { zh: "数据使用权", en: "Right to use" },
    operate: { zh: "数据经营权", en: "Right to operate" },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Bilingual>>>>;
export type RightProfile = keyof typeof RIGHT_PROFILES;

/** By number on chain; the profile says which of them there are. */
export const RIGHT_KINDS = { own: 1, manage: 2, use: 3, hold: 4, operate: 5 } as const;
export type RightKind = keyof typeof RIGHT_KINDS;

/** What may be registered, in the words of rules (登记类型). */
export const REGISTER_TYPES = [
  "first",
  "change",
  "correction",
  "transfer",
  "licence",
  "sublicence",
  "pledge",
  "release",
  "renewal",
  "cancellation",
  "objection",
] as const;
export type RegisterType = (typeof REGISTER_TYPES)[number];

/** What an applicant states, and may have to. */
export const APPLICATION_FIELDS = [
  "dataName",
  "industry",
  "scenario",
  "source",
  "sourceProof",
  "format",
  "structure",
  "size",
  "updates",
  "algorithm",
  "evidence",
  "sample",
  "security",
  "commitment",
  "agreement",
] as const;
export type ApplicationField = (typeof APPLICATION_FIELDS)[number];

/** How long something takes. */
export interface Period {
  readonly count: number;
  readonly unit: "workingDays" | "days" | "months" | "years";
}

/** Where a value of the rules comes from: the text was read, or somebody has to look it up before it is relied on. */
export type Source = { readonly readIn: string } | { readonly toBeConfirmed: string };

/** What happens when a period ends and nobody has decided; rules that say nothing decide nothing. */
export type Silence = "nothing" | "accepted" | "returned";

/** The rules of one jurisdiction, as a file: what differs between them, and nothing else. */
export interface RightRules {
  readonly format: "yinzheng-right-rules/1";
  /** Lower-case letters, digits and hyphens; with the version its name for ever. */
  readonly code: string;
  readonly version: number;
  readonly names: Bilingual;
  /** Of the legal text: title, number, since and until when it is in force. */
  readonly instrument: {
    readonly title: string;
    readonly number?: string;
    readonly from: string;
    readonly until?: string;
  };
  readonly profile: RightProfile;
  readonly rights: readonly RightKind[];
  /** What may be registered under them. */
  readonly registers: readonly RegisterType[];
  readonly fields: { readonly required: readonly ApplicationField[]; readonly optional: readonly ApplicationField[] };
  /** Must a deposit of evidence be there before the application? */
  readonly evidenceFirst: boolean;
  readonly acceptance: { readonly within: Period; readonly silence: Silence };
  /** `formal`: is everything there and consistent; `substantive`: is it true and lawful as well. */
  readonly review: { readonly kind: "formal" | "substantive"; readonly within: Period };
  readonly notice: { readonly length: Period };
  readonly objection: {
    readonly standing: "anyone" | "interested";
    readonly answerWithin: Period;
    readonly decideWithin: Period;
  };
  /** `orAgreementEnd`: an agreement that the right stems from may end it sooner. */
  readonly term: { readonly length: Period; readonly orAgreementEnd: boolean };
  /** In the last part of the term; null: it can't be renewed. */
  readonly renewal: { readonly before: Period } | null;
  /** By JSON pointer into this file; every period and every choice above has one. */
  readonly sources: Readonly<Record<string, Source>>;
}

/** The places of a rules file that must name their source. */
export const SOURCED = [
  "/profile",
  "/registers",
  "/fields",
  "/evidenceFirst",
  "/acceptance",
  "/review/kind",
  "/review/within",
  "/notice/length",
  "/objection/standing",
  "/objection/answerWithin",
  "/objection/decideWithin",
  "/term",
  "/renewal",
] as const;
