import { expect } from "chai";
import { proofMessage } from "../../src/crypto/data-integrity.ts";
import { multibase58 } from "../../src/crypto/encoding.ts";
import type { JsonObject, JsonValue } from "../../src/domain/canonical.ts";
import { KEY_PURPOSES, KEY_SUITES } from "../../src/domain/member.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { addProof } from "../../src/proof/data-integrity.ts";
import { jcsBytes } from "../../src/proof/ids.ts";
import { detailOf, faults, judge, summary } from "./judge.ts";
import { PROFILE } from "./paper/certificate.ts";
import { issuerKey } from "./paper/keys.ts";
import { ANCHORED, type Paper, type PaperOptions } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const archival = async (options: PaperOptions): Promise<string> => summary(judge(await paper(options)));
const proofOf = ({ proof }: JsonObject): JsonObject => proof as JsonObject;

describe("proof: issuer's key", () => {
  const invalid = (code: string): string => `invalid | issuer.key issuer.${code}`;

  it("judges the key at the time of anchoring", async () => {
    const cases = [
      [{ notAfter: ANCHORED }, "key_expired"],
      [{ notAfter: ANCHORED + 1 }, null],
      [{ notBefore: ANCHORED + 1 }, "key_not_yet_valid"],
      [{ notBefore: ANCHORED }, null],
      [{ compromisedSince: ANCHORED }, "key_compromised"],
      [{ compromisedSince: ANCHORED + 1 }, null],
      [{ compromisedSince: ANCHORED, notAfter: ANCHORED }, "key_compromised"],
    ] as const;
    for (const [key, code] of cases) {
      expect(await archival({ words: { key } })).to.equal(code === null ? "valid" : invalid(code));
    }
  });

  it("learns from the node what happened to the key after the bundle was made", async () => {
    const world = await paper();
    const compromised = world.node({ words: { key: { compromisedSince: ANCHORED } } });
    expect(summary(judge(world, { level: "online", facts: compromised }))).to.equal(invalid("key_compromised"));
    const retired = world.node({ words: { key: { notAfter: ANCHORED + 60 } } });
    expect(summary(judge(world, { level: "online", facts: retired })), "retired after anchoring").to.equal("valid");
  });

  it("takes only a key that is registered for credentials and under this suite", async () => {
    const suite = KEY_SUITES["eddsa-jcs-2022"];
    const is = (purposes: number, of: number = suite) => archival({ words: { keyIs: { suite: of, purposes } } });
    expect(await is(KEY_PURPOSES.status | KEY_PURPOSES.batch)).to.equal(invalid("key_purpose"));
    expect(await is(0)).to.equal(invalid("key_purpose"));
    expect(await is(KEY_PURPOSES.credential, KEY_SUITES["ecdsa-jcs-2019"])).to.equal(invalid("key_purpose"));
    expect(await is(KEY_PURPOSES.credential | KEY_PURPOSES.batch)).to.equal("valid");
  });

  it("shows in whose custody the key is", async () => {
    const report = judge(await paper());
    expect(detailOf(report, "issuer.key")).to.include({ custody: "hosted" });
  });

  it("refuses a key that the member never registered", async () => {
    const world = await paper({ words: { keyIs: { suite: 0, purposes: 0 } } });
    expect(summary(judge(world))).to.contain("issuer.key issuer.key_purpose");
    const strange = await signedWith("a stranger", PROFILE.issuer);
    expect(faults(judge(strange.world, { bundle: strange.bundle }))).to.include("issuer.key issuer.key_unproven");
  });
});

/** Our certificate, signed by another's key as if it were the member's: everything else is as it was. */
async function signedWith(owner: string, issuer: string): Promise<{ world: Paper; bundle: Bundle }> {
  const world = await paper();
  const [representation] = world.bundle.representations;
  const { proof: _, ...unsigned } = representation!.credential;
  const { key, suite, sign } = issuerKey(owner);
  const options = { suite, verificationMethod: `${issuer}#${key.keyId}`, created: "2026-11-23T08:00:00Z", sign };
  const credential = await addProof(unsigned, options);
  return { world, bundle: { ...world.bundle, keys: [key], representations: [{ ...representation!, credential }] } };
}

