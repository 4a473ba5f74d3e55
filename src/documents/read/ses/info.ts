import { type Der, integerOf, octetsOf, oidOf, sequenceOf, TAG, tagged, textOf, timeOf } from "../../../crypto/der.ts";
import { ensure } from "../../../crypto/failure.ts";
import type { Seconds } from "../../../domain/bytes.ts";

/** 1: GM/T 0031-2014. 4: GB/T 38540-2020. 5: GM/T 0031-2025. */
export type SealVersion = 1 | 4 | 5;

/** What its maker says of a seal: SES_SealInfo. */
export interface SealInfo {
  readonly version: SealVersion;
  /** Who made the system that made it (Vid). */
  readonly vendor: string;
  /** esID */
  readonly id: string;
  /** Kind of seal, as its maker counts them. */
  readonly type: number;
  readonly name: string;
  /** Who may sign with it. */
  readonly signers: SealSigners;
  readonly created: Seconds;
  /** Period in which it may be used; both ends belong to it. */
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly picture: SealPicture;
  readonly extensions: readonly Extension[];
}

/** Certificates (DER), or digests of them with the name or identifier of the algorithm. */
export type SealSigners =
  | { readonly kind: "certificates"; readonly list: readonly Uint8Array[] }
  | { readonly kind: "digests"; readonly list: readonly { readonly type: string; readonly value: Uint8Array }[] };

export interface SealPicture {
  /** e.g. `PNG`, `SVG`, `OFD`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

export interface Extension {
  readonly id: string;
  /** null: not written. Public makers write the default as well, which DER forbids, so it is kept as it was. */
  readonly critical: boolean | null;
  readonly value: Uint8Array;
}

/** Most signers that one seal names, and most extensions. */
const MAX_ENTRIES = 1024;
/** Longest side of a picture; millimetres. */
const MAX_SIDE = 1000;

/** Reads SES_SealInfo, of the first form (two fields around it) or of the later ones. Throws `schema.pattern`. */
export function sealInfoOf(info: Der | undefined, first: boolean): SealInfo {
  const [header, id, property, picture, extensions, ...more] = sequenceOf(info);
  ensure(more.length === 0, "seal", "five fields at most");
  const [mark, version, vendor, ...rest] = sequenceOf(header);
  ensure(textOf(tagged(mark, TAG.ia5String)) === "ES" && rest.length === 0, "seal", "a header of a seal");
  return {
    version: versionOf(version, first),
    vendor: textOf(tagged(vendor, TAG.ia5String)),
    id: textOf(tagged(id, TAG.ia5String)),
    ...propertyOf(property, first),
    picture: pictureOf(picture),
    extensions: extensions === undefined ? [] : extensionsOf(extensions),
  };
}

function versionOf(version: Der | undefined, first: boolean): SealVersion {
  const number = numberOf(version, 5);
  ensure(first ? number === 1 : number === 4 || number === 5, "seal", "version 1, 4 or 5, and its form");
  return number as SealVersion;
}

type Property = Pick<SealInfo, "type" | "name" | "signers" | "created" | "validFrom" | "validUntil">;

function propertyOf(property: Der | undefined, first: boolean): Property {
  const [type, name, ...parts] = sequenceOf(property);
  const kind = first ? 1 : numberOf(parts.shift(), 2);
  const [list, created, from, until, ...more] = parts;
  ensure(more.length === 0, "seal", "the fields of its form");
  const tag = first ? TAG.utcTime : TAG.generalizedTime;
  const [createdAt, validFrom, validUntil] = [created, from, until].map((time) => timeOf(tagged(time, tag)));
  ensure(validFrom !== undefined && validUntil !== undefined && validFrom <= validUntil, "seal", "a period");
  return {
    type: numberOf(type, 2 ** 31 - 1),
    name: textOf(tagged(name, TAG.utf8String)),
    signers: signersOf(list, kind),
    created: createdAt ?? 0,
    validFrom,
    validUntil,
  };
}

function signersOf(list: Der | undefined, kind: number): SealSigners {
  const entries = sequenceOf(list);
  ensure(entries.length > 0 && entries.length <= MAX_ENTRIES, "seal", "one signer at least");
  if (kind === 1) return { kind: "certificates", list: entries.map(octetsOf) };
  ensure(kind === 2, "seal", "certificates, or digests of them");
  const digests = entries.map((entry) => {
    const [type, value, ...more] = sequenceOf(entry);
    ensure(more.length === 0, "seal", "type and value of a digest");
    return { type: textOf(tagged(type, TAG.printableString)), value: octetsOf(value) };
  });
  return { kind: "digests", list: digests };
}

function pictureOf(picture: Der | undefined): SealPicture {
  const [type, data, width, height, ...more] = sequenceOf(picture);
  ensure(more.length === 0, "seal", "a picture");
  const sides = [width, height].map((side) => numberOf(side, MAX_SIDE));
  ensure(
    sides.every((side) => side > 0),
    "seal",
    "a picture that can be seen",
  );
  const [wide = 0, high = 0] = sides;
  return { type: textOf(tagged(type, TAG.ia5String)), data: octetsOf(data), width: wide, height: high };
}

/** ExtensionDatas, without a tag around them. Throws `schema.pattern`. */
export function extensionsOf(list: Der): readonly Extension[] {
  const entries = sequenceOf(list);
  ensure(entries.length <= MAX_ENTRIES, "seal", "fewer extensions");
  return entries.map((entry) => {
    const parts = sequenceOf(entry);
    ensure(parts.length === 2 || parts.length === 3, "seal", "an extension");
    const flag = parts.length === 3 ? flagOf(parts[1]) : null;
    return { id: oidOf(parts[0]), critical: flag, value: octetsOf(parts.at(-1)) };
  });
}

function flagOf(der: Der | undefined): boolean {
  const { content } = tagged(der, TAG.boolean);
  ensure(content.length === 1 && (content[0] === 0 || content[0] === 0xff), "seal", "TRUE or FALSE");
  return content[0] === 0xff;
}

function numberOf(der: Der | undefined, most: number): number {
  const value = integerOf(der);
  ensure(value >= 0n && value <= BigInt(most), "seal", `a number up to ${most}`);
  return Number(value);
}
