import { sesFindings } from "../../documents/read/ses/check.ts";
import type { SesSignature } from "../../documents/read/ses/signature.ts";
import { coveredBy, type ReadSes } from "../../documents/read/ses-range.ts";
import type { Seconds } from "../../domain/bytes.ts";

/** Checks of a seal that don't hang on whom anybody trusts. */
const UNTRUSTED = new Set(["maker_chain", "signer_chain"]);
const NOBODY = { authorities: [], intermediates: [], revocations: [] };

/** Names of the checks that a use of a seal over this content at that time does not pass, whomever one trusts; none: it is sound. */
export function useFaults(ses: SesSignature, content: Uint8Array, time: Seconds): readonly string[] {
  const told = "claimed" in ses.time && ses.time.claimed === time ? [] : ["time"];
  const findings = sesFindings(ses, content, time, NOBODY);
  return [
    ...told,
    ...findings.filter(({ check, result }) => result !== "good" && !UNTRUSTED.has(check)).map(({ check }) => check),
  ];
}

/** The same of a use within a PDF, which names what it is over. */
export function pdfUseFaults(
  file: Uint8Array,
  { signature, holds, gap, end }: ReadSes,
  time: Seconds,
): readonly string[] {
  if (signature === null || !holds) return ["seal.signature_bad"];
  return useFaults(signature, coveredBy(file, { gap, end }), time);
}
