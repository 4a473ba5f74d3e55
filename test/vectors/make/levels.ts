import { buildIdentifier } from "../../../src/domain/identifier.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { checkpointBody } from "../../../src/proof/checkpoint.ts";
import { LEVELS } from "../../../src/proof/policy.ts";
import { CLAIMABLE, MEMBER_ID, PROFILE } from "../../proof/paper/certificate.ts";
import { digest, witnessNamed } from "../../proof/paper/keys.ts";
import { CAPTURED, NOW } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** Certificates with which everything is as it should be. */
export async function levels(): Promise<readonly Vector[]> {
  const plain = await paper();
  const bare = await paper({ cosigners: [] });
  const two = await paper({ witnesses: ["court", "bank"], quorum: 2 });
  const line = witnessNamed("insurer", "ours").line(
    checkpointBody(plain.network.registryId, { ...plain.bundle.log, block: plain.state.block }),
    NOW,
  );
  const stranger = { ...plain.bundle, checkpoint: plain.bundle.checkpoint + line };
  const indented = JSON.stringify(JSON.parse(bundleText(plain.bundle)), null, 1);
  const noLog = plain.node({ facts: { ancestor: { hash: plain.state.block.hash, log: null } } });
  return [
    ...LEVELS.map((level) =>
      vector(`valid-${level}`, `A certificate with all its evidence is valid at level ${level}.`, "valid", plain, {
        level,
      }),
    ),
    vector("valid-online-not-cosigned", "Online needs no co-signature: the node shows block and log.", "valid", bare, {
      level: "online",
    }),
    vector(
      "valid-online-log-by-witness",
      "A node that cannot tell the log at the bundle's block is helped by a witness under the checkpoint.",
      "valid",
      plain,
      { level: "online", facts: noLog },
    ),
    vector("valid-two-witnesses", "Two of two witnesses make a quorum of two.", "valid", two),
    vector(
      "valid-unknown-witness",
      "The line of a witness that the trust file does not name is passed over.",
      "valid",
      plain,
      {
        bundle: stranger,
      },
    ),
    vector(
      "valid-not-canonical",
      "A reader takes strict JSON in any layout: members in another order, white space.",
      "valid",
      plain,
      {
        bundle: indented,
      },
    ),
    ...(await successor()),
    ...(await trees()),
    ...(await signed()),
    vector(
      "valid-as-of-past",
      "The evidence answers for every instant from the anchor to its own block.",
      "valid",
      plain,
      {
        asOf: CAPTURED - 60,
      },
    ),
  ];
}

/** A certificate that takes another's place, and says whose and how. */
async function successor(): Promise<readonly Vector[]> {
  const identifier = buildIdentifier({
    typeCode: BUSINESS_LICENCE.code,
    issuerCode: PROFILE.code,
    serial: "0123456789ABCDEFGHIJ",
    version: 2,
  });
  const supersedes = { memberId: MEMBER_ID, batchId: digest("the batch before"), index: 3, kind: "renewal" } as const;
  const renewed = await paper({ draft: { identifier, supersedes } });
  const odd = await paper({
    touch: (credential) => ({ ...credential, replaces: { ...supersedes, kind: "extension" } }),
  });
  const unreadable =
    "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad | issuer.credential issuer.name_mismatch | issuer.identifier issuer.name_mismatch";
  return [
    vector(
      "valid-successor",
      "It takes another's place (延续), with the same serial and a higher version.",
      "valid",
      renewed,
    ),
    vector(
      "successor-of-unknown-kind",
      "It takes another's place in a way that the format does not know.",
      unreadable,
      odd,
    ),
  ];
}

async function trees(): Promise<readonly Vector[]> {
  const [first, last, large] = await Promise.all([
    paper({ index: 0 }),
    paper({ index: 15 }),
    paper({ size: 2 ** 20, index: 700_001 }),
  ]);
  const sm3 = await paper({ suite: "sm3" });
  return [
    vector("valid-first-cell", "The first cell of a batch of 16.", "valid", first),
    vector("valid-last-cell", "The last cell of a batch of 16.", "valid", last),
    vector("valid-large-batch", "Cell 700,001 of a batch of 1,048,576.", "valid", large),
    vector("valid-sm3-batch", "A batch whose tree, leaves and salted values are SM3, as its type says.", "valid", sm3),
  ];
}

async function signed(): Promise<readonly Vector[]> {
  const type = (suites: typeof BUSINESS_LICENCE.suites, batchSuites?: typeof BUSINESS_LICENCE.suites) => ({
    ...BUSINESS_LICENCE,
    suites,
    ...(batchSuites === undefined ? {} : { batchSuites }),
  });
  const p256 = await paper({ type: type(["ecdsa-jcs-2019"]), proofs: ["ecdsa-jcs-2019"] });
  const sm2 = await paper({ type: type(["sm2-jcs-2026"]), proofs: ["sm2-jcs-2026"] });
  const all = ["eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"] as const;
  const set = await paper({ type: type(all), proofs: all });
  const batch = await paper({ type: type([], ["sm2-jcs-2026"]), proofs: [], batchProofs: ["sm2-jcs-2026"] });
  const both = await paper({ type: type(["eddsa-jcs-2022"], ["ecdsa-jcs-2019"]), batchProofs: ["ecdsa-jcs-2019"] });
  const claimable = await paper({ type: CLAIMABLE });
  return [
    vector("valid-p256", "A proof of suite ecdsa-jcs-2019.", "valid", p256),
    vector("valid-sm2", "A proof of suite sm2-jcs-2026.", "valid", sm2),
    vector("valid-proof-set", "A set of three proofs, one of each suite, as the type demands.", "valid", set),
    vector(
      "valid-batch-signature",
      "No proof, and an SM2 signature over the whole batch, as the type demands.",
      "valid",
      batch,
    ),
    vector(
      "valid-proof-and-batch-signature",
      "A proof and a signature over the batch, as the type demands.",
      "valid",
      both,
    ),
    vector("valid-claimable", "A certificate that can be used once and has not been used.", "valid", claimable),
  ];
}
