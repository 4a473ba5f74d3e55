import { concat, equal, fromHex } from "../../crypto/encoding.ts";
import { sm3 } from "../../crypto/hash.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import { withoutPadding } from "./padding.ts";
import type { SignedRange } from "./ranges.ts";
import { readSesSignature, type SesSignature } from "./ses/signature.ts";

/** A use of an electronic seal in a PDF (GM/T 0112-2021), as far as it can be judged without knowing whom to trust. */
export interface ReadSes {
  /** null: what stands there can't be read as one. */
  readonly signature: SesSignature | null;
  /** Its digest is that of all it covers, and it names that range. Not checked: whose seal and signature it is. */
  readonly holds: boolean;
  /** What it covers: everything before `end` but what stands in the gap. */
  readonly gap: readonly [number, number];
  readonly end: number;
}

/** Length of a DER value, in hex. */
const LENGTH = "(?:[0-7].|81.{2}|82.{4}|83.{6})";
/** SES_Signature and TBS_Sign within it, which begins with its version; a CMS begins with its type. */
const BEGINNING = new RegExp(`^30${LENGTH}30${LENGTH}02010[145]`);

/** Whether it is a use of an electronic seal, and no CMS. */
export const isSes = ({ contents }: SignedRange): boolean => BEGINNING.test(contents.slice(0, 32));

/** Never throws for what stands in the file. */
export function readSes(bytes: Uint8Array, { gap, end, contents }: SignedRange): ReadSes {
  const signature = signatureIn(contents);
  if (signature === null) return { signature, holds: false, gap, end };
  const right = equal(signature.dataHash, sm3(bytes.subarray(0, gap[0]), bytes.subarray(gap[1], end)));
  return { signature, holds: right && signature.property === propertyOf({ gap, end }), gap, end };
}

/** What an SES signature in a PDF is over, as `sesFindings` asks for it. */
export function coveredBy(bytes: Uint8Array, { gap, end }: Pick<ReadSes, "gap" | "end">): Uint8Array {
  return concat(bytes.subarray(0, gap[0]), bytes.subarray(gap[1], end));
}

/** The range as it stands in propertyInfo: the numbers of the signature dictionary's ByteRange. */
export const propertyOf = ({ gap, end }: Pick<ReadSes, "gap" | "end">): string =>
  `[0 ${gap[0]} ${gap[1]} ${end - gap[1]}]`;

function signatureIn(contents: string): SesSignature | null {
  try {
    return readSesSignature(withoutPadding(fromHex(`0x${contents.toLowerCase()}`), "seal"));
  } catch (error) {
    if (isYinzhengError(error, "schema.pattern")) return null;
    throw error;
  }
}
