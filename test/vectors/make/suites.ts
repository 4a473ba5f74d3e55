import type { JsonObject } from "../../../src/domain/canonical.ts";
import { KEY_PURPOSES, KEY_SUITES } from "../../../src/domain/member.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** Proof sets, and signatures over the batch. */
export async function suites(): Promise<readonly Vector[]> {
  return [...(await sets()), ...(await batches())];
}

async function sets(): Promise<readonly Vector[]> {
  const suites = ["eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"] as const;
  const type = { ...BUSINESS_LICENCE, suites };
  const spoiled = (place: number) =>
    paper({
      type,
      proofs: suites,
      touch: (credential) => ({
        ...credential,
        proof: (credential.proof as readonly JsonObject[]).map((proof, i) =>
          i === place ? { ...proof, created: "2026-11-23T09:00:00Z" } : proof,
        ),
      }),
    });
  return [
    vector(
      "suite-missing",
      "One of three required suites is missing.",
      "invalid | issuer.proof issuer.suite_missing",
      await paper({ type, proofs: ["eddsa-jcs-2022", "sm2-jcs-2026"] }),
    ),
    vector(
      "set-bad-ed25519",
      "One bad proof in a set of three, by Ed25519.",
      "invalid | issuer.proof issuer.signature_bad",
      await spoiled(0),
    ),
    vector(
      "set-bad-p256",
      "One bad proof in a set of three, by P-256.",
      "invalid | issuer.proof issuer.signature_bad",
      await spoiled(1),
    ),
    vector(
      "set-bad-sm2",
      "One bad proof in a set of three, by SM2.",
      "invalid | issuer.proof issuer.signature_bad",
      await spoiled(2),
    ),
  ];
}

async function batches(): Promise<readonly Vector[]> {
  const type = { ...BUSINESS_LICENCE, suites: [], batchSuites: ["sm2-jcs-2026"] } as const;
  const options = { type, proofs: [], batchProofs: ["sm2-jcs-2026"] } as const;
  const world = await paper(options);
  const [own] = world.bundle.batchSignatures as readonly [Bundle["batchSignatures"][number]];
  const other = await paper({ ...options, batchId: digest("another batch") });
  const [elsewhere] = other.bundle.batchSignatures as readonly [Bundle["batchSignatures"][number]];
  const signed = (batchSignatures: Bundle["batchSignatures"]) => ({ bundle: { ...world.bundle, batchSignatures } });
  const suites = { "sm2-jcs-2026": { distrustedSince: ANCHORED } };
  return [
    vector(
      "batch-signature-bad",
      "The signature over another batch of this member.",
      "invalid | issuer.batch_signature issuer.signature_bad",
      world,
      signed([elsewhere]),
    ),
    vector(
      "batch-signature-missing",
      "The type demands a signature over the batch, and there is only a proof.",
      "invalid | issuer.batch_signature issuer.suite_missing",
      await paper({ type }),
    ),
    vector(
      "batch-signature-unknown-beside",
      "A batch signature of an unknown suite beside a good one is passed over.",
      "valid | issuer.batch_signature issuer.suite_unknown",
      world,
      signed([own, { ...own, keyId: `0x${"ff".repeat(32)}`, suite: "x-2099" }]),
    ),
    vector(
      "batch-signature-distrusted",
      "The trust file distrusts the suite of the batch signature.",
      "indeterminate | issuer.batch_signature issuer.suite_distrusted",
      world,
      {
        trust: { ...world.trust, suites },
      },
    ),
    vector(
      "batch-signature-without-key",
      "The key of the batch signature is not in the bundle.",
      "indeterminate | trust.code trust.unproven | issuer.batch_signature issuer.none_checked | issuer.key issuer.key_unproven",
      world,
      {
        bundle: { ...world.bundle, keys: [] },
      },
    ),
    vector(
      "batch-key-purpose",
      "A batch signature by a key that is registered for credentials.",
      "invalid | issuer.key issuer.key_purpose",
      await paper({
        ...options,
        words: { batchKeyIs: { suite: KEY_SUITES["sm2-jcs-2026"], purposes: KEY_PURPOSES.credential } },
      }),
    ),
  ];
}
