import type { HashSuite } from "../anchor.ts";
import type { Bilingual } from "../bilingual.ts";
import type { KeySuite } from "../member.ts";

export const TYPE_FORMAT = "yinzheng-type/1";

/**
 * How a field is written: `text` any text of one line; `code` printable ASCII without spaces; `uscc` a unified social
 * credit code; `citizen-id` a citizen's identity number; `date` YYYY-MM-DD; `money` {amount: "1000000.00", currency:
 * "CNY"}; `enum` one of `values`.
 */
export const FIELD_KINDS = ["text", "code", "uscc", "citizen-id", "date", "money", "enum"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

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
  /** Longest text or code, in characters; needed for both. */
  readonly max?: number;
  /** Needed for `enum`. */
  readonly values?: readonly EnumValue[];
};

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
  readonly validity: ValidityRule;
  /** A certificate of this type can be claimed once; absent: it can't be claimed at all. */
  readonly claimable?: true;
};

/** The hash suite of a type's batches. */
export function hashSuiteOf({ hashSuite = "sha256" }: Pick<TypeDefinition, "hashSuite">): HashSuite {
  return hashSuite;
}
