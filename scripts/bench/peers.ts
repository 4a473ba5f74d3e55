import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { createVerifyCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { verifyCredential } from "@digitalbazaar/vc";
import { ed25519 } from "@noble/curves/ed25519.js";
import { CompactSign, compactVerify } from "jose";
import { sm2 } from "sm-crypto-v2";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { SUITES } from "../../src/crypto/suites/table.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../../src/domain/context.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { unsecuredBytes } from "../../src/proof/data-integrity.ts";
import type { Contender } from "./mark.ts";

/** The limit of every verifier of Ed25519 signatures here. */
export function rawVerify(): Contender {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(64);
  const signature = sign(null, message, privateKey);
  return {
    name: "raw Ed25519 verify (node:crypto, key object reused)",
    run: () => times(256, () => verify(null, message, publicKey, signature)),
  };
}

/** The same for signers. */
export function rawSign(): Contender {
  const { privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(64);
  return {
    name: "raw Ed25519 sign (node:crypto, key object reused)",
    run: () => times(256, () => sign(null, message, privateKey)),
  };
}

/** The signature alone, by the library that most JavaScript verifiers are built on. */
export function nobleVerify(): Contender {
  const { secretKey, publicKey } = ed25519.keygen();
  const message = new Uint8Array(randomBytes(64));
  const signature = ed25519.sign(message, secretKey);
  return {
    name: "@noble/curves Ed25519 verify, the signature alone",
    run: () => times(16, () => ed25519.verify(signature, message, publicKey)),
  };
}

/**
 * Our certificates as any verifier of W3C credentials sees them: from text, with keys and contexts looked up in memory.
 * Of anchor, status, type definition and evidence it knows nothing.
 */
export function digitalbazaar(bundles: readonly Bundle[], now: number): Contender {
  const texts = bundles.map(({ representations }) => JSON.stringify(representations[0]?.credential));
  const [{ member, keys } = missing()] = bundles;
  const method = methodOf(member.issuer, keys[0] ?? missing());
  const controller = {
    "@context": CONTEXTS,
    id: member.issuer,
    assertionMethod: [method.id],
    verificationMethod: [method],
  };
  const documents: Readonly<Record<string, object>> = {
    [member.issuer]: controller,
    [method.id]: { "@context": CONTEXTS[1], ...method },
  };
  const documentLoader = async (url: string) => ({
    documentUrl: url,
    document: documents[url] ?? CONTEXT_DOCUMENT,
    contextUrl: null,
  });
  const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
  const checkStatus = async () => ({ verified: true });
  const next = cycle(texts);
  return {
    name: "@digitalbazaar/vc eddsa-jcs-2022, the same credentials",
    async run() {
      for (let i = 0; i < 16; i++) {
        const credential = JSON.parse(next());
        const report = await verifyCredential({
          credential,
          suite,
          documentLoader,
          now: new Date(now * 1000),
          checkStatus,
        });
        if (!report.verified) throw new Error(`@digitalbazaar/vc refuses ours: ${report.error}`);
      }
      return 16;
    },
  };
}

const CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"];

function methodOf(controller: string, { keyId, suite, publicKey }: Bundle["keys"][number]) {
  const publicKeyMultibase = SUITES[suite].multikey(fromHex(publicKey));
  return { id: `${controller}#${keyId}`, type: "Multikey", controller, publicKeyMultibase };
}

/** The signed bytes of the same certificates as JWS: base64url, header and signature, and nothing about their content. */
export async function jose(bundles: readonly Bundle[]): Promise<Contender> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const tokens: string[] = [];
  for (const { representations } of bundles) {
    const payload = unsecuredBytes((representations[0]?.credential ?? {}) as JsonObject);
    tokens.push(await new CompactSign(payload).setProtectedHeader({ alg: "EdDSA" }).sign(privateKey));
  }
  const next = cycle(tokens);
  return {
    name: "jose JWS EdDSA verify, the same payloads",
    async run() {
      for (let i = 0; i < 64; i++) await compactVerify(next(), publicKey);
      return 64;
    },
  };
}

/** SM2 with SM3 and the standard's ID, under one key, by us and by the library that China's JavaScript uses. */
export function sm2Verifiers(): readonly Contender[] {
  const message = new Uint8Array(randomBytes(64));
  const secret = new Uint8Array(32).fill(7);
  const { signBytes, publicKeyOf, verifyBytes } = SUITES["sm2-jcs-2026"];
  const signature = signBytes(secret, message);
  const compressed = publicKeyOf(secret);
  const [publicKey, text] = [compressed, signature].map((bytes) => toHex(bytes).slice(2));
  const peer = () => sm2.doVerifySignature(message, text ?? "", publicKey ?? "", { hash: true });
  if (!peer() || !verifyBytes(compressed, message, signature))
    throw new Error("a signature that one of the two refuses");
  return [
    { name: "sm-crypto-v2 SM2 verify, as it comes", run: () => times(8, peer) },
    {
      name: "our SM2 verify, one key again and again",
      run: () => times(8, () => verifyBytes(compressed, message, signature)),
    },
  ];
}

export function cycle<T>(items: readonly T[]): () => T {
  let at = 0;
  return () => items[at++ % items.length] ?? missing();
}

export function times(count: number, act: () => void): number {
  for (let i = 0; i < count; i++) act();
  return count;
}

function missing(): never {
  throw new Error("nothing to measure with");
}
