import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { type CertificateRequest, writeCertificate } from "../../src/crypto/x509-write.ts";
import { type Content, contentOf } from "../../src/documents/content.ts";
import type { DocumentSigner, PdfRequest } from "../../src/documents/documents.ts";
import { FontSet } from "../../src/documents/fonts.ts";
import type { CredentialView } from "../../src/domain/credential.ts";
import { parseJson } from "../../src/domain/json.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { parseTypeDefinition } from "../../src/domain/types/parse.ts";
import { BUILT_IN } from "../../src/domain/types/table.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";

let opened: Promise<FontSet> | undefined;

/** The fonts that main gives, opened once for all tests. */
export function testFonts(): Promise<FontSet> {
  opened ??= readFonts().then((files) => new FontSet(files));
  return opened;
}

/** 2026-11-24 in Shanghai. */
export const TODAY = Date.UTC(2026, 10, 24, 4) / 1000;
export const LINK = "https://demo.yinzheng.example/?c=7K2M9QX4ZP1A8RTB5WDN#v1.Zm9vYmFyYmF6";
export const AGENCY = { zh: "威海市行政审批服务局", en: "Weihai Administrative Approval Service Bureau" };

const DROPPED = new URL("../../src/main/demo/types/volunteer-service.json", import.meta.url);
const TYPES = [...BUILT_IN.all, parseTypeDefinition(parseJson(readFileSync(DROPPED)))];

/** What a certificate of this type says: the demo's sample, or another subject. */
export function sampleContent(typeCode: string, subject?: JsonObject): Content {
  const type = TYPES.find(({ code }) => code === typeCode);
  const sample = DEMO_SAMPLES.find(({ request }) => request.type === typeCode);
  if (type === undefined || sample === undefined) throw new Error(`no sample of ${typeCode}`);
  const credential = { credentialSubject: subject ?? sample.request.subject };
  const view = { credential, validFrom: TODAY, validUntil: null } as unknown as CredentialView;
  const identifier = `1.2.156.3005.2.${typeCode}.11371000004352185C.7K2M9QX4ZP1A8RTB5WDN.001.X`;
  return contentOf(view, type, { names: AGENCY }, identifier);
}

/** All types of which the demo has a sample: those that are defined in the code, and one that was dropped in as a file. */
export const SAMPLED = TYPES.map(({ code }) => code);

export const subjectOf = (typeCode: string): JsonObject =>
  DEMO_SAMPLES.find(({ request }) => request.type === typeCode)?.request.subject ?? {};

/** Lines of a bill. */
export const itemsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `检查项目第${i}号`,
    quantity: "1",
    amount: { amount: "10.00", currency: "CNY" },
  }));

/** Bytes of a bundle, as long as real ones. */
export const CERTIFICATE = new TextEncoder().encode(
  `{"format":"yinzheng-bundle/1","padding":"${"0123456789abcdef".repeat(900)}"}`,
);

export interface PaperOptions extends Partial<PdfRequest> {
  readonly subject?: JsonObject;
}

/** A certificate of this type on paper with a seal, in Chinese, unless something else is asked. */
export const paperOf = (typeCode: string, { subject, ...more }: PaperOptions = {}): PdfRequest => ({
  content: sampleContent(typeCode, subject),
  languages: "zh",
  link: LINK,
  authority: AGENCY.zh,
  date: "2026年11月24日",
  created: TODAY,
  certificate: CERTIFICATE,
  seal: { name: AGENCY.zh },
  ...more,
});

export type TestSigner = DocumentSigner & { readonly authority: Uint8Array };

/** An agency's key, and its certificate by an authority of the tests; `said` is what the certificate says otherwise. */
export async function testSigner(
  code: string | null = "11371000004352185C",
  said: Partial<Pick<CertificateRequest, "notBefore" | "notAfter" | "authority">> = {},
): Promise<TestSigner> {
  const [root, own] = [pair(), pair()];
  // NSS takes two authorities of one name, or two certificates of one number, for a fraud.
  const number = Buffer.from(root.info).toString("hex", 59, 63);
  const issuer = { country: "CN", organisation: "Yinzheng test", commonName: `Test root ${number}` };
  const base = {
    issuer,
    issuerKey: root.info,
    notBefore: TODAY - 86_400,
    notAfter: TODAY + 86_400 * 365,
    algorithm: "ecdsaSha256" as const,
    sign: root.sign,
  };
  const authority = await writeCertificate({
    ...base,
    serial: 1n,
    subject: issuer,
    publicKey: root.info,
    authority: true,
  });
  const subject = {
    country: "CN",
    organisation: AGENCY.zh,
    ...(code === null ? {} : { organisationIdentifier: `NTRCN-${code}` }),
    commonName: AGENCY.zh,
  };
  const request = { ...base, serial: 2n, subject, publicKey: own.info, authority: false, ...said };
  const certificate = await writeCertificate(request);
  return { certificate, chain: [], algorithm: "P-256", sign: own.sign, authority };
}

function pair(): { readonly info: Uint8Array; sign(bytes: Uint8Array): Promise<Uint8Array> } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return {
    info: new Uint8Array(publicKey.export({ format: "der", type: "spki" })),
    sign: async (bytes) => new Uint8Array(sign("sha256", bytes, privateKey)),
  };
}
