import type { Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { parseCredential } from "../../domain/credential.ts";
import { parseTime } from "../../domain/dates.ts";
import { ERRORS, isYinzhengError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json-value.ts";
import { fieldsOf } from "../../domain/types/validate.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { NO_FACTS } from "../../proof/facts.ts";
import { linkOrigins } from "../../proof/link.ts";
import type { Policy } from "../../proof/policy.ts";
import { parseTrust, TRUST_FORMAT } from "../../proof/trust.ts";
import { createVerifier } from "../../proof/verifier.ts";
import { pinnedType } from "../../proof/verify/integrity.ts";
import type { ChainFacts, Content, Demand, Outcome } from "./outcome.ts";
import { summaryOf, type TrustSummary } from "./trust-summary.ts";

/** Judges files against one trust file, on this device: nobody is asked. */
export interface Judge {
  readonly summary: TrustSummary;
  /** Origins that links in codes may lead to. */
  readonly links: readonly string[];
  judge(bytes: Uint8Array, demand: Demand, now: Seconds): Outcome;
}

/** Throws `json.*` or `trust.file` for what is no trust file. */
export function openJudge(trustBytes: Uint8Array): Judge {
  const trust = parseTrust(trustBytes);
  const verifier = createVerifier(trust);
  return {
    summary: summaryOf(trust),
    links: linkOrigins(trust),
    judge(bytes, demand, now) {
      try {
        const bundle = verifier.parse(bytes);
        const report = verifier.verify(bundle, NO_FACTS, policyOf(demand), now);
        return { kind: "report", report, content: contentOf(bundle), chain: chainOf(bundle) };
      } catch (error) {
        return errorOutcome(error, bytes);
      }
    },
  };
}

function policyOf({ level, asOf }: Demand): Policy {
  if (asOf === "") return { level };
  const { time, dayStart } = parseTime(asOf);
  return { level, asOf: time, ...(dayStart === undefined ? {} : { dayStart }) };
}

/** The fields in the order of their definition; null where the pinned definition or the credential can't be read. */
function contentOf(bundle: Bundle): Content | null {
  try {
    const view = parseCredential(bundle.representations[0]?.credential as JsonObject);
    const type = pinnedType(bundle, view);
    if (type === null) return null;
    const { subject, validFrom, validUntil } = view;
    const rows = fieldsOf(type, subject).flatMap((field) => {
      const value = subject[field.name];
      return value === undefined ? [] : [{ field, value }];
    });
    return { rows, validFrom, validUntil };
  } catch {
    return null;
  }
}

function chainOf({ manifest, anchor, log }: Bundle): ChainFacts {
  return {
    index: manifest.index,
    size: anchor.anchor.size,
    signed: anchor.signatures.length,
    needed: anchor.threshold,
    anchoredAt: anchor.time,
    logIndex: anchor.logIndex,
    logSize: log.size,
  };
}

/** What could not be parsed, or what we did not foresee. */
export function errorOutcome(error: unknown, bytes: Uint8Array | null): Outcome {
  if (!isYinzhengError(error)) return { kind: "error", code: "internal", message: ERRORS.internal, where: {} };
  if (bytes !== null && isTrustFile(bytes)) return { kind: "trust-file" };
  const { pointer, expected } = error.detail;
  const where = { ...(pointer ? { pointer } : {}), ...(expected === undefined ? {} : { expected }) };
  return { kind: "error", code: error.code, message: ERRORS[error.code], where };
}

/** Somebody who drops a trust file is told so; it is never taken up from there, as the certificate's giver may have sent it. */
function isTrustFile(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isJsonObject(value) && value.format === TRUST_FORMAT;
  } catch {
    return false;
  }
}
