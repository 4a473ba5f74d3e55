import type { PdfDict } from "@libpdf/core";
import { ALGORITHM } from "../../crypto/certificate-oids.ts";
import { sm3 } from "../../crypto/hash.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { readSeal } from "../read/ses/seal.ts";
import { propertyOf } from "../read/ses-range.ts";
import type { SealKey } from "../seal-key.ts";
import { sealingBytes, sesSignatureBytes } from "../ses.ts";
import { dateOf, type Range, signatureDictionary } from "./signed-revision.ts";

/** Of a use of a seal, beside the seal and the certificate: digest, range, times, signature. */
const ROOM = 320;

/**
 * The dictionary of a use of an electronic seal in a PDF, as products for GM/T 0112-2021 write it: any handler
 * that knows this SubFilter may verify it (docs/decisions/0054-seals-in-pdf.md).
 */
export function sesDictionary({ seal, certificate }: SealKey, time: Seconds): PdfDict {
  const dictionary = signatureDictionary("GM.PKILite", "GM.sm2seal", seal.length + certificate.length + ROOM);
  dictionary.set("M", dateOf(time));
  return dictionary;
}

/** A use of the seal over two parts of a file: DER of SES_Signature, with the form of the seal's version. */
export async function sesOver(
  { seal, certificate, sign }: SealKey,
  time: Seconds,
  range: Range,
  parts: readonly Uint8Array[],
): Promise<Uint8Array> {
  const version = readSeal(seal).info.version === 5 ? 5 : 4;
  const sealing = sealingBytes({ version, seal, time, dataHash: sm3(...parts), property: propertyOf(range) });
  return sesSignatureBytes(sealing, { certificate, algorithm: ALGORITHM.sm2Sm3, signature: await sign(sealing) });
}
