import { PDF } from "@libpdf/core";
import type { Seconds } from "../../domain/bytes.ts";

/** Who signs a document: a key behind a callback, and the certificates that say whose it is. */
export interface DocumentSigner {
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER, the issuer of the one before each; the root may be among them. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: "P-256" | "RSA";
  /** Over the bytes, with SHA-256. P-256: DER of r and s; RSA: PKCS #1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Gives a token for a digest (RFC 3161), DER. */
export type Timestamper = (digest: Uint8Array) => Promise<Uint8Array>;

export interface SignatureRequest {
  readonly signer: DocumentSigner;
  /** Field that is there already, or a new one without a picture. */
  readonly field: string;
  readonly time: Seconds;
  readonly reason?: string;
  /** PAdES B-T instead of B-B. */
  readonly timestamper?: Timestamper;
}

/** Room for the signature in the file, bytes, beside the certificates; a time-stamp needs its own. */
const ROOM = { "P-256": 1024, RSA: 1536 } as const;
const STAMP_ROOM = 6144;

/** Signs (PAdES, ETSI EN 319 142-1) by an incremental save: what was there before stays, byte for byte. */
export async function sign(pdf: Uint8Array, request: SignatureRequest): Promise<Uint8Array> {
  const { signer, field, time, reason, timestamper } = request;
  const document = await PDF.load(pdf);
  const at = new Date(time * 1000);
  keepPlace(document, field);
  const rsa = signer.algorithm === "RSA";
  const size = [signer.certificate, ...signer.chain].reduce((sum, { length }) => sum + length, 0);
  const { bytes } = await document.sign({
    signer: {
      certificate: signer.certificate,
      certificateChain: [...signer.chain],
      keyType: rsa ? "RSA" : "EC",
      signatureAlgorithm: rsa ? "RSASSA-PKCS1-v1_5" : "ECDSA",
      sign: (data) => signer.sign(data),
    },
    fieldName: field,
    signingTime: at,
    level: timestamper === undefined ? "B-B" : "B-T",
    estimatedSize: ROOM[signer.algorithm] + size + (timestamper === undefined ? 0 : STAMP_ROOM),
    ...(reason === undefined ? {} : { reason }),
    ...(timestamper === undefined ? {} : { timestampAuthority: { timestamp: timestamper } }),
  });
  return bytes;
}

/** libpdf moves the field that it signs to nowhere on page 1; one that has a place and a picture keeps them. */
function keepPlace(document: PDF, name: string): void {
  const field = document.getForm()?.getField(name);
  const dictionary = field?.acroField();
  if (dictionary?.get("Rect") === undefined) return;
  const set = dictionary.set.bind(dictionary);
  dictionary.set = (key, value) => {
    if (key !== "Rect" && key !== "P") set(key, value);
  };
}
