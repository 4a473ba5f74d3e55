import type { Seconds } from "../../domain/bytes.ts";
import type { Bundle } from "../../proof/bundle.ts";
import type { Facts } from "../../proof/facts.ts";
import type { Policy } from "../../proof/policy.ts";
import type { Report } from "../../proof/report.ts";
import type { TrustFile } from "../../proof/trust.ts";
import type { FileReading } from "./file.ts";
import { judgeDocument, type OpenedDocument, openDocument, openOfdDocument } from "./judge.ts";
import { judgeStamped, type OpenedStamped, openStamped } from "./judge-stamped.ts";

/** A file that was read, opened: a document of a certificate, or anything else with electronic seals. */
export type OpenedFile =
  | { readonly kind: "document"; readonly document: OpenedDocument }
  | { readonly kind: "stamped"; readonly stamped: OpenedStamped };

/**
 * Parses what was read from a file. Never throws for what stands in it.
 *
 * @param bytes the file that `reading` is of
 * @param parse of the certificate in it
 * @param content what a use of a seal by itself is over, where it is at hand
 */
export function openFile(
  bytes: Uint8Array,
  reading: FileReading,
  parse: (bytes: Uint8Array) => Bundle,
  content: Uint8Array | null = null,
): OpenedFile {
  if (!("kind" in reading)) return { kind: "document", document: openDocument(bytes, reading, parse) };
  const document = reading.kind === "ofd" ? openOfdDocument(reading.ofd, parse) : null;
  if (document !== null) return { kind: "document", document };
  return { kind: "stamped", stamped: openStamped(bytes, reading, content) };
}

/** Judges a file by what it is. Pure. */
export function judgeFile(opened: OpenedFile, facts: Facts, trust: TrustFile, policy: Policy, now: Seconds): Report {
  return opened.kind === "document"
    ? judgeDocument(opened.document, facts, trust, policy, now)
    : judgeStamped(opened.stamped, facts, trust, policy, now);
}
