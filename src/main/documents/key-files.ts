import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ATTRIBUTE, USAGE } from "../../crypto/certificate-oids.ts";
import { equal } from "../../crypto/encoding.ts";
import { type Certificate, isIssuedBy, readCertificate } from "../../crypto/x509.ts";
import type { DocumentSigner } from "../../documents/documents.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";

/** A member's own document key: files of the operator's, by an authority outside. */
export interface KeyFiles {
  /** PKCS #8 in PEM, P-256 or RSA of 2,048 to 8,192 bits; nobody else may read it. */
  readonly key: string;
  /** PEM or DER: the member's certificate, then the issuer of each before it. The root is trusted elsewhere and left out of documents. */
  readonly certificates: readonly string[];
}

/**
 * Reads and compares them, so that a wrong file is found at the start and not by who verifies a document.
 *
 * @param pointer of the settings, for errors
 * @throws config.invalid where a file can't be read, the certificate is not of this key or not of the member, may not sign, is not
 *   in force, or was not issued by the next one; keys.permissions for a key that others can read
 */
export async function signerOfFiles(
  files: KeyFiles,
  { code, pointer, now }: { readonly code: string; readonly pointer: string; readonly now: Seconds },
): Promise<DocumentSigner> {
  const key = await readKey(files.key, `${pointer}/key`);
  const demand = (holds: boolean, i: number, expected: string): void => {
    if (!holds) throw invalid(`${pointer}/certificates/${i}`, expected);
  };
  const chain = await Promise.all(files.certificates.map((path, i) => readFiled(path, `${pointer}/certificates/${i}`)));
  const [own, ...issuers] = chain;
  if (own === undefined) throw invalid(`${pointer}/certificates`, "the member's certificate");
  const named = own.attributes.get(ATTRIBUTE.organisationIdentifier);
  demand(named === `NTRCN-${code}`, 0, `a certificate with the organizationIdentifier NTRCN-${code}`);
  demand(equal(infoOf(own.whole), infoOf(key)), 0, "the certificate of this key");
  const signs = own.usage === null || own.usage.has(USAGE.digitalSignature) || own.usage.has(USAGE.nonRepudiation);
  demand(signs && !own.authority && own.unread.length === 0, 0, "a certificate for signatures");
  chain.forEach((one, i) => {
    demand(one.notBefore <= now && now <= one.notAfter, i, "a certificate that is in force");
    const issuer = chain[i + 1];
    demand(issuer === undefined || isIssuedBy(one, issuer), i, "one that the next certificate's holder issued");
  });
  return {
    certificate: own.whole,
    chain: issuers.filter((one) => !equal(one.issuer, one.subject)).map(({ whole }) => whole),
    algorithm: own.key.kind === "rsa" ? "RSA" : "P-256",
    sign: async (bytes) => new Uint8Array(sign("sha256", bytes, key)),
  };
}

async function readKey(path: string, pointer: string): Promise<KeyObject> {
  const expected = "a key of P-256, or of RSA with 2,048 to 8,192 bits, in PEM";
  const text = await read(path, pointer);
  // Windows has no such bits.
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o007) !== 0)
    throw new YinzhengError("keys.permissions", { path, expected: "chmod 600" });
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw invalid(pointer, expected, cause);
  }
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  const bits = details?.modulusLength ?? 0;
  const rsa = kind === "rsa" && bits >= 2048 && bits <= 8192;
  if (!rsa && !(kind === "ec" && details?.namedCurve === "prime256v1")) throw invalid(pointer, expected);
  return key;
}

/** A certificate in a file. Throws `config.invalid`. */
export async function readFiled(path: string, pointer: string): Promise<Certificate> {
  const bytes = await read(path, pointer);
  try {
    return readCertificate(new Uint8Array(new X509Certificate(bytes).raw));
  } catch (cause) {
    throw invalid(pointer, "a certificate with a key of P-256, SM2 or RSA, in PEM or DER", cause);
  }
}

async function read(path: string, pointer: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw invalid(pointer, "a file that can be read", cause);
  }
}

/** SubjectPublicKeyInfo, DER. */
function infoOf(of: KeyObject | Uint8Array): Uint8Array {
  const key = of instanceof Uint8Array ? new X509Certificate(of).publicKey : createPublicKey(of);
  return new Uint8Array(key.export({ format: "der", type: "spki" }));
}

const invalid = (pointer: string, expected: string, cause?: unknown): YinzhengError =>
  new YinzhengError("config.invalid", { pointer, expected }, cause);
