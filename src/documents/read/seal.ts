import { equal, fromHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { EXPECTED_KEY } from "../../crypto/x509.ts";
import { type ErrorDetail, isYinzhengError } from "../../domain/errors.ts";
import { type CmsSignature, EXPECTED_HASH, holds, readCms } from "./cms.ts";
import { withoutPadding } from "./padding.ts";
import type { SignedRange } from "./ranges.ts";
import { readTimestamp, type Timestamp } from "./timestamp.ts";

/** One seal of a document, as far as it can be judged without knowing whom to trust. */
export interface ReadSeal {
  /** Or why what stands there can't be read as one. */
  readonly signature: CmsSignature | SignatureFault;
  /** Whether it is the signer's, over all of the file that it covers. */
  readonly holds: boolean;
  /** null: it has none; "broken": it has one that is not of its value, or none at all. Not checked: by whose word. */
  readonly timestamp: Timestamp | "broken" | null;
}

/** Not of the one form; or of that form, by an algorithm that is not known here. */
export type SignatureFault = "seal.signature_unreadable" | "seal.algorithm_unknown";

/** Never throws for what stands in the file. */
export function readSeal(bytes: Uint8Array, { gap, end, contents }: SignedRange): ReadSeal {
  const signature = attempt(
    () => readCms(withoutPadding(fromHex(`0x${contents.toLowerCase()}`), "cms")),
    ({ expected = "" }) =>
      ALGORITHMS.includes(expected) ? "seal.algorithm_unknown" : ("seal.signature_unreadable" as const),
  );
  if (typeof signature === "string") return { signature, holds: false, timestamp: null };
  const covered = sha256(bytes.subarray(0, gap[0]), bytes.subarray(gap[1], end));
  return { signature, holds: holds(signature, covered), timestamp: stampOf(signature) };
}

/** What is asked for where an algorithm is not one of those known here. */
const ALGORITHMS: readonly string[] = [EXPECTED_HASH, EXPECTED_KEY];

function stampOf({ timestamp: token, value }: CmsSignature): ReadSeal["timestamp"] {
  if (token === null) return null;
  const stamp = attempt(
    () => readTimestamp(token),
    () => "broken" as const,
  );
  return stamp !== "broken" && equal(stamp.digest, sha256(value)) ? stamp : "broken";
}

function attempt<T, F>(read: () => T, otherwise: (detail: ErrorDetail) => F): T | F {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error, "schema.pattern")) return otherwise(error.detail);
    throw error;
  }
}
