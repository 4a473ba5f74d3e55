import type { HashSuite } from "../anchor.ts";
import type { Bilingual } from "../bilingual.ts";
import type { KeySuite } from "../member.ts";

export const TYPE_FORMAT = "yinzheng-type/1";

/**
 * How a field is written: `text` any text of one line; `code` printable ASCII without spaces; `uscc` a unified social
 * credit code; `citizen-id` a citizen's identity number; `date` YYYY-MM-DD; `period` {from, until} of two dates; `number`
 * a decimal in a string; `money` {amount: "1000000.00", currency: "CNY"}; `enum` one of `values`; `list` lines of
 * `columns`.
 */
export const FIELD_KINDS = [
  "text",
  "code",
  "uscc",
  "citizen-id",
  "date",
  "period",
  "number",
  "money",
  "enum",
  "list",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/**
 * What lists and views show of a field (脱敏): of a person's `name` its first character, of an `organisation`'s name and
 * of a `number` both ends.
 */
export const FIELD_MASKS = ["name", "organisation", "number"] as const;
export type FieldMask = (typeof FIELD_MASKS)[number];

export type EnumValue = { readonly value: string; readonly label: Bilingual };

/** One field of a certificate. */
export type FieldDefinition = {
  /** Member of `credentialSubject`, in lowerCamelCase English. */
  readonly name: string;
  /** Name in GB/T 36903-2018 metadata, where it has one: CZZT, CZZTDM … */
  readonly gb?: string;
  readonly label: Bilingual;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Longest text or code, in characters; most lines of a list. Needed for text and list, and for a code without `form`. */
  readonly max?: number;
  /**
   * How a code is written, character by character: `#` a digit, `@` a capital letter, `*` either, anything else itself.
   * A form instead of a regular expression: it can't be slow, and every verifier reads it alike.
   */
  readonly form?: string;
  /** Needed for `enum`. */
  readonly values?: readonly EnumValue[];
  /** What a number counts, where it isn't plain: 平方米, 张, 小时. */
  readonly unit?: Bilingual;
  /** Most digits behind a number's point; needed for `number`. */
  readonly decimals?: number;
  /** What a line of a list holds: fields of any kind but `list`. Needed for `list`. */
  readonly columns?: readonly FieldDefinition[];
  /** Absent: a citizen's identity number and the holder's name and code are masked all the same. */
  readonly mask?: FieldMask;
};

/** A money field that must equal the sum of others: fields, or columns of lists as `items/amount`. Absent ones count 0. */
export type Sum = { readonly total: string; readonly of: readonly string[] };

/** Which fields name the holder (持证主体, GB/T 36903 CZZT, CZZTDM, CZZTDMLXDM). */
export type HolderMapping = {
  readonly name: string;
  readonly code: string;
  /** 001 unified social credit code, 111 citizen's identity number. */
  readonly codeType: "001" | "111";
};

/** What a certificate of this variant has beyond the common fields. */
export type Variant = {
  /** Value of the field that `Variants.by` names. */
  readonly value: string;
  readonly fields: readonly FieldDefinition[];
  readonly holder: HolderMapping;
};

/** A type whose certificates come in several kinds, told apart by one required enum field. */
export type Variants = { readonly by: string; readonly oneOf: readonly Variant[] };

export type ValidityRule = {
  readonly until: "required" | "optional" | "never";
  /** Longest time from validFrom to validUntil, in days. */
  readonly maxDays?: number;
};

/**
 * A certificate type as data: plain JSON, so that it travels in the bundle and is pinned by its digest in the
 * certificate. Type code and version name it for ever; a change is a new version.
 */
export type TypeDefinition = {
  readonly format: typeof TYPE_FORMAT;
  /** GB/T 36903 type code, 21 characters; typeId = SHA-256 of it with a tag. */
  readonly code: string;
  readonly version: number;
  readonly names: Bilingual;
  /** Second entry of the credential's `type`. */
  readonly credentialType: string;
  /** Suites of the proofs that a certificate of this type must carry; may be empty where `batchSuites` is not. */
  readonly suites: readonly KeySuite[];
  /** Suites of the signatures that its batch must carry. */
  readonly batchSuites?: readonly KeySuite[];
  /** Of its batches' trees, leaves and salted values; sha256 where absent. */
  readonly hashSuite?: HashSuite;
  readonly fields: readonly FieldDefinition[];
  /** Either this, for every certificate of the type, or `variants`. */
  readonly holder?: HolderMapping;
  readonly variants?: Variants;
  /** What must add up, all in one currency. */
  readonly sums?: readonly Sum[];
  readonly validity: ValidityRule;
  /** A certificate of this type can be claimed once; absent: it can't be claimed at all. */
  readonly claimable?: true;
};

/** The hash suite of a type's batches. */
export function hashSuiteOf({ hashSuite = "sha256" }: Pick<TypeDefinition, "hashSuite">): HashSuite {
  return hashSuite;
}
