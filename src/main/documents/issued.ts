import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ATTRIBUTE } from "../../crypto/certificate-oids.ts";
import { equal, fromHex } from "../../crypto/encoding.ts";
import { derOfSignature } from "../../crypto/signature-der.ts";
import { Sm2Point } from "../../crypto/sm2-curve.ts";
import { isIssuedBy, readCertificate } from "../../crypto/x509.ts";
import { type CertificateRequest, type Name, pointInfo, writeCertificate } from "../../crypto/x509-write.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Keys, Purpose, Signer } from "../../keys/keys.ts";
import { uncompressed } from "./point.ts";

/** Who issues certificates of keys of this keystore, into a folder. */
export interface Issuer {
  readonly dir: string;
  readonly curve: "p256" | "sm2";
  readonly signer: Signer;
  readonly name: Name;
  readonly now: Seconds;
  /** Random bytes, for serial numbers. */
  readonly random: (bytes: number) => Uint8Array;
}

/** What a certificate is to say of its holder. */
export interface Wish {
  readonly subject: Name;
  readonly authority: boolean;
  readonly years: number;
  /** Seconds: one that ends sooner is made anew. */
  readonly least: Seconds;
}

const DAY = 86_400;

/** The certificate in its file, if it still says what is asked for; else a new one. */
export async function issued(issuer: Issuer, file: string, holder: Signer, wish: Wish): Promise<Uint8Array> {
  const { dir, curve, signer, now, random } = issuer;
  const path = join(dir, `${file}.der`);
  const request: CertificateRequest = {
    // 127 random bits: positive, and at most 20 bytes (RFC 5280 §4.1.2.2).
    serial: BigInt(`0x01${Buffer.from(random(15)).toString("hex")}`),
    subject: wish.subject,
    issuer: issuer.name,
    issuerKey: infoOfKey(curve, signer),
    notBefore: now - DAY,
    notAfter: now + wish.years * 365 * DAY,
    publicKey: infoOfKey(curve, holder),
    authority: wish.authority,
    algorithm: curve === "p256" ? "ecdsaSha256" : "sm2Sm3",
    sign: async (bytes) => derOfSignature(await signer.sign(bytes)),
  };
  const known = await readFile(path).then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
  if (known !== null && says(known, holder, wish, now)) return known;
  const made = await writeCertificate(request);
  await writeFile(path, made, { mode: 0o600 });
  return made;
}

/** The key of this name, made where there is none. */
export async function keyOf(keys: Keys, name: string, curve: Issuer["curve"], purpose: Purpose): Promise<Signer> {
  const known = (await keys.list()).some((key) => key.name === name);
  return known ? await keys.get(name) : await keys.create(name, curve, purpose);
}

/** SubjectPublicKeyInfo of a key in the keystore, DER. */
export function infoOfKey(curve: Issuer["curve"], { publicKey }: Signer): Uint8Array {
  const point = fromHex(publicKey);
  return pointInfo(curve, curve === "p256" ? uncompressed(point) : Sm2Point.fromBytes(point).toBytes(false));
}

/** Whether it is of this key and name, and good for a while; one that can't be read is none. */
function says(bytes: Uint8Array, holder: Signer, { subject, authority, least }: Wish, now: Seconds): boolean {
  try {
    const certificate = readCertificate(bytes);
    const { key, attributes, notAfter } = certificate;
    const named = (["organisationIdentifier", "commonName"] as const).every(
      (name) => attributes.get(ATTRIBUTE[name]) === subject[name],
    );
    const own = key.kind === holder.algorithm && "point" in key && equal(key.point, fromHex(holder.publicKey));
    const whole = !authority || isIssuedBy(certificate, certificate);
    return own && named && whole && certificate.authority === authority && notAfter > now + least;
  } catch {
    return false;
  }
}
