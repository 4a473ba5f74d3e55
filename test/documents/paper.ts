import { generateKeyPairSync, sign } from "node:crypto";
import { type Content, contentOf } from "../../src/documents/content.ts";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import { FontSet } from "../../src/documents/fonts.ts";
import type { CredentialView } from "../../src/domain/credential.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { BUILT_IN } from "../../src/domain/types/table.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { readFonts } from "../../src/main/fonts.ts";

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

/** What a certificate of this type says: the demo's sample, or another subject. */
export function sampleContent(typeCode: string, subject?: JsonObject): Content {
  const type = BUILT_IN.find(typeCode);
  const sample = DEMO_SAMPLES.find(({ request }) => request.type === typeCode);
  if (type === undefined || sample === undefined) throw new Error(`no sample of ${typeCode}`);
  const credential = { credentialSubject: subject ?? sample.request.subject };
  const view = { credential, validFrom: TODAY, validUntil: null } as unknown as CredentialView;
  const identifier = `1.2.156.3005.2.${typeCode}.11371000004352185C.7K2M9QX4ZP1A8RTB5WDN.001.X`;
  return contentOf(view, type, { names: AGENCY }, identifier);
}

/** The types that are defined in the code, of each of which there is a sample. */
export const SAMPLED = BUILT_IN.all.map(({ code }) => code);

export const subjectOf = (typeCode: string): JsonObject =>
  DEMO_SAMPLES.find(({ request }) => request.type === typeCode)?.request.subject ?? {};

/** Bytes of a bundle, as long as real ones. */
export const CERTIFICATE = new TextEncoder().encode(
  `{"format":"yinzheng-bundle/1","padding":"${"0123456789abcdef".repeat(900)}"}`,
);

/** An agency's key and certificate that nobody vouches for. */
export function testSigner(): DocumentSigner {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return {
    certificate: Uint8Array.from(Buffer.from(SELF_SIGNED, "base64")),
    chain: [],
    algorithm: "P-256",
    sign: async (bytes) => new Uint8Array(sign("sha256", bytes, privateKey)),
  };
}

const SELF_SIGNED =
  "MIICCzCCAbGgAwIBAgIUGZkgyuZ2x+POEWeGbCDZ10k2dFMwCgYIKoZIzj0EAwIwQzELMAkGA1UEBhMCQ04xGDAWBgNVBAoMD1lpbnpoZW5nIERldiBDQTEaMBgGA1UEAwwRWWluemhlbmcgRGV2IFJvb3QwHhcNMjYxMTI0MTM1ODAxWhcNMjgxMTIzMTM1ODAxWjBKMQswCQYDVQQGEwJDTjESMBAGA1UECgwJ5a6h5om55bGAMScwJQYDVQQDDB7lqIHmtbfluILooYzmlL/lrqHmibnmnI3liqHlsYAwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR36bzeTDvP/L/m4OhgmHdtRszrivYV2A7VUoS7WjOclmoiWVyf9zoeJnzHXFgw+4JRc0yftUN5FFvaeVNrn6gOo3wwejAJBgNVHRMEAjAAMA4GA1UdDwEB/wQEAwIGwDAdBgNVHSUEFjAUBggrBgEFBQcDJAYIKwYBBQUHAwQwHQYDVR0OBBYEFOw4tN9SSN70xWVj93BP0Z91i/6VMB8GA1UdIwQYMBaAFAFfZYRdkThIc2B4Y8fISVcpJUgzMAoGCCqGSM49BAMCA0gAMEUCIQCCQzhBST6e6Zt8+GmeBrI2yXx5u/iW8xfFsuBoVCcgfQIgWHEsgh3GPn35MAfu0Gx+PbLYWpO0sJF11tTjiZMbBQE=";
