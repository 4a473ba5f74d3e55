import { fromHex } from "../../crypto/encoding.ts";
import { suiteOf } from "../../crypto/suites/table.ts";
import type { Anchor } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { batchSignatureMessage } from "../batch-signature.ts";
import type { BatchSignature } from "../bundle.ts";
import { remember } from "../sealed.ts";
import type { Question } from "./context.ts";
import { type CarriedKey, carriedKey } from "./issuer-key.ts";

/** One line for each signature over the batch, and one for each that the type requires and that is missing. */
export function batchSignatureChecks(question: Question, type: TypeDefinition | null): readonly Check[] {
  const { batchSignatures } = question.bundle;
  const lines = batchSignatures.map((signature) => signatureCheck(question, signature));
  const missing = (type?.batchSuites ?? []).filter((name) => !batchSignatures.some(({ suite }) => suite === name));
  return [
    ...lines,
    ...missing.map((suite) => check("issuer.batch_signature", "invalid", "issuer.suite_missing", { suite })),
  ];
}

function signatureCheck({ bundle, trust }: Question, signature: BatchSignature): Check {
  const suite = suiteOf(signature.suite);
  const detail = { suite: signature.suite, keyId: signature.keyId };
  if (suite === undefined) return check("issuer.batch_signature", "skipped", "issuer.suite_unknown", detail);
  const since = trust.suites?.[suite.name]?.distrustedSince;
  if (since !== undefined && bundle.anchor.time >= since)
    return check("issuer.batch_signature", "error", "issuer.suite_distrusted", detail);
  const key = carriedKey(bundle, signature.keyId, suite.name);
  if (key === null) return check("issuer.batch_signature", "error", "issuer.none_checked", detail);
  return holds(bundle.anchor.anchor, signature, key, bundle.registryId)
    ? check("issuer.batch_signature", "valid", "issuer.ok", detail)
    : check("issuer.batch_signature", "invalid", "issuer.signature_bad", detail);
}

const holds = remember((anchor: Anchor, { signature }: BatchSignature, key: CarriedKey, registryId: Hex): boolean => {
  const suite = suiteOf(key.suite);
  if (suite === undefined) return false;
  const message = batchSignatureMessage(suite, registryId, key.keyId, anchor);
  return suite.verifyBytes(fromHex(key.publicKey), message, fromHex(signature));
});
