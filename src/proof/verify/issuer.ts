import { suiteOf } from "../../crypto/suites/table.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { CredentialView } from "../../domain/credential.ts";
import type { MemberProfile } from "../../domain/member.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { checkProof, keyIdIn, proofsOf, type ReadProof, readProof } from "../data-integrity.ts";
import { memberIdOf, profileDigest } from "../ids.ts";
import { remember } from "../sealed.ts";
import { profileSlot } from "../slots.ts";
import { batchSignatureChecks } from "./batch-signature.ts";
import type { Established, Question } from "./context.ts";
import { carriedKey, keyCheck, publicKeyIn } from "./issuer-key.ts";
import type { ProvenState } from "./state.ts";

/** Did this agency sign it, with a key of its own that was good when it was anchored, and do all names agree? */
export function issuerChecks(
  question: Question,
  established: Established,
  view: CredentialView | null,
  type: TypeDefinition | null,
): readonly Check[] {
  const credential = question.bundle.representations[0]?.credential ?? {};
  const proofs = proofsOf(credential).map(readProof);
  const signatures = [...proofChecks(question, credential, proofs, type), ...batchSignatureChecks(question, type)];
  const none = signatures.every(({ result, code }) => result === "skipped" || code === "issuer.suite_missing");
  return [
    ...signatures,
    ...(none ? [check("issuer.proof", "error", "issuer.none_checked")] : []),
    ...keyChecks(question, established, proofs),
    ...nameChecks(question, established, view, proofs),
  ];
}

/** One line for each proof and each batch signature of a suite that is known. */
function keyChecks(
  question: Question,
  established: Established,
  proofs: readonly (ReadProof | null)[],
): readonly Check[] {
  const { bundle } = question;
  const ofProofs = proofs.flatMap((proof) => {
    if (proof === null || suiteOf(proof.cryptosuite) === undefined) return [];
    const key = carriedKey(bundle, keyIdIn(proof), proof.cryptosuite);
    return [keyCheck(question, established, key, "credential")];
  });
  const ofBatch = bundle.batchSignatures.flatMap(({ keyId, suite }) =>
    suiteOf(suite) === undefined ? [] : [keyCheck(question, established, carriedKey(bundle, keyId, suite), "batch")],
  );
  return [...ofProofs, ...ofBatch];
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

/** One line for each proof, and one for each that the type requires and that is missing. */
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
    const key = carriedKey(bundle, keyIdIn(proof), suite.name);
    // `expires`, `domain` and the like limit what a proof says; what we don't read, we don't pass over.
    const option = Object.keys(proof.config).find((name) => !OPTIONS.has(name));
    if (key === null || option !== undefined) return check("issuer.proof", "error", "issuer.none_checked", detail);
    return checkProof(credential, proof, publicKeyIn(key), document)
      ? check("issuer.proof", "valid", "issuer.ok", detail)
      : check("issuer.proof", "invalid", "issuer.signature_bad", detail);
  });
  const missing = (type?.suites ?? []).filter((name) => !proofs.some((proof) => proof?.cryptosuite === name));
  return [...lines, ...missing.map((suite) => check("issuer.proof", "invalid", "issuer.suite_missing", { suite }))];
}

/** The six names of design §3.1; the sixth is the signer of a sealed document, which a bare credential has not. */
function nameChecks(
  { bundle }: Question,
  { latest }: Established,
  view: CredentialView | null,
  proofs: readonly (ReadProof | null)[],
): readonly Check[] {
  const { member, manifest, anchor, keys, batchSignatures } = bundle;
  const memberId = memberIdIn(member);
  const described = isDescribed(member, anchor, latest);
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
  const named = new Set<string>(batchSignatures.map(({ keyId }) => keyId));
  for (const proof of proofs) if (proof !== null) named.add(keyIdIn(proof));
  const owned = proofs.every((proof) => proof === null || ownedBy(proof, member.issuer));
  // A key that no signature names is nobody's: what can't be judged is not passed on as fine.
  const used = keys.every(({ keyId }) => named.has(keyId));
  return [
    described === null
      ? check("issuer.credential", "error", "issuer.profile_unproven")
      : line("issuer.credential", issuer === member.issuer && described),
    line("issuer.key_owner", owned && used),
    line("issuer.anchor_member", memberId === anchor.anchor.memberId),
    line("issuer.leaf_member", memberId === manifest.memberId),
    line("issuer.identifier", view?.identifier.issuerCode === member.code),
    check("issuer.seal_signer", "skipped", "issuer.skipped"),
  ];
}

const memberIdIn = remember((member: MemberProfile): Hex => memberIdOf(member.code));

/** Whether the profile is the one that the member has on chain; null: not known. */
const isDescribed = remember((member: MemberProfile, { anchor }: AnchorOf, latest: ProvenState | null) => {
  const digest = latest?.read(profileSlot(anchor.memberId));
  return digest === undefined ? null : BigInt(profileDigest(member)) === digest;
});

type AnchorOf = Question["bundle"]["anchor"];

function ownedBy({ verificationMethod }: ReadProof, issuer: string): boolean {
  const keyId: Hex | null = /#(0x[0-9a-f]{64})$/.test(verificationMethod)
    ? (verificationMethod.slice(-66) as Hex)
    : null;
  return keyId !== null && verificationMethod === `${issuer}#${keyId}`;
}
