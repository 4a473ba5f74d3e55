import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ATTRIBUTE } from "../../crypto/certificate-oids.ts";
import { equal, fromHex } from "../../crypto/encoding.ts";
import { derOfSignature } from "../../crypto/signature-der.ts";
import { isIssuedBy, readCertificate } from "../../crypto/x509.ts";
import { type CertificateRequest, type Name, pointInfo, writeCertificate } from "../../crypto/x509-write.ts";
import type { DocumentSigner } from "../../documents/documents.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Keys, Purpose, Signer } from "../../keys/keys.ts";
import { uncompressed } from "./point.ts";

/** What the development authority stands on. */
export interface AuthorityParts {
  /** Folder of its certificates; made where there is none. */
  readonly dir: string;
  readonly keys: Keys;
  /** Name of the network, so that two authorities are never of one name. */
  readonly network: string;
  readonly now: Seconds;
  /** Random bytes, for serial numbers. */
  readonly random: (bytes: number) => Uint8Array;
}

/** An authority for documents that the service makes itself: for the demo and for trials, trusted by nobody else. */
export interface OwnAuthority {
  /** DER, self-signed: what a viewer or a trust file is told to trust. */
  readonly certificate: Uint8Array;
  /** The member's document key, with a certificate that names it by its code; made where there is none, or not long any more. */
  signerFor(member: { readonly code: string; readonly names: Bilingual }): Promise<DocumentSigner>;
}

const DAY = 86_400;
const YEARS = { authority: 20, member: 2 } as const;
/** A certificate that ends sooner is made anew at the start. */
const LEAST = 60 * DAY;

/** Opens the authority, and makes it the first time. */
export async function openOwnAuthority(parts: AuthorityParts): Promise<OwnAuthority> {
  await mkdir(parts.dir, { recursive: true, mode: 0o700 });
  const key = await keyOf(parts.keys, "document-authority", "authority");
  const name: Name = {
    country: "CN",
    organisation: "Yinzheng",
    commonName: `${parts.network} development documents CA`,
  };
  const root = { signer: key, name };
  const certificate = await kept(parts, "authority", key, root, {
    subject: name,
    authority: true,
    years: YEARS.authority,
  });
  return {
    certificate,
    async signerFor({ code, names }) {
      const signer = await keyOf(parts.keys, `seal-${code.toLowerCase()}`, "seal");
      const subject = {
        country: "CN",
        organisation: names.zh,
        organisationIdentifier: `NTRCN-${code}`,
        commonName: names.zh,
      };
      const request = { subject, authority: false, years: YEARS.member };
      const own = await kept(parts, code, signer, root, request);
      return documentSigner(signer, own);
    },
  };
}

/** A P-256 key of the keystore as what signs documents. */
function documentSigner(signer: Signer, certificate: Uint8Array): DocumentSigner {
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => derOfSignature(await signer.sign(bytes));
  return { certificate, chain: [], algorithm: "P-256", sign };
}

async function keyOf(keys: Keys, name: string, purpose: Purpose): Promise<Signer> {
  const known = (await keys.list()).some((key) => key.name === name);
  const key = known ? await keys.get(name) : await keys.create(name, "p256", purpose);
  return key;
}

interface Root {
  readonly signer: Signer;
  readonly name: Name;
}

/** The certificate in its file, if it still says what is asked for; else a new one. */
async function kept(
  { dir, now, random }: AuthorityParts,
  file: string,
  holder: Signer,
  root: Root,
  { subject, authority, years }: Pick<CertificateRequest, "subject" | "authority"> & { readonly years: number },
): Promise<Uint8Array> {
  const path = join(dir, `${file}.der`);
  const issuerKey = pointInfo("p256", uncompressed(fromHex(root.signer.publicKey)));
  const request: CertificateRequest = {
    // 127 random bits: positive, and at most 20 bytes (RFC 5280 §4.1.2.2).
    serial: BigInt(`0x01${Buffer.from(random(15)).toString("hex")}`),
    subject,
    issuer: root.name,
    issuerKey,
    notBefore: now - DAY,
    notAfter: now + years * 365 * DAY,
    publicKey: pointInfo("p256", uncompressed(fromHex(holder.publicKey))),
    authority,
    algorithm: "ecdsaSha256",
    sign: async (bytes) => derOfSignature(await root.signer.sign(bytes)),
  };
  const known = await readFile(path).then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
  if (known !== null && says(known, holder, request)) return known;
  const made = await writeCertificate(request);
  await writeFile(path, made, { mode: 0o600 });
  return made;
}

/** Whether it is of this key and name, and good for a while; one that can't be read is none. */
function says(bytes: Uint8Array, holder: Signer, { subject, notBefore, authority }: CertificateRequest): boolean {
  try {
    const certificate = readCertificate(bytes);
    const { key, attributes, notAfter } = certificate;
    const named = (["organisationIdentifier", "commonName"] as const).every(
      (name) => attributes.get(ATTRIBUTE[name]) === subject[name],
    );
    const own = key.kind === "p256" && equal(key.point, fromHex(holder.publicKey));
    const whole = !authority || isIssuedBy(certificate, certificate);
    return own && named && whole && certificate.authority === authority && notAfter > notBefore + LEAST;
  } catch {
    return false;
  }
}
