import { judgeFile, openFile } from "../../documents/read/judge-file.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { parseTime } from "../../domain/dates.ts";
import { ERRORS, isYinzhengError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json-value.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { NO_FACTS } from "../../proof/facts.ts";
import type { OfflinePolicy } from "../../proof/judge-code.ts";
import { linkOrigins } from "../../proof/link.ts";
import { type ReadSnapshot, readSnapshot, type SnapshotSummary } from "../../proof/open-snapshot.ts";
import type { Report } from "../../proof/report.ts";
import { certificateOf } from "../../proof/sealed-document.ts";
import { parseTrust, TRUST_FORMAT } from "../../proof/trust.ts";
import { createVerifier } from "../../proof/verifier.ts";
import { chainOf, contentOf } from "./content.ts";
import { codeIn, judgeOffline } from "./offline-code.ts";
import type { Demand, Item, Outcome } from "./outcome.ts";
import { summaryOf, type TrustSummary } from "./trust-summary.ts";

/** Judges files against one trust file, on this device: nobody is asked. */
export interface Judge {
  readonly summary: TrustSummary;
  /** Origins that links in codes may lead to. */
  readonly links: readonly string[];
  /** The snapshot that offline codes are judged by from now on. Throws `json.*` and `snapshot.format`. */
  useSnapshot(bytes: Uint8Array): SnapshotSummary;
  /** A bundle, the text of an offline code, or a PDF that was read. */
  judge(given: Pick<Item, "reading"> & { readonly bytes: Uint8Array }, demand: Demand, now: Seconds): Outcome;
}

/** Throws `json.*` or `trust.file` for what is no trust file. */
export function openJudge(trustBytes: Uint8Array): Judge {
  const trust = parseTrust(trustBytes);
  const verifier = createVerifier(trust);
  let snapshot: ReadSnapshot | null = null;
  return {
    summary: summaryOf(trust),
    links: linkOrigins(trust),
    useSnapshot(file) {
      snapshot = readSnapshot(file, trust);
      return snapshot.about;
    },
    judge({ bytes, reading }, demand, now) {
      try {
        if (reading !== undefined) {
          const opened = openFile(bytes, reading, (certificate) => verifier.parse(certificate));
          const report = judgeFile(opened, NO_FACTS, trust, policyOf(demand), now);
          const document = opened.kind === "document" ? opened.document.document : null;
          return shown(report, document === null ? null : certificateOf(document));
        }
        const code = codeIn(bytes);
        if (code !== null) return judgeOffline(code, snapshot, trust, policyOf(demand), now);
        const bundle = verifier.parse(bytes);
        return shown(verifier.verify(bundle, NO_FACTS, policyOf(demand), now), bundle);
      } catch (error) {
        return errorOutcome(error, bytes);
      }
    },
  };
}

function shown(report: Report, bundle: Bundle | null): Outcome {
  if (bundle === null) return { kind: "report", report, content: null, chain: null };
  return { kind: "report", report, content: contentOf(bundle), chain: chainOf(bundle) };
}

function policyOf({ level, asOf }: Demand): OfflinePolicy {
  if (asOf === "") return { level };
  const { time, dayStart } = parseTime(asOf);
  return { level, asOf: time, ...(dayStart === undefined ? {} : { dayStart }) };
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
