import type { BatchSignature } from "./bundle.ts";
import { base58, hex, join, sha256, tagged, text, toHex } from "./bytes.ts";
import { unsecured } from "./integrity.ts";
import { isObject, type Json, type JsonObject, jcs, jcsBytes } from "./json.ts";
import { type Case, type Line, line, type Standing } from "./report.ts";
import { unpack } from "./state.ts";
import { SUITES } from "./suites.ts";

/** Step 6: who signed, with which key, and whether all names agree. */
export function issuerLines(question: Case, standing: Standing): readonly Line[] {
  const proofs = proofsOf(question).map(readProof);
  const signatures = [...proofLines(question, proofs), ...batchLines(question)];
  const none = signatures.every(([, result, code]) => result === "skipped" || code === "issuer.suite_missing");
  return [
    ...signatures,
    ...(none ? [["issuer.proof", "error", "issuer.none_checked"] as Line] : []),
    ...proofs.flatMap((proof) =>
      proof !== null && proof.suite in SUITES ? [keyLine(question, standing, keyIdOf(proof), proof.suite, 1)] : [],
    ),
    ...question.bundle.batchSignatures.flatMap(({ keyId, suite }) =>
      suite in SUITES ? [keyLine(question, standing, keyId, suite, 2)] : [],
    ),
    ...nameLines(question, standing, proofs),
  ];
}

interface Proof {
  readonly suite: string;
  readonly method: string;
  readonly value: string;
  /** The proof without proofValue. */
  readonly options: JsonObject;
}

function proofsOf({ bundle }: Case): readonly Json[] {
  const proof = bundle.representations[0]?.credential.proof;
  if (proof === undefined) return [];
  return Array.isArray(proof) ? proof : [proof];
}

function readProof(proof: Json): Proof | null {
  if (!isObject(proof)) return null;
  const { proofValue, ...options } = proof;
  const { type, cryptosuite, verificationMethod, proofPurpose } = options;
  if (type !== "DataIntegrityProof" || proofPurpose !== "assertionMethod" || typeof proofValue !== "string")
    return null;
  if (typeof cryptosuite !== "string" || typeof verificationMethod !== "string") return null;
  return { suite: cryptosuite, method: verificationMethod, value: proofValue, options };
}

/** Members of a proof whose meaning is known; `expires` and the like limit it, and are not passed over. */
export const KNOWN_OPTIONS: readonly string[] = [
  "@context",
  "id",
  "type",
  "cryptosuite",
  "created",
  "verificationMethod",
  "proofPurpose",
];
const keyIdOf = ({ method }: Proof): string => method.slice(method.indexOf("#") + 1);

/** The key that a signature names, if the bundle carries exactly it. */
function keyFor({ bundle }: Case, named: string, suite: string): Case["bundle"]["keys"][number] | null {
  const key = bundle.keys.find(({ keyId }) => keyId === named);
  if (key === undefined || key.suite !== suite) return null;
  const derived = tagged("yinzheng/key/v1", text(key.suite), Uint8Array.of(0), hex(key.publicKey));
  return toHex(derived) === key.keyId ? key : null;
}

function proofLines(question: Case, proofs: readonly (Proof | null)[]): readonly Line[] {
  const missing = (question.type?.suites ?? []).filter((suite) => !proofs.some((proof) => proof?.suite === suite));
  return [
    ...proofs.map((proof) => proofLine(question, proof)),
    ...missing.map((): Line => ["issuer.proof", "invalid", "issuer.suite_missing"]),
  ];
}

function proofLine(question: Case, proof: Proof | null): Line {
  if (proof === null) return ["issuer.proof", "invalid", "issuer.signature_bad"];
  const suite = SUITES[proof.suite];
  if (suite === undefined) return ["issuer.proof", "skipped", "issuer.suite_unknown"];
  if (isDistrusted(question, proof.suite)) return ["issuer.proof", "error", "issuer.suite_distrusted"];
  const key = keyFor(question, keyIdOf(proof), proof.suite);
  if (key === null || Object.keys(proof.options).some((name) => !KNOWN_OPTIONS.includes(name)))
    return ["issuer.proof", "error", "issuer.none_checked"];
  return line("issuer.proof", signatureHolds(question, proof, hex(key.publicKey)), "issuer.signature_bad");
}

function signatureHolds(question: Case, proof: Proof, publicKey: Uint8Array): boolean {
  const suite = SUITES[proof.suite];
  const context = proof.options["@context"];
  const own = question.bundle.representations[0]?.credential["@context"];
  if (suite === undefined || (context !== undefined && jcs(context) !== jcs(own ?? null))) return false;
  try {
    const message = join(suite.hash(jcsBytes(proof.options)), suite.hash(unsecured(question)));
    return suite.holds(publicKey, message, base58(proof.value));
  } catch {
    return false;
  }
}

