import { fromHex } from "../../src/crypto/encoding.ts";
import { derOfSignature } from "../../src/crypto/signature-der.ts";
import { pointInfo, writeCertificate } from "../../src/crypto/x509-write.ts";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import type { MemberProfile } from "../../src/domain/member.ts";
import type { Keys, Signer } from "../../src/keys/keys.ts";
import { uncompressed } from "../../src/main/documents/point.ts";

const TERM = { notBefore: Date.UTC(2026, 0) / 1000, notAfter: Date.UTC(2046, 0) / 1000 };
const ROOT = { country: "CN", organisation: "Yinzheng test", commonName: "Documents of the test world" };

/** An authority for documents over keys of its own, and the same certificates whenever the keys are the same. */
export async function openSeals(
  keys: Keys,
): Promise<{ readonly authority: Uint8Array; signerFor(member: MemberProfile): Promise<DocumentSigner> }> {
  const root = await keys.create("document-authority", "p256", "authority");
  const base = { issuer: ROOT, issuerKey: infoOf(root), ...TERM, algorithm: "ecdsaSha256" as const, sign: signs(root) };
  let serial = 1n;
  const certificate = { ...base, serial, subject: ROOT, publicKey: infoOf(root), authority: true };
  return {
    authority: await writeCertificate(certificate),
    async signerFor({ code, names }) {
      const key = await keys.create(`seal-${code.toLowerCase()}`, "p256", "seal");
      const organisationIdentifier = `NTRCN-${code}`;
      const subject = { country: "CN", organisation: names.zh, organisationIdentifier, commonName: names.zh };
      serial += 1n;
      const own = { ...base, serial, subject, publicKey: infoOf(key), authority: false };
      return { certificate: await writeCertificate(own), chain: [], algorithm: "P-256", sign: signs(key) };
    },
  };
}

const infoOf = ({ publicKey }: Signer): Uint8Array => pointInfo("p256", uncompressed(fromHex(publicKey)));
const signs =
  (signer: Signer) =>
  async (bytes: Uint8Array): Promise<Uint8Array> =>
    derOfSignature(await signer.sign(bytes));
