import type { ReadOfd } from "../../documents/read/ofd/read.ts";
import type { SesSignature } from "../../documents/read/ses/signature.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { useFaults } from "./use-faults.ts";

/** The one use of a seal on an OFD of ours; null: it has none, or more. */
export function onlySeal({ signatures }: ReadOfd): SesSignature | null {
  const [first, ...more] = signatures;
  return first === undefined || more.length > 0 ? null : first.ses;
}

/** Names of the checks that the seal on an OFD of ours does not pass at that time, whomever one trusts; none: it is sound. */
export function ofdSealFaults(reading: ReadOfd, time: Seconds): readonly string[] {
  const [first] = reading.signatures;
  const ses = onlySeal(reading);
  if (first === undefined || ses === null) return ["seal.signature_bad"];
  return useFaults(ses, first.signatureXml, time);
}
