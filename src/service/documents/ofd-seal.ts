import type { ReadOfd } from "../../documents/read/ofd/read.ts";
import { sesFindings } from "../../documents/read/ses/check.ts";
import type { SesSignature } from "../../documents/read/ses/signature.ts";
import type { Seconds } from "../../domain/bytes.ts";

/** The one use of a seal on an OFD of ours; null: it has none, or more. */
export function onlySeal({ signatures }: ReadOfd): SesSignature | null {
  const [first, ...more] = signatures;
  return first === undefined || more.length > 0 ? null : first.ses;
}

/** Checks of a seal that don't hang on whom anybody trusts. */
const UNTRUSTED = new Set(["maker_chain", "signer_chain"]);

/** Names of the checks that the seal on an OFD of ours does not pass at that time, whomever one trusts; none: it is sound. */
export function ofdSealFaults(reading: ReadOfd, time: Seconds): readonly string[] {
  const [first] = reading.signatures;
  const ses = onlySeal(reading);
  if (first === undefined || ses === null) return ["seal.signature_bad"];
  const nobody = { authorities: [], intermediates: [], revocations: [] };
  const told = "claimed" in ses.time && ses.time.claimed === time ? [] : ["time"];
  const findings = sesFindings(ses, first.signatureXml, time, nobody);
  return [
    ...told,
    ...findings.filter(({ check, result }) => result !== "good" && !UNTRUSTED.has(check)).map(({ check }) => check),
  ];
}
