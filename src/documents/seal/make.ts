import { ALGORITHM } from "../../crypto/certificate-oids.ts";
import { equal } from "../../crypto/encoding.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { sealFindings } from "../read/ses/check.ts";
import type { SealInfo, SealPicture } from "../read/ses/info.ts";
import { readSeal } from "../read/ses/seal.ts";
import type { SealHolder } from "../seal-key.ts";
import { sealBytes, sealInfoBytes } from "../ses.ts";

/** Kinds of seals as public makers count them: of an organisation, of a person. */
export const SEAL_TYPES = { organisation: 1, person: 2 } as const;

/** What a seal is to say. */
export interface SealDraft {
  /** The owner's unified social credit code and three digits: esID. */
  readonly code: string;
  /** What stands on it. */
  readonly name: string;
  readonly type: keyof typeof SEAL_TYPES;
  /** PNG. */
  readonly picture: SealPicture;
  /** Certificates of those who may sign with it, DER. */
  readonly signers: readonly Uint8Array[];
  readonly created: Seconds;
  /** Both ends belong to it. */
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
}

/** Who made the system that made the seal (Vid). */
const VENDOR = "Yinzheng";

/**
 * Makes a seal of version 4 (GB/T 38540-2020): DER of SESeal, read back and checked before it is given out.
 *
 * @throws schema.mismatch where the maker's or a signer's certificate is not good for the time that the seal asks of it; schema.pattern
 *   for what no reader would take (no signer, a period that ends before it begins); internal where the maker's key is another than
 *   its certificate's
 */
export async function makeSeal(draft: SealDraft, maker: SealHolder): Promise<Uint8Array> {
  const { code, name, type, picture, signers, created, validFrom, validUntil } = draft;
  demandPeriod("maker", maker.certificate, created, created);
  for (const signer of signers) demandPeriod("signer", signer, validFrom, validUntil);
  const info = sealInfoBytes({
    version: 4,
    vendor: VENDOR,
    id: code,
    type: SEAL_TYPES[type],
    name,
    signers: { kind: "certificates", list: signers },
    created,
    validFrom,
    validUntil,
    picture,
    extensions: [],
  } satisfies SealInfo);
  const signature = await maker.sign(info);
  const made = sealBytes(info, { certificate: maker.certificate, algorithm: ALGORITHM.sm2Sm3, signature });
  demandWhole(made, info, draft);
  return made;
}

function demandPeriod(whose: string, bytes: Uint8Array, from: Seconds, until: Seconds): void {
  const { notBefore, notAfter } = readCertificate(bytes);
  if (from < notBefore || until > notAfter)
    throw new YinzhengError("schema.mismatch", { certificate: whose, notBefore, notAfter, from, until });
}

/** As whoever is handed the seal would read it, but for the chain: nobody's roots are known here. */
function demandWhole(made: Uint8Array, info: Uint8Array, { validFrom }: SealDraft): void {
  const seal = readSeal(made);
  const findings = sealFindings(seal, validFrom, { authorities: [], intermediates: [], revocations: [] });
  const bad = findings.find(({ check, result }) => check !== "maker_chain" && result !== "good");
  if (bad !== undefined || !equal(seal.signed, info))
    throw new YinzhengError("internal", { what: "seal", check: bad?.check ?? "info" });
}
