import { expect } from "chai";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { KEY_PURPOSES, KEY_SUITES, type KeySuite } from "../../src/domain/member.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { bundleText } from "../../src/proof/build.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { readBundle } from "../../src/proof/parse.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { detailOf, faults, judge, summary } from "./judge.ts";
import { mutations } from "./mutate.ts";
import { batchSignatures } from "./paper/batch-signatures.ts";
import { issuerKey } from "./paper/keys.ts";
import { ANCHORED, NOW, type Paper, type PaperOptions } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const BATCH_SIGNED: TypeDefinition = { ...BUSINESS_LICENCE, suites: [], batchSuites: ["sm2-jcs-2026"] };
const signedBatch = (options: PaperOptions = {}): Promise<Paper> =>
  paper({ type: BATCH_SIGNED, proofs: [], batchProofs: ["sm2-jcs-2026"], ...options });
const archival = async (options: PaperOptions = {}): Promise<string> => summary(judge(await signedBatch(options)));

describe("proof: signature over the batch", () => {
  let world: Paper;
  before(async () => {
    world = await signedBatch();
  });
  const changed = (batchSignatures: Bundle["batchSignatures"], more: Partial<Bundle> = {}): string =>
    summary(judge(world, { bundle: { ...world.bundle, batchSignatures, ...more } }));

  it("is all the signature that a certificate needs where the type says so", () => {
    expect(world.bundle.representations[0]?.credential).to.not.have.property("proof");
    expect(summary(judge(world))).to.equal("valid");
    expect(summary(judge(world, { level: "online" }))).to.equal("valid");
    expect(detailOf(judge(world), "issuer.key")).to.include({ purpose: "batch" });
  });

  it("holds in each suite, over trees of each hash suite, and beside proofs", async () => {
    for (const name of Object.keys(KEY_SUITES) as KeySuite[]) {
      for (const suite of ["sha256", "sm3"] as const) {
        const type: TypeDefinition = { ...BATCH_SIGNED, batchSuites: [name], hashSuite: suite };
        expect(await archival({ type, batchProofs: [name], suite }), `${name} over ${suite}`).to.equal("valid");
      }
    }
    const type: TypeDefinition = { ...BATCH_SIGNED, suites: ["eddsa-jcs-2022"] };
    expect(await archival({ type, proofs: ["eddsa-jcs-2022"] })).to.equal("valid");
    expect(await archival({ type, proofs: [] })).to.equal("invalid | issuer.proof issuer.suite_missing");
  });

  it("is missed where the type requires it, whatever proofs there are", async () => {
    expect(await archival({ batchProofs: [] })).to.equal(
      "invalid | issuer.batch_signature issuer.suite_missing | issuer.proof issuer.none_checked",
    );
    const missing = "invalid | issuer.batch_signature issuer.suite_missing";
    expect(await archival({ batchProofs: ["eddsa-jcs-2022"] })).to.equal(missing);
    expect(await archival({ batchProofs: [], proofs: ["sm2-jcs-2026"] })).to.equal(missing);
  });

  it("is refused over anything but this batch of this member and type in this installation", () => {
    const { anchor } = world.bundle.anchor;
    const other = `0x${"11".repeat(32)}` as const;
    const bad = "invalid | issuer.batch_signature issuer.signature_bad";
    const over = (changes: object, registryId = world.bundle.registryId): string =>
      changed(batchSignatures(registryId, { ...anchor, ...changes }, "ours", ["sm2-jcs-2026"]).signatures);
    expect(over({})).to.equal("valid");
    for (const name of ["root", "typeId", "batchId", "memberId"]) expect(over({ [name]: other }), name).to.equal(bad);
    expect(over({ size: 32 })).to.equal(bad);
    expect(over({ hashSuite: 2 })).to.equal(bad);
    expect(over({}, other)).to.equal(bad);
    expect(over({ officerEpoch: 7, notBefore: 1 }), "it is not over the officers' terms").to.equal("valid");
  });

  it("is refused where a byte of it was changed, or its length", () => {
    const [own] = world.bundle.batchSignatures;
    const bad = "invalid | issuer.batch_signature issuer.signature_bad";
    const { signature } = own!;
    const flipped = `${signature.slice(0, -1)}${signature.endsWith("0") ? "1" : "0"}`;
    for (const text of [flipped, "0x", signature.slice(0, -2), `${signature}00`]) {
      expect(changed([{ ...own!, signature: text as `0x${string}` }]), text).to.equal(bad);
    }
  });

  it("is passed over where its suite is unknown, and then does not count", () => {
    const [own] = world.bundle.batchSignatures;
    expect(changed([own!, { ...own!, keyId: `0x${"ff".repeat(32)}`, suite: "x-2099" }])).to.equal(
      "valid | issuer.batch_signature issuer.suite_unknown",
    );
    expect(changed([{ ...own!, suite: "x-2099" }])).to.equal(
      "invalid | issuer.batch_signature issuer.suite_unknown | issuer.batch_signature issuer.suite_missing | issuer.proof issuer.none_checked",
    );
  });

  it("is not judged without its key, nor under a suite that is distrusted since before the anchor", () => {
    const [own] = world.bundle.batchSignatures;
    expect(changed([own!], { keys: [] })).to.contain("issuer.batch_signature issuer.none_checked");
    const suites = (distrustedSince: number) => ({ "sm2-jcs-2026": { distrustedSince } });
    expect(summary(judge(world, { trust: { ...world.trust, suites: suites(ANCHORED) } }))).to.equal(
      "indeterminate | issuer.batch_signature issuer.suite_distrusted",
    );
    expect(summary(judge(world, { trust: { ...world.trust, suites: suites(ANCHORED + 1) } }))).to.equal("valid");
  });

  it("needs a key that was registered for batches and good when it was anchored", async () => {
    const invalid = (code: string): string => `invalid | issuer.key issuer.${code}`;
    expect(await archival({ words: { batchKey: { notAfter: ANCHORED } } })).to.equal(invalid("key_expired"));
    expect(await archival({ words: { batchKey: { notBefore: ANCHORED + 1 } } })).to.equal(invalid("key_not_yet_valid"));
    expect(await archival({ words: { batchKey: { compromisedSince: ANCHORED } } })).to.equal(
      invalid("key_compromised"),
    );
    expect(await archival({ words: { batchKeyIs: { suite: 3, purposes: KEY_PURPOSES.credential } } })).to.equal(
      invalid("key_purpose"),
    );
  });

  it("refuses a key that neither a proof nor a batch signature names", () => {
    const keys = [...world.bundle.keys, issuerKey("another").key];
    expect(faults(judge(world, { bundle: { ...world.bundle, keys } }))).to.include(
      "issuer.key_owner issuer.name_mismatch",
    );
  });

  it("leaves nothing valid after any change of any value in it, in the keys, the anchor or the proofs", async () => {
    const type: TypeDefinition = { ...BATCH_SIGNED, suites: ["eddsa-jcs-2022", "ecdsa-jcs-2019"], hashSuite: "sm3" };
    const whole = await signedBatch({ type, proofs: type.suites, suite: "sm3" });
    expect(summary(judge(whole))).to.equal("valid");
    const verifier = createVerifier(whole.trust);
    const document = JSON.parse(bundleText(whole.bundle)) as JsonObject;
    let judged = 0;
    for (const name of ["batchSignatures", "keys", "anchor", "representations"]) {
      for (const { what, document: changed } of mutations(document[name]!)) {
        // A proof set has no order, and a proof that stands in it twice is one proof.
        if (/^\/0\/credential\/proof has element/.test(what)) continue;
        const bundle = parsed({ ...document, [name]: changed });
        if (bundle === null) continue;
        const report = verifier.verify(bundle, NO_FACTS, { level: "archival" }, NOW);
        expect(report.verdict, `${name}${what}`).to.not.be.oneOf(["valid", "not_in_force"]);
        judged += 1;
      }
    }
    expect(judged).to.be.greaterThan(500);
  }).timeout(30_000);

  it("is judged the same by a verifier that remembers", () => {
    const verifier = createVerifier(world.trust);
    const [own] = world.bundle.batchSignatures;
    const spoiled = { ...own!, signature: `0x${"11".repeat(64)}` as const };
    for (const batchSignatures of [[own!], [spoiled], [own!], []]) {
      const bundle = { ...world.bundle, batchSignatures };
      expect(verifier.verify(bundle, NO_FACTS, { level: "archival" }, NOW)).to.deep.equal(judge(world, { bundle }));
    }
  });
});

/** null where it is no bundle. */
function parsed(document: JsonObject): Bundle | null {
  try {
    return readBundle(document);
  } catch (error) {
    if (isYinzhengError(error, "bundle.format")) return null;
    throw error;
  }
}

describe("proof: hash suite of the type", () => {
  it("is that of the batch, or the certificate is refused", async () => {
    const invalid = "invalid | integrity.leaf integrity.hash_suite";
    const type = (hashSuite: TypeDefinition["hashSuite"]): TypeDefinition => ({
      ...BUSINESS_LICENCE,
      hashSuite: hashSuite!,
    });
    expect(summary(judge(await paper({ suite: "sm3", type: type("sm3") })))).to.equal("valid");
    expect(summary(judge(await paper({ suite: "sha256", type: type("sha256") })))).to.equal("valid");
    expect(summary(judge(await paper({ suite: "sm3", type: BUSINESS_LICENCE })))).to.equal(invalid);
    expect(summary(judge(await paper({ suite: "sha256", type: type("sm3") })))).to.equal(invalid);
  });
});
