import { proofMessage } from "../../../src/crypto/data-integrity.ts";
import { multibase58 } from "../../../src/crypto/encoding.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/canonical.ts";
import { KEY_PURPOSES, KEY_SUITES } from "../../../src/domain/member.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { addProof } from "../../../src/proof/data-integrity.ts";
import { jcsBytes } from "../../../src/proof/ids.ts";
import { slotsOf, subjectOf } from "../../../src/proof/slots.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { issuerKey } from "../../proof/paper/keys.ts";
import { ANCHORED, type PaperOptions } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** Who signed, with which key, and whether all names agree. */
export async function issuer(): Promise<readonly Vector[]> {
  return [...(await keys()), ...(await proofs()), ...(await names())];
}

async function keys(): Promise<readonly Vector[]> {
  const at = async (name: string, shows: string, expected: string, words: PaperOptions["words"]): Promise<Vector> =>
    vector(name, shows, expected, await paper({ words: words ?? {} }));
  const suite = KEY_SUITES["eddsa-jcs-2022"];
  const world = await paper();
  const online = (words: PaperOptions["words"]) =>
    ({ level: "online", facts: world.node({ words: words ?? {} }) }) as const;
  return [
    await at("key-retired-later", "Retired a second after the anchor: it was good then.", "valid", {
      key: { notAfter: ANCHORED + 1 },
    }),
    await at("key-expired", "No longer valid at the second of the anchor.", "invalid | issuer.key issuer.key_expired", {
      key: { notAfter: ANCHORED },
    }),
    await at("key-first-second", "Valid from the second of the anchor on.", "valid", { key: { notBefore: ANCHORED } }),
    await at(
      "key-not-yet-valid",
      "Valid only a second after the anchor.",
      "invalid | issuer.key issuer.key_not_yet_valid",
      { key: { notBefore: ANCHORED + 1 } },
    ),
    await at(
      "key-compromised-before",
      "Compromised an hour before the anchor.",
      "invalid | issuer.key issuer.key_compromised",
      {
        key: { compromisedSince: ANCHORED - 3600 },
      },
    ),
    await at(
      "key-compromised-at",
      "Compromised at the second of the anchor.",
      "invalid | issuer.key issuer.key_compromised",
      {
        key: { compromisedSince: ANCHORED },
      },
    ),
    await at("key-compromised-after", "Compromised a second after the anchor: what it signed before stands.", "valid", {
      key: { compromisedSince: ANCHORED + 1 },
    }),
    await at(
      "key-purpose",
      "Registered for status and batches, not for credentials.",
      "invalid | issuer.key issuer.key_purpose",
      {
        keyIs: { suite, purposes: KEY_PURPOSES.status | KEY_PURPOSES.batch },
      },
    ),
    await at("key-of-other-suite", "Registered under another suite.", "invalid | issuer.key issuer.key_purpose", {
      keyIs: { suite: KEY_SUITES["ecdsa-jcs-2019"], purposes: KEY_PURPOSES.credential },
    }),
    vector(
      "key-retired-online",
      "The node tells that the key was retired after the anchor.",
      "valid",
      world,
      online({ key: { notAfter: ANCHORED + 60 } }),
    ),
    vector(
      "key-compromised-online",
      "The node tells of a compromise before the anchor, reported after the bundle was made.",
      "invalid | issuer.key issuer.key_compromised",
      world,
      online({ key: { compromisedSince: ANCHORED } }),
    ),
  ];
}

/** Our certificate, signed by another's key as if it were the member's. */
async function signedBy(owner: string, issuerId: string): Promise<Bundle> {
  const { bundle } = await paper();
  const [representation] = bundle.representations as readonly [Bundle["representations"][number]];
  const { proof: _, ...unsigned } = representation.credential;
  const { key, suite, sign } = issuerKey(owner);
  const options = { suite, verificationMethod: `${issuerId}#${key.keyId}`, created: "2026-11-23T08:00:00Z", sign };
  const credential = await addProof(unsigned, options);
  return { ...bundle, keys: [key], representations: [{ ...representation, credential }] };
}

