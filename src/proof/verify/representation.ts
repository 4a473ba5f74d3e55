import type { Seconds } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { Facts } from "../facts.ts";
import type { Policy } from "../policy.ts";
import type { SealedDocument } from "../sealed-document.ts";
import type { TrustFile } from "../trust.ts";

/**
 * Do these bytes stand for the certificate in them, put on chain by its member's officers, and may they still be relied on?
 * Lines `seal.representation`, `seal.anchor` and `time.copy`. Pure. Not checked: the certificate, file and signatures.
 */
export function representationChecks(
  { proof }: SealedDocument,
  _facts: Facts,
  _trust: TrustFile,
  _policy: Policy,
  _now: Seconds,
): readonly Check[] {
  const fault = typeof proof === "string" ? proof : "seal.proof_missing";
  const result = fault === "seal.proof_unreadable" ? "invalid" : "error";
  return [
    check("seal.representation", result, fault),
    check("seal.anchor", "skipped", "seal.skipped"),
    check("time.copy", "skipped", "time.skipped"),
  ];
}
