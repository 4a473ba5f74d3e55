import { ATTRIBUTE } from "../../crypto/certificate-oids.ts";
import { toHex } from "../../crypto/encoding.ts";
import { sm3 } from "../../crypto/hash.ts";
import { type Certificate, readCertificate } from "../../crypto/x509.ts";
import type { SealTrust } from "../../documents/read/ses/chain.ts";
import { sealFindings } from "../../documents/read/ses/check.ts";
import { readSeal, type Seal } from "../../documents/read/ses/seal.ts";
import type { Hex } from "../../domain/bytes.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import { type SealForm, sealOwnerOf } from "../../domain/seal-order.ts";

/** SM3 of a seal object's DER, as the registry has it. */
export const sealDigest = (object: Uint8Array): Hex => toHex(sm3(object));

const VERSION = 4;

/**
 * Why a seal object is not the one that was applied for; null where it is: code, name, period and picture as in the form, one signer
 * who is the owner, made and signed by the maker that the form names, for whom an authority vouches.
 *
 * @param trust null: whether an authority vouches for the maker is not asked
 */
export function sealFault(object: Uint8Array, form: SealForm, trust: SealTrust | null): string | null {
  const seal = readOrNull(object);
  if (seal === null) return "the seal object can't be read";
  return saidFault(seal, form) ?? holderFault(seal, form) ?? makerFault(seal, form, trust);
}

function readOrNull(object: Uint8Array): Seal | null {
  try {
    return readSeal(object);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function saidFault({ info }: Seal, { code, name, picture, validFrom, validUntil }: SealForm): string | null {
  const { data, type, width, height } = info.picture;
  if (info.version !== VERSION) return "the seal object is of another version";
  if (info.id !== code) return "the seal object has another code";
  if (info.name !== name) return "the seal object has another name";
  if (info.validFrom !== validFrom || info.validUntil !== validUntil) return "the seal object has another period";
  if (type !== "PNG") return "the picture is of another kind";
  if (picture === undefined) return null;
  const same = toHex(sm3(data)) === picture.digest && width === picture.width && height === picture.height;
  return same ? null : "the picture is not the one that the owner brought";
}

/** Whoever signs with it is the owner, and nobody beside. */
function holderFault({ info: { signers } }: Seal, { code }: SealForm): string | null {
  const [holder, ...more] = signers.kind === "certificates" ? signers.list : [];
  if (holder === undefined || more.length > 0) return "the seal object names not one signer";
  return isNamed(certificateIn(holder), sealOwnerOf(code)) ? null : "the signer of the seal object is not its owner";
}

function makerFault(seal: Seal, { maker, validFrom }: SealForm, trust: SealTrust | null): string | null {
  if (!isNamed(certificateIn(seal.maker), maker)) return "the seal object is another maker's";
  const none: SealTrust = { authorities: [], intermediates: [], revocations: [] };
  const bad = sealFindings(seal, validFrom, trust ?? none).find(({ check, result, why }) => {
    if (result === "good") return false;
    // Nobody need have said yet whether the maker's certificate was revoked: whoever verifies a use asks.
    return check !== "maker_chain" || (trust !== null && why !== "revocation_unknown");
  });
  return bad === undefined ? null : `the seal object fails ${bad.check}`;
}

const isNamed = (certificate: Certificate | null, code: string | null): boolean =>
  certificate?.attributes.get(ATTRIBUTE.organisationIdentifier) === `NTRCN-${code}`;

function certificateIn(bytes: Uint8Array): Certificate | null {
  try {
    return readCertificate(bytes);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