/** The same, with evidence that proves that the member has no such key. */
async function withAbsentKey(owner: string): Promise<Bundle> {
  const bundle = await signedBy(owner, PROFILE.issuer);
  const { state } = await paper();
  return { ...bundle, evidence: state.evidence(slotsOf(subjectOf(bundle, null))) };
}

async function proofs(): Promise<readonly Vector[]> {
  const world = await paper();
  const changed = (change: (proof: JsonObject) => JsonValue) =>
    paper({ touch: (credential) => ({ ...credential, proof: change(credential.proof as JsonObject) }) });
  const since = (distrustedSince: number) => ({ ...world.trust, suites: { "eddsa-jcs-2022": { distrustedSince } } });
  const future = (proof: JsonObject): JsonObject => ({ ...proof, cryptosuite: "x-2099", proofValue: "z1" });
  return [
    vector(
      "key-unregistered",
      "Signed with a key that is proven to be no key of this member.",
      "invalid | issuer.key issuer.key_unregistered",
      world,
      { bundle: await withAbsentKey("a stranger") },
    ),
    vector(
      "key-unproven",
      "Signed with a key that the evidence says nothing about.",
      "indeterminate | trust.code trust.unproven | issuer.key issuer.key_unproven",
      world,
      {
        bundle: await signedBy("a stranger", PROFILE.issuer),
      },
    ),
    vector(
      "suite-unknown-beside",
      "A proof of an unknown suite beside a good one is passed over.",
      "valid | issuer.proof issuer.suite_unknown",
      await changed((proof) => [future(proof), proof]),
    ),
    vector(
      "suite-unknown-alone",
      "Nothing but a proof of an unknown suite.",
      "invalid | issuer.proof issuer.suite_unknown | issuer.proof issuer.suite_missing | issuer.proof issuer.none_checked",
      await changed(future),
    ),
    vector(
      "suite-distrusted",
      "The trust file distrusts the suite since the second of the anchor.",
      "indeterminate | issuer.proof issuer.suite_distrusted",
      world,
      {
        trust: since(ANCHORED),
      },
    ),
    vector("suite-distrusted-later", "The trust file distrusts the suite since a second later.", "valid", world, {
      trust: since(ANCHORED + 1),
    }),
    vector(
      "no-proof",
      "No proof at all.",
      "invalid | issuer.proof issuer.suite_missing | issuer.proof issuer.none_checked | issuer.key_owner issuer.name_mismatch",
      await paper({ touch: ({ proof: _, ...credential }) => credential }),
    ),
    vector(
      "proof-with-expiry",
      "A proof with an expiry, which this format does not know: what is not read is not passed over.",
      "indeterminate | issuer.proof issuer.none_checked",
      world,
      {
        bundle: await withExpiry(),
      },
    ),
  ];
}

async function withExpiry(): Promise<Bundle> {
  const { bundle } = await paper();
  const { suite, sign } = issuerKey("ours");
  const [representation] = bundle.representations as readonly [Bundle["representations"][number]];
  const { proof, ...document } = representation.credential;
  const { proofValue: _, ...config } = { ...(proof as JsonObject), expires: "2026-11-24T00:00:00Z" } as JsonObject;
  const signature = await sign(proofMessage(jcsBytes(config), jcsBytes(document), suite.hash));
  const credential = { ...document, proof: { ...config, proofValue: multibase58(signature) } };
  return { ...bundle, representations: [{ ...representation, credential }] };
}

async function names(): Promise<readonly Vector[]> {
  const world = await paper();
  const { key } = issuerKey("another");
  const keysToo = [...world.bundle.keys, key].toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));
  const foreign = await signedBy("ours", "did:web:elsewhere.example:members:11371000004352185C");
  return [
    vector(
      "name-of-method",
      "The verification method is another organisation's.",
      "invalid | issuer.key_owner issuer.name_mismatch",
      world,
      { bundle: foreign },
    ),
    vector(
      "key-of-nobody",
      "A key that neither a proof nor a batch signature names.",
      "invalid | trust.code trust.unproven | issuer.key_owner issuer.name_mismatch",
      world,
      {
        bundle: { ...world.bundle, keys: keysToo },
      },
    ),
  ];
}
