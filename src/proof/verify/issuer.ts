import { fromHex } from "../../crypto/encoding.ts";
import { suiteOf } from "../../crypto/suites/table.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import type { CredentialView } from "../../domain/credential.ts";
import type { MemberKey } from "../../domain/member.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import type { Bundle } from "../bundle.ts";
import { checkProof, proofsOf, type ReadProof, readProof } from "../data-integrity.ts";
import { keyIdOf, memberIdOf, profileDigest } from "../ids.ts";
import { remember } from "../sealed.ts";
import { keySlot, profileSlot } from "../slots.ts";
import type { Established, Question } from "./context.ts";
import { keyWord, standing } from "./fields.ts";

/** Did this agency sign it, with a key of its own that was good when it was anchored, and do all names agree? */
export function issuerChecks(
  question: Question,
  established: Established,
  view: CredentialView | null,
  type: TypeDefinition | null,
): readonly Check[] {
  const credential = question.bundle.representations[0]?.credential ?? {};
  const proofs = proofsOf(credential).map(readProof);
  return [
    ...proofChecks(question, credential, proofs, type),
    ...proofs.flatMap((proof) =>
      proof === null || suiteOf(proof.cryptosuite) === undefined ? [] : [keyCheck(question, established, proof)],
    ),
    ...nameChecks(question, established, view, proofs),
  ];
}

/** Members of a proof whose meaning this verifier knows, beside `proofValue`. */
const OPTIONS: ReadonlySet<string> = new Set([
  "@context",
  "id",
  "type",
  "cryptosuite",
  "created",
  "verificationMethod",
  "proofPurpose",
]);

/** One line for each proof, and one where a required or any checked proof is missing. */
function proofChecks(
  { bundle, trust, document }: Question,
  credential: JsonObject,
  proofs: readonly (ReadProof | null)[],
  type: TypeDefinition | null,
): readonly Check[] {
  const lines = proofs.map((proof) => {
    if (proof === null) return check("issuer.proof", "invalid", "issuer.signature_bad");
    const suite = suiteOf(proof.cryptosuite);
    if (suite === undefined)
      return check("issuer.proof", "skipped", "issuer.suite_unknown", { suite: proof.cryptosuite });
    const since = trust.suites?.[suite.name]?.distrustedSince;
    const detail = { suite: suite.name };
    if (since !== undefined && bundle.anchor.time >= since)
      return check("issuer.proof", "error", "issuer.suite_distrusted", detail);
    const key = keyOf(bundle, proof);
    // `expires`, `domain` and the like limit what a proof says; what we don't read, we don't pass over.
    const option = Object.keys(proof.config).find((name) => !OPTIONS.has(name));
    if (key === null || option !== undefined) return check("issuer.proof", "error", "issuer.none_checked", detail);
    return checkProof(credential, proof, fromHex(key.publicKey), document)
      ? check("issuer.proof", "valid", "issuer.ok", detail)
      : check("issuer.proof", "invalid", "issuer.signature_bad", detail);
  });
  const missing = (type?.suites ?? []).filter((name) => !proofs.some((proof) => proof?.cryptosuite === name));
  const absent = missing.map((suite) => check("issuer.proof", "invalid", "issuer.suite_missing", { suite }));
  const none = lines.some((line) => line.result !== "skipped")
    ? []
    : [check("issuer.proof", "error", "issuer.none_checked")];
  return [...lines, ...absent, ...none];
}

type BundleKey = Pick<MemberKey, "keyId" | "suite" | "publicKey">;

/** The key that a proof names, if the bundle carries exactly it. */
function keyOf(bundle: Bundle, proof: ReadProof): BundleKey | null {
  const key = bundle.keys.find(({ keyId }) => keyId === keyIdIn(proof));
  const right = key !== undefined && key.suite === proof.cryptosuite;
  return right && derivedKeyId(key) === key.keyId ? key : null;
}

const derivedKeyId = remember(({ suite, publicKey }: BundleKey): Hex => keyIdOf(suite, fromHex(publicKey)));

/** `issuer#keyId` */
const keyIdIn = ({ verificationMethod }: ReadProof): string =>
  verificationMethod.slice(verificationMethod.indexOf("#") + 1);

/** Was the key registered for the member, for credentials, and good when the certificate was anchored? */
function keyCheck({ bundle }: Question, { latest }: Established, proof: ReadProof): Check {
  const key = keyOf(bundle, proof);
  const word = key === null ? undefined : latest?.read(keySlot(bundle.anchor.anchor.memberId, key.keyId));
  if (key === null || word === undefined) return check("issuer.key", "error", "issuer.key_unproven");
  if (word === 0n) return check("issuer.key", "invalid", "issuer.key_unregistered");
  const { suite, purposes, custody, ...validity } = keyWord(word);
  const detail = { keyId: key.keyId, custody };
  const bad = (code: CodeOf<"issuer.key">): Check => check("issuer.key", "invalid", code, detail);
  if (suite !== key.suite || !purposes.includes("credential")) return bad("issuer.key_purpose");
  const held = standing(validity, bundle.anchor.time);
  if (held === "early") return bad("issuer.key_not_yet_valid");
  if (held === "late") return bad("issuer.key_expired");
  if (held === "compromised") return bad("issuer.key_compromised");
  return check("issuer.key", "valid", "issuer.ok", detail);
}

/** The six names of design §3.1; the sixth is the signer of a sealed document, which a bare credential has not. */
function nameChecks(
  { bundle }: Question,
  { latest }: Established,
  view: CredentialView | null,
  proofs: readonly (ReadProof | null)[],
): readonly Check[] {
  const { member, manifest, anchor, keys } = bundle;
  const memberId = memberIdOf(member.code);
  const profile = latest?.read(profileSlot(anchor.anchor.memberId));
  const described = profile !== undefined && BigInt(profileDigest(member)) === profile;
  const line = (
    name:
      | "issuer.credential"
      | "issuer.key_owner"
      | "issuer.anchor_member"
      | "issuer.leaf_member"
      | "issuer.identifier",
    right: boolean,
  ): Check => (right ? check(name, "valid", "issuer.ok") : check(name, "invalid", "issuer.name_mismatch"));
  const issuer = view?.issuer ?? null;
  const named = new Set(proofs.flatMap((proof) => (proof === null ? [] : [keyIdIn(proof)])));
  const owned = proofs.every((proof) => proof === null || ownedBy(proof, member.issuer));
  // A key that no proof names is nobody's: what can't be judged is not passed on as fine.
  const used = keys.every(({ keyId }) => named.has(keyId));
  return [
    profile === undefined
      ? check("issuer.credential", "error", "issuer.skipped")
      : line("issuer.credential", issuer === member.issuer && described),
    line("issuer.key_owner", owned && used),
    line("issuer.anchor_member", memberId === anchor.anchor.memberId),
    line("issuer.leaf_member", memberId === manifest.memberId),
    line("issuer.identifier", view?.identifier.issuerCode === member.code),
    check("issuer.seal_signer", "skipped", "issuer.skipped"),
  ];
}

function ownedBy({ verificationMethod }: ReadProof, issuer: string): boolean {
  const keyId: Hex | null = /#(0x[0-9a-f]{64})$/.test(verificationMethod)
    ? (verificationMethod.slice(-66) as Hex)
    : null;
  return keyId !== null && verificationMethod === `${issuer}#${keyId}`;
}