describe("proof: signatures", () => {
  /** A world whose credential's proof is changed; the leaf does not cover proofs. */
  const withProof = async (change: (proof: JsonObject) => JsonValue): Promise<Paper> =>
    paper({ touch: (credential) => ({ ...credential, proof: change(proofOf(credential)) }) });
  const unknown = {
    type: "DataIntegrityProof",
    cryptosuite: "x-2099",
    proofPurpose: "assertionMethod",
    proofValue: "z1",
  };

  it("refuses a signature that does not hold, and a proof without its members or for another purpose", async () => {
    const bad = "invalid | issuer.proof issuer.signature_bad";
    const changes: readonly ((proof: JsonObject) => JsonValue)[] = [
      (proof) => ({ ...proof, created: "2026-11-23T08:00:01Z" }),
      (proof) => ({ ...proof, proofValue: "z1" }),
      (proof) => ({ ...proof, proofValue: "" }),
      (proof) => ({ ...proof, proofPurpose: "authentication" }),
      (proof) => ({ ...proof, type: "Ed25519Signature2020" }),
      ({ proofValue: _, ...proof }) => proof,
    ];
    for (const change of changes) expect(summary(judge(await withProof(change)))).to.contain(bad);
  });

  it("skips a proof of an unknown suite, and says so", async () => {
    const method = (proof: JsonObject) => ({ ...unknown, verificationMethod: proof.verificationMethod! });
    const report = judge(await withProof((proof) => [method(proof), proof]));
    expect(summary(report)).to.equal("valid | issuer.proof issuer.suite_unknown");
  });

  it("is invalid where a required suite is missing, however many others there are", async () => {
    const type = { ...BUSINESS_LICENCE, suites: ["eddsa-jcs-2022", "ecdsa-jcs-2019"] as const };
    const missing = "invalid | issuer.proof issuer.suite_missing";
    expect(await archival({ type })).to.equal(missing);
    expect(await archival({ type, proofs: ["ecdsa-jcs-2019"] })).to.equal(missing);
    expect(await archival({ type, proofs: ["eddsa-jcs-2022", "ecdsa-jcs-2019"] })).to.equal("valid");
    const foreign = await paper({
      touch: (credential) => ({ ...credential, proof: { ...proofOf(credential), cryptosuite: "x-2099" } }),
    });
    expect(faults(judge(foreign))).to.deep.equal([
      "issuer.proof issuer.suite_unknown",
      "issuer.proof issuer.suite_missing",
      "issuer.proof issuer.none_checked",
    ]);
  });

  it("is invalid where one proof of a known suite fails, however many others hold", async () => {
    for (const spoiled of [0, 1]) {
      const report = await archival({
        proofs: ["eddsa-jcs-2022", "ecdsa-jcs-2019"],
        touch: (credential) => ({
          ...credential,
          proof: (credential.proof as readonly JsonObject[]).map((proof, i) =>
            i === spoiled ? { ...proof, created: "2026-11-23T09:00:00Z" } : proof,
          ),
        }),
      });
      expect(report).to.equal("invalid | issuer.proof issuer.signature_bad");
    }
  });

  it("is invalid without any proof", async () => {
    const none = await archival({ touch: ({ proof: _, ...credential }) => credential });
    expect(none).to.contain("invalid | issuer.proof issuer.suite_missing | issuer.proof issuer.none_checked");
    expect(await archival({ touch: (credential) => ({ ...credential, proof: [] }) })).to.match(/^invalid/);
  });

  it("takes no signature of a suite that is distrusted since before the anchor, and all of before", async () => {
    const world = await paper();
    const since = (distrustedSince: number) => ({ ...world.trust, suites: { "eddsa-jcs-2022": { distrustedSince } } });
    const distrusted = "indeterminate | issuer.proof issuer.suite_distrusted";
    expect(summary(judge(world, { trust: since(ANCHORED) }))).to.equal(distrusted);
    expect(summary(judge(world, { trust: since(ANCHORED + 1) }))).to.equal("valid");
  });

  it("is indeterminate for a signed limit that it can't read, such as an expiry of the proof", async () => {
    const { suite, sign } = issuerKey("ours");
    const world = await paper();
    const [representation] = world.bundle.representations;
    const { proof, ...document } = representation!.credential;
    const { proofValue: _, ...config } = { ...(proof as JsonObject), expires: "2026-11-24T00:00:00Z" } as JsonObject;
    const signature = await sign(proofMessage(jcsBytes(config), jcsBytes(document), suite.hash));
    const credential = { ...document, proof: { ...config, proofValue: multibase58(signature) } };
    const bundle = { ...world.bundle, representations: [{ ...representation!, credential }] };
    expect(summary(judge(world, { bundle }))).to.equal("indeterminate | issuer.proof issuer.none_checked");
  });
});

describe("proof: six names", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });
  const named = (bundle: Bundle): readonly string[] =>
    faults(judge(world, { bundle })).filter((line) => line.endsWith("name_mismatch"));

  it("finds each name that disagrees, by itself", async () => {
    const other = "12371000MB2854632B";
    const { bundle } = world;
    const stranger = await signedWith("ours", "did:web:elsewhere.example:members:11371000004352185C");
    const memberId = `0x${"11".repeat(32)}` as const;
    expect(named({ ...bundle, member: { ...bundle.member, code: other } })).to.include.members([
      "issuer.credential issuer.name_mismatch",
      "issuer.anchor_member issuer.name_mismatch",
      "issuer.leaf_member issuer.name_mismatch",
      "issuer.identifier issuer.name_mismatch",
    ]);
    expect(named({ ...bundle, member: { ...bundle.member, names: { zh: "别人", en: "Other" } } })).to.deep.equal([
      "issuer.credential issuer.name_mismatch",
    ]);
    expect(named(stranger.bundle)).to.deep.equal(["issuer.key_owner issuer.name_mismatch"]);
    expect(named({ ...bundle, manifest: { ...bundle.manifest, memberId } })).to.deep.equal([
      "issuer.leaf_member issuer.name_mismatch",
    ]);
    const anchor = { ...bundle.anchor, anchor: { ...bundle.anchor.anchor, memberId } };
    expect(named({ ...bundle, anchor })).to.deep.equal(["issuer.anchor_member issuer.name_mismatch"]);
  });

  it("refuses a key that no proof names, and one whose id is not that of its bytes", () => {
    const { key } = issuerKey("another");
    const [own] = world.bundle.keys;
    expect(named({ ...world.bundle, keys: [own!, key] })).to.deep.equal(["issuer.key_owner issuer.name_mismatch"]);
    const swapped = { ...own!, publicKey: key.publicKey };
    const report = judge(world, { bundle: { ...world.bundle, keys: [swapped] } });
    expect(summary(report)).to.equal(
      "indeterminate | issuer.proof issuer.none_checked | issuer.key issuer.key_unproven",
    );
  });
});
