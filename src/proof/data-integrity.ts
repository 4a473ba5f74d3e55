import { proofMessage } from "../crypto/data-integrity.ts";
import { fromMultibase58, multibase58 } from "../crypto/encoding.ts";
import { type Suite, suiteOf } from "../crypto/suites/table.ts";
import type { JsonObject, JsonValue } from "../domain/canonical.ts";
import { isJsonObject } from "../domain/json-value.ts";
import { jcsBytes } from "./ids.ts";

/** W3C Data Integrity proofs of the JCS family: https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022. */

/** How a proof is made. */
export interface ProofOptions {
  readonly suite: Suite;
  readonly verificationMethod: string;
  /** RFC 3339, whole seconds, UTC. */
  readonly created: string;
  /** Signs the 64 bytes hash(proof options) ‖ hash(document). */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** The credential with one more proof. */
export async function addProof(credential: JsonObject, options: ProofOptions): Promise<JsonObject> {
  const { proof, ...document } = credential;
  const config = proofConfig(document, options);
  const message = proofMessage(jcsBytes(config), jcsBytes(document), options.suite.hash);
  const added = { ...config, proofValue: multibase58(await options.sign(message)) };
  const proofs = proofsOf(credential);
  return { ...document, proof: proofs.length === 0 ? added : [...proofs, added] };
}

/** A proof without its value: what is signed beside the document. */
export function proofConfig(
  document: JsonObject,
  { suite, created, verificationMethod }: Omit<ProofOptions, "sign">,
): JsonObject {
  return {
    ...(document["@context"] === undefined ? {} : { "@context": document["@context"] }),
    type: "DataIntegrityProof",
    cryptosuite: suite.name,
    created,
    verificationMethod,
    proofPurpose: "assertionMethod",
  };
}

/** The proofs of a document, as a list; throws nothing: what is no object is left for `checkProof` to refuse. */
export function proofsOf(document: JsonObject): readonly JsonValue[] {
  const proof = document.proof;
  if (proof === undefined) return [];
  return Array.isArray(proof) ? (proof as readonly JsonValue[]) : [proof as JsonValue];
}

/** A proof as far as its shape goes; nothing about its signature is known yet. */
export interface ReadProof {
  readonly cryptosuite: string;
  readonly verificationMethod: string;
  readonly config: JsonObject;
  readonly proofValue: string;
}

/** Reads one proof; null where a member that every Data Integrity proof has is missing or of another purpose. */
export function readProof(proof: JsonValue): ReadProof | null {
  if (!isJsonObject(proof)) return null;
  const { proofValue, ...config } = proof;
  const { type, cryptosuite, verificationMethod, proofPurpose } = config;
  if (type !== "DataIntegrityProof" || proofPurpose !== "assertionMethod") return null;
  if (typeof cryptosuite !== "string" || typeof verificationMethod !== "string" || typeof proofValue !== "string")
    return null;
  return { cryptosuite, verificationMethod, config, proofValue };
}

/** The keyId that a proof names, where its method is `issuer#keyId`. */
export const keyIdIn = ({ verificationMethod }: ReadProof): string =>
  verificationMethod.slice(verificationMethod.indexOf("#") + 1);

/** What a proof is over: the JCS bytes of the document without its proofs. */
export function unsecuredBytes({ proof: _, ...unsecured }: JsonObject): Uint8Array {
  return jcsBytes(unsecured);
}

/**
 * Whether a proof's signature holds over the document under this public key. False for anything malformed. The proof's
 * `@context`, where it has one, must be the document's. Whose key it is, and when it was good, is not checked here.
 *
 * @param unsecured `unsecuredBytes` of the document, where they are at hand
 */
export function checkProof(
  document: JsonObject,
  proof: ReadProof,
  publicKey: Uint8Array,
  unsecured?: Uint8Array,
): boolean {
  const suite = suiteOf(proof.cryptosuite);
  if (suite === undefined) return false;
  const context = proof.config["@context"];
  try {
    if (context !== undefined && !sameJson(context, document["@context"])) return false;
    const signature = fromMultibase58(proof.proofValue);
    const message = proofMessage(jcsBytes(proof.config), unsecured ?? unsecuredBytes(document), suite.hash);
    return suite.verifyBytes(publicKey, message, signature);
  } catch {
    return false;
  }
}

function sameJson(a: JsonValue, b: JsonValue | undefined): boolean {
  if (b === undefined) return false;
  const items = Array.isArray(a) && Array.isArray(b) && a.length === b.length ? a : [];
  const same = items.length > 0 && items.every((item, i) => item === (b as readonly JsonValue[])[i]);
  return same || JSON.stringify(a) === JSON.stringify(b);
}
