import { context, der, derBits, derInteger, derOid, derText, derTime, TAG } from "../crypto/der.ts";
import type { Seconds } from "../domain/bytes.ts";
import type { Extension, SealInfo, SealSigners } from "./read/ses/info.ts";

/** What a seal of version 4 or 5 says, as its maker signs it: DER of SES_SealInfo (GB/T 38540-2020, GM/T 0031-2025). */
export function sealInfoBytes(info: SealInfo): Uint8Array {
  const { picture } = info;
  return der(
    TAG.sequence,
    der(TAG.sequence, derText(TAG.ia5String, "ES"), derInteger(info.version), derText(TAG.ia5String, info.vendor)),
    derText(TAG.ia5String, info.id),
    der(
      TAG.sequence,
      derInteger(info.type),
      derText(TAG.utf8String, info.name),
      ...signersBytes(info.signers),
      ...[info.created, info.validFrom, info.validUntil].map((time) => derTime(time, TAG.generalizedTime)),
    ),
    der(
      TAG.sequence,
      derText(TAG.ia5String, picture.type),
      der(TAG.octetString, picture.data),
      derInteger(picture.width),
      derInteger(picture.height),
    ),
    ...(info.extensions.length === 0 ? [] : [extensionsBytes(info.extensions)]),
  );
}

/** A certificate (DER), its signature algorithm, and its signature: DER of r and s. */
export interface SignedBy {
  readonly certificate: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  /** Time-stamp token over the signature, DER. */
  readonly stamp?: Uint8Array | null;
}

/** A seal from what its maker signed (`sealInfoBytes`): DER of SESeal. */
export function sealBytes(info: Uint8Array, maker: SignedBy): Uint8Array {
  return der(TAG.sequence, info, ...signedByBytes(maker));
}

/** What a signer says with a seal. */
export interface Sealing {
  readonly version: 4 | 5;
  /** The seal, DER. */
  readonly seal: Uint8Array;
  readonly time: Seconds;
  readonly dataHash: Uint8Array;
  readonly property: string;
  readonly extensions?: readonly Extension[];
}

/** What the signer signs: DER of TBS_Sign. */
export function sealingBytes({ version, seal, time, dataHash, property, extensions = [] }: Sealing): Uint8Array {
  return der(
    TAG.sequence,
    derInteger(version),
    seal,
    derTime(time, TAG.generalizedTime),
    derBits(dataHash),
    derText(TAG.ia5String, property),
    ...(extensions.length === 0 ? [] : [der(context(0), extensionsBytes(extensions))]),
  );
}

/** A use of a seal from what its signer signed (`sealingBytes`): DER of SES_Signature. */
export function sesSignatureBytes(sealing: Uint8Array, signer: SignedBy): Uint8Array {
  return der(TAG.sequence, sealing, ...signedByBytes(signer));
}

function signedByBytes({ certificate, algorithm, signature, stamp }: SignedBy): readonly Uint8Array[] {
  return [
    der(TAG.octetString, certificate),
    derOid(algorithm),
    derBits(signature),
    ...(stamp == null ? [] : [der(context(0), derBits(stamp))]),
  ];
}

function signersBytes(signers: SealSigners): readonly Uint8Array[] {
  if (signers.kind === "certificates") {
    const list = signers.list.map((certificate) => der(TAG.octetString, certificate));
    return [derInteger(1), der(TAG.sequence, ...list)];
  }
  const list = signers.list.map(({ type, value }) =>
    der(TAG.sequence, derText(TAG.printableString, type), der(TAG.octetString, value)),
  );
  return [derInteger(2), der(TAG.sequence, ...list)];
}

function extensionsBytes(extensions: readonly Extension[]): Uint8Array {
  const list = extensions.map(({ id, critical, value }) => {
    const flag = critical === null ? [] : [der(TAG.boolean, Uint8Array.of(critical ? 0xff : 0))];
    return der(TAG.sequence, derOid(id), ...flag, der(TAG.octetString, value));
  });
  return der(TAG.sequence, ...list);
}