const isDistrusted = ({ trust, bundle }: Case, suite: string): boolean =>
  bundle.anchor.time >= (trust.suites?.[suite]?.distrustedSince ?? Number.POSITIVE_INFINITY);

/** Signatures over the whole batch. */
function batchLines(question: Case): readonly Line[] {
  const { batchSignatures } = question.bundle;
  const demanded = question.type?.batchSuites ?? [];
  const missing = demanded.filter((name) => !batchSignatures.some(({ suite }) => suite === name));
  return [
    ...batchSignatures.map((signature) => batchLine(question, signature)),
    ...missing.map((): Line => ["issuer.batch_signature", "invalid", "issuer.suite_missing"]),
  ];
}

function batchLine(question: Case, { keyId, suite: name, signature }: BatchSignature): Line {
  const check = "issuer.batch_signature";
  const suite = SUITES[name];
  if (suite === undefined) return [check, "skipped", "issuer.suite_unknown"];
  if (isDistrusted(question, name)) return [check, "error", "issuer.suite_distrusted"];
  const key = keyFor(question, keyId, name);
  if (key === null) return [check, "error", "issuer.none_checked"];
  const { registryId, anchor } = question.bundle;
  const { memberId, typeId, batchId, hashSuite, size, root } = anchor.anchor;
  const format = "yinzheng-batch-signature/1";
  const statement = { format, registryId, memberId, keyId, typeId, batchId, hashSuite, size, root };
  const message = join(suite.hash(text("yinzheng/batch-signature/v1")), suite.hash(jcsBytes(statement)));
  return line(check, suite.holds(hex(key.publicKey), message, hex(signature)), "issuer.signature_bad");
}

/** `purpose`: the bit that the key must have been registered with. */
function keyLine(question: Case, { latest }: Standing, keyId: string, name: string, purpose: 1 | 2): Line {
  const { bundle, slots } = question;
  const key = keyFor(question, keyId, name);
  const slot = key === null ? undefined : slots.keys[bundle.keys.indexOf(key)];
  const word = slot === undefined ? undefined : latest?.read(slot);
  if (key === null || word === undefined) return ["issuer.key", "error", "issuer.key_unproven"];
  if (word === 0n) return ["issuer.key", "invalid", "issuer.key_unregistered"];
  const fault = keyFault(word, key.suite, purpose, bundle.anchor.time);
  return line("issuer.key", fault === null, fault ?? "");
}

/** What is wrong with a key's word at a time; null: it was good, of this suite and for this purpose. */
export function keyFault(word: bigint, name: string, purpose: number, time: number): string | null {
  const [suite, , purposes = 0, notBefore = 0, notAfter = 0, compromised = 0] = unpack(word, 8, 8, 16, 40, 40, 40);
  if (suite !== SUITES[name]?.number || (purposes & purpose) === 0) return "issuer.key_purpose";
  if (time < notBefore) return "issuer.key_not_yet_valid";
  if (compromised !== 0 && time >= compromised) return "issuer.key_compromised";
  return time >= notAfter ? "issuer.key_expired" : null;
}

function nameLines(question: Case, { latest }: Standing, proofs: readonly (Proof | null)[]): readonly Line[] {
  const { bundle, view, slots } = question;
  const { member, keys, manifest, anchor, batchSignatures } = bundle;
  const profile = latest?.read(slots.profile);
  const digest = BigInt(toHex(sha256(jcsBytes(member as unknown as Json))));
  const memberId = toHex(tagged("yinzheng/member/v1", text(member.code)));
  const ofProofs = proofs.flatMap((proof) => (proof === null ? [] : [keyIdOf(proof)]));
  const named = [...ofProofs, ...batchSignatures.map(({ keyId }) => keyId)];
  const owned = proofs.every(
    (proof) =>
      proof === null ||
      (/^0x[0-9a-f]{64}$/.test(keyIdOf(proof)) && proof.method === `${member.issuer}#${keyIdOf(proof)}`),
  );
  const name = (check: string, right: boolean): Line => line(check, right, "issuer.name_mismatch");
  return [
    profile === undefined
      ? ["issuer.credential", "error", "issuer.profile_unproven"]
      : name("issuer.credential", view?.credential.issuer === member.issuer && profile === digest),
    name("issuer.key_owner", owned && keys.every(({ keyId }) => named.includes(keyId))),
    name("issuer.anchor_member", memberId === anchor.anchor.memberId),
    name("issuer.leaf_member", memberId === manifest.memberId),
    name("issuer.identifier", view?.identifier.issuerCode === member.code),
    ["issuer.seal_signer", "skipped", "issuer.skipped"],
  ];
}
