import { ALGORITHM } from "../../../../src/crypto/certificate-oids.ts";
import { readRevocationList } from "../../../../src/crypto/crl.ts";
import { writeRevocationList } from "../../../../src/crypto/crl-write.ts";
import { utf8 } from "../../../../src/crypto/encoding.ts";
import { sha256, sm3 } from "../../../../src/crypto/hash.ts";
import { derOfSignature } from "../../../../src/crypto/signature-der.ts";
import { sm2PublicKey, sm2Sign } from "../../../../src/crypto/sm2.ts";
import { Sm2Point } from "../../../../src/crypto/sm2-curve.ts";
import { readCertificate } from "../../../../src/crypto/x509.ts";
import { type CertificateRequest, pointInfo, writeCertificate } from "../../../../src/crypto/x509-write.ts";
import type { SealTrust } from "../../../../src/documents/read/ses/chain.ts";
import type { SealInfo } from "../../../../src/documents/read/ses/info.ts";
import {
  type Sealing,
  sealBytes,
  sealInfoBytes,
  sealingBytes,
  sesSignatureBytes,
} from "../../../../src/documents/ses.ts";

export const DAY = 86_400;
export const NOW = Date.UTC(2026, 10, 24) / 1000;
export const CONTENT = utf8('<?xml version="1.0" encoding="UTF-8"?><ofd:Signature/>');
/** A PNG of one pixel. */
export const PICTURE = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    "base64",
  ),
);

/** A holder of an SM2 key, made from its name alone. */
export interface Holder {
  readonly name: string;
  readonly info: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

export function holder(name: string): Holder {
  const secret = sha256(utf8(name));
  const info = pointInfo("sm2", Sm2Point.fromBytes(sm2PublicKey(secret)).toBytes(false));
  return { name, info, sign: (bytes) => derOfSignature(sm2Sign(secret, bytes)) };
}

export const ROOT = holder("root of the test");
export const MAKER = holder("印章制作单位");
export const SIGNER = holder("威海市行政审批服务局");

type Wish = Partial<Pick<CertificateRequest, "serial" | "notBefore" | "notAfter" | "authority">>;

export function certificateBy(issuer: Holder, subject: Holder, wish: Wish = {}): Promise<Uint8Array> {
  return writeCertificate({
    serial: 7n,
    subject: { country: "CN", commonName: subject.name },
    issuer: { country: "CN", commonName: issuer.name },
    notBefore: NOW - 300 * DAY,
    notAfter: NOW + 300 * DAY,
    publicKey: subject.info,
    issuerKey: issuer.info,
    authority: false,
    algorithm: "sm2Sm3",
    sign: async (bytes) => issuer.sign(bytes),
    ...wish,
  });
}

export async function listBy(
  issuer: Holder,
  revoked: readonly { readonly serial: bigint; readonly since: number }[],
  thisUpdate = NOW,
): Promise<Uint8Array> {
  const { subject } = readCertificate(await certificateBy(issuer, issuer));
  return await writeRevocationList({
    number: 1n,
    issuer: subject,
    issuerKey: issuer.info,
    thisUpdate,
    nextUpdate: thisUpdate + 7 * DAY,
    revoked,
    algorithm: "sm2Sm3",
    sign: async (bytes) => issuer.sign(bytes),
  });
}

export interface Scene {
  readonly root: Uint8Array;
  readonly maker: Uint8Array;
  readonly signer: Uint8Array;
  readonly list: Uint8Array;
}

/** Root, maker and signer; nothing revoked. */
export async function scene(more: Partial<Scene> = {}): Promise<Scene> {
  return {
    root: await certificateBy(ROOT, ROOT, { authority: true, serial: 1n }),
    maker: await certificateBy(ROOT, MAKER, { serial: 2n }),
    signer: await certificateBy(ROOT, SIGNER, { serial: 3n }),
    list: await listBy(ROOT, []),
    ...more,
  };
}

export function trustOf({ root, list }: Pick<Scene, "root" | "list">): SealTrust {
  return {
    authorities: [readCertificate(root)],
    intermediates: [],
    revocations: [readRevocationList(list)],
  };
}

/** What the maker says of the seal. */
export function infoOf(signer: Uint8Array, more: Partial<SealInfo> = {}): SealInfo {
  return {
    version: 4,
    vendor: "Yinzheng",
    id: "37100000000001",
    type: 1,
    name: "威海市行政审批服务局",
    signers: { kind: "certificates", list: [signer] },
    created: NOW - 30 * DAY,
    validFrom: NOW - 30 * DAY,
    validUntil: NOW + 30 * DAY,
    picture: { type: "PNG", data: PICTURE, width: 42, height: 42 },
    extensions: [],
    ...more,
  };
}

export function sealBy(info: SealInfo, { maker }: Pick<Scene, "maker">, by = MAKER): Uint8Array {
  const bytes = sealInfoBytes(info);
  return sealBytes(bytes, { certificate: maker, algorithm: ALGORITHM.sm2Sm3, signature: by.sign(bytes) });
}

export function useOf(seal: Uint8Array, { signer }: Pick<Scene, "signer">, more: Partial<Sealing> = {}): Uint8Array {
  const sealing: Sealing = {
    version: 4,
    seal,
    time: NOW,
    dataHash: sm3(CONTENT),
    property: "/Doc_0/Signs/Sign_0/Signature.xml",
    ...more,
  };
  const bytes = sealingBytes(sealing);
  return sesSignatureBytes(bytes, { certificate: signer, algorithm: ALGORITHM.sm2Sm3, signature: SIGNER.sign(bytes) });
}
