import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { signerOfFiles } from "../../src/main/documents/key-files.ts";
import { type OwnAuthority, openOwnAuthority } from "../../src/main/documents/own-authority.ts";
import { AGENCY } from "../documents/paper.ts";
import { output } from "./programs.ts";

const CODE = "11371000004352185C";
/** The programs judge certificates by the clock. */
const now = (): number => Math.floor(Date.now() / 1000);
const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** The development authority, as the service makes it. */
export const toolAuthority = (dir: string, network = "tools"): Promise<OwnAuthority> =>
  openOwnAuthority({ dir, keys: memoryKeys({ random }), network, now: now(), random });

/** A member's key by it, and its certificate. */
export async function toolSigner(
  dir: string,
): Promise<{ readonly signer: DocumentSigner; readonly authority: Uint8Array }> {
  const own = await toolAuthority(dir);
  return { signer: await own.signerFor({ code: CODE, names: AGENCY }), authority: own.certificate };
}

const MAKE = {
  "P-256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  RSA: ["-newkey", "rsa:2048"],
} as const;

/** A key with a certificate by an authority that OpenSSL makes, under a root (DER) of its own; read as the configuration's files are. */
export async function filedSigner(
  dir: string,
  kind: keyof typeof MAKE,
): Promise<{ readonly signer: DocumentSigner; readonly root: string }> {
  const at = (name: string): string => join(dir, name);
  const made = (name: string): string[] => [...MAKE[kind], "-nodes", "-keyout", at(`${name}.key`)];
  const issued = (name: string, by: string, subject: string, extensions: string): void => {
    output("openssl", ["req", "-utf8", ...made(name), "-subj", subject, "-out", at(`${name}.csr`)]);
    writeFileSync(at(`${name}.ext`), extensions);
    const issuer = ["-CA", at(`${by}.pem`), "-CAkey", at(`${by}.key`), "-CAcreateserial"];
    const rest = ["-days", "30", "-extfile", at(`${name}.ext`), "-out", at(`${name}.pem`)];
    output("openssl", ["x509", "-req", "-in", at(`${name}.csr`), ...issuer, ...rest]);
  };
  output("openssl", [
    "req",
    "-x509",
    ...made("root"),
    "-subj",
    `/CN=Root ${kind}`,
    "-days",
    "30",
    "-out",
    at("root.pem"),
  ]);
  issued("ca", "root", `/CN=Authority ${kind}`, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
  const subject = `/C=CN/O=${AGENCY.zh}/organizationIdentifier=NTRCN-${CODE}/CN=${AGENCY.zh}`;
  issued("own", "ca", subject, "keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection\n");
  output("openssl", ["x509", "-in", at("root.pem"), "-outform", "DER", "-out", at("root.der")]);
  const files = { key: at("own.key"), certificates: ["own", "ca", "root"].map((name) => at(`${name}.pem`)) };
  return { signer: await signerOfFiles(files, { code: CODE, pointer: "", now: now() }), root: at("root.der") };
}
