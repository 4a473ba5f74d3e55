import { createHash } from "node:crypto";
import { expect } from "chai";
import { concat, fromHex, fromMultibase58, utf8 } from "../../src/crypto/encoding.ts";
import { HASH_SUITES } from "../../src/domain/anchor.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { typeTable } from "../../src/domain/types/table.ts";
import { bundleText } from "../../src/proof/build.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Report } from "../../src/proof/report.ts";
import { verify } from "../../src/proof/verify.ts";
import type { ServiceDeps } from "../../src/service/deps.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { hasSm2, opensslVerifies } from "../crypto/openssl.ts";
import { type Json, jcs } from "../oracle/json.ts";
import { approvalOf, draft, type Harness, issued, serve } from "./harness.ts";
import { openWorld, principal, served, type World } from "./world.ts";

const PERSON: JsonObject = {
  subjectType: "person",
  name: "葛󠄀某",
  citizenId: "11010519491231002X",
  verificationMethod: "in_person",
  verifiedOn: "2026-03-01",
};
const SUITE_NAMES = ["eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"] as const;
/** One SM2 signature for a batch, over a tree of SM3 hashes. */
const BY_BATCH: TypeDefinition = {
  ...BUSINESS_LICENCE,
  version: 2,
  suites: [],
  batchSuites: ["sm2-jcs-2026"],
  hashSuite: "sm3",
};
/** A proof in every suite, and a signature over the batch beside them. */
const BY_ALL: TypeDefinition = { ...BY_BATCH, version: 3, suites: SUITE_NAMES };
const ALL_VERSIONS = typeTable([BUSINESS_LICENCE, BY_BATCH, BY_ALL, DIGITAL_IDENTITY]);

/** What a foreign judge hashes: own canonical form, SHA-256 or SM3 of OpenSSL. */
const hashed = (algorithm: "sha256" | "sm3", value: JsonObject): Uint8Array =>
  createHash(algorithm)
    .update(jcs(value as Json))
    .digest();

describe("service: suites", () => {
  let world: World;
  let harness: Harness;
  before(async () => {
    world = await openWorld(undefined, undefined, ALL_VERSIONS);
  });
  afterEach(() => harness.close());
  after(() => world.close());

  const start = async (options: Partial<ServiceDeps> = {}): Promise<void> => {
    harness = await serve(world, options);
  };
  const upTo = (newest: TypeDefinition) =>
    typeTable([...ALL_VERSIONS.all].filter(({ version }) => version <= newest.version));
  const bundleOf = async (view: CertificateView, agency = world.licences): Promise<Bundle> => {
    const { text } = await harness.service.bundle(principal(agency), view.id);
    const bundle = parseBundle(utf8(text));
    expect(bundleText(bundle)).to.equal(text);
    return bundle;
  };
  const judged = (bundle: Bundle): Report =>
    verify(bundle, NO_FACTS, world.trust, { level: "archival" }, world.clock());
  const codes = ({ checks }: Report, name: string): readonly string[] =>
    checks.filter((line) => line.name === name).map(({ code }) => code);

  async function issuedIdentity(): Promise<CertificateView> {
    const { identities } = world;
    const { service } = harness;
    const request = { type: identities.type, subject: PERSON, validUntil: "2031-12-31" };
    const view = await service.issue(principal(identities), request);
    return service.approve(principal(identities), view.id, await approvalOf(identities, view));
  }

  it("issues a proof set, with the keys it names and no other", async () => {
    await start();
    const bundle = await bundleOf(await issuedIdentity(), world.identities);
    const proofs = bundle.representations[0]?.credential.proof as readonly JsonObject[];
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).to.deep.equal(["eddsa-jcs-2022", "sm2-jcs-2026"]);
    expect(bundle.keys.map(({ suite }) => suite).sort()).to.deep.equal(["eddsa-jcs-2022", "sm2-jcs-2026"]);
    const report = judged(bundle);
    expect(report.verdict).to.equal("valid");
    expect(codes(report, "issuer.proof")).to.deep.equal(["issuer.ok", "issuer.ok"]);
  });

  it("signs a batch once, where its type says so, and no certificate in it; its tree is of SM3", async () => {
    await start({ types: upTo(BY_BATCH) });
    const bundle = await bundleOf(await issued(harness.service, world));
    expect(bundle.representations[0]?.credential).to.not.have.property("proof");
    expect(bundle.anchor.anchor.hashSuite).to.equal(HASH_SUITES.sm3);
    expect(bundle.batchSignatures.map(({ suite }) => suite)).to.deep.equal(["sm2-jcs-2026"]);
    expect(bundle.keys.map(({ keyId }) => keyId)).to.deep.equal(bundle.batchSignatures.map(({ keyId }) => keyId));
    const report = judged(bundle);
    expect(report.verdict).to.equal("valid");
    expect(codes(report, "issuer.batch_signature")).to.deep.equal(["issuer.ok"]);
    expect(codes(report, "issuer.proof")).to.deep.equal([]);
  });

  it("signs each certificate in every suite and the batch beside them, and OpenSSL finds each of these right", async function () {
    await start({ types: upTo(BY_ALL) });
    const bundle = await bundleOf(await issued(harness.service, world));
    expect(judged(bundle).verdict).to.equal("valid");
    const { proof, ...document } = bundle.representations[0]!.credential;
    const keyOf = (keyId: unknown): Uint8Array =>
      fromHex(bundle.keys.find((key) => key.keyId === keyId)?.publicKey ?? "");
    expect((proof as readonly JsonObject[]).map(({ cryptosuite }) => cryptosuite)).to.deep.equal(SUITE_NAMES);
    if (!hasSm2) this.skip(); // there is no openssl command with SM2
    for (const [curve, suite, hash] of [
      ["p256", "ecdsa-jcs-2019", "sha256"],
      ["sm2", "sm2-jcs-2026", "sm3"],
    ] as const) {
      const { proofValue, ...config } = (proof as readonly JsonObject[]).find((one) => one.cryptosuite === suite)!;
      const key = keyOf(String(config.verificationMethod).split("#")[1]);
      const message = concat(hashed(hash, config), hashed(hash, document));
      const signature = fromMultibase58(String(proofValue));
      expect(opensslVerifies(curve, key, message, signature), suite).to.equal(true);
      expect(opensslVerifies(curve, key, message.with(63, message[63]! ^ 1), signature), suite).to.equal(false);
    }
    const [signed] = bundle.batchSignatures;
    const { memberId, typeId, batchId, hashSuite, size, root } = bundle.anchor.anchor;
    const statement: JsonObject = {
      format: "yinzheng-batch-signature/1",
      ...{ registryId: bundle.registryId, keyId: signed!.keyId },
      ...{ memberId, typeId, batchId, hashSuite, size, root },
    };
    const tag = createHash("sm3").update("yinzheng/batch-signature/v1").digest();
    const signature = fromHex(signed!.signature);
    const message = concat(tag, hashed("sm3", statement));
    expect(opensslVerifies("sm2", keyOf(signed!.keyId), message, signature)).to.equal(true);
    const other = concat(tag, hashed("sm3", { ...statement, size: size * 2 }));
    expect(opensslVerifies("sm2", keyOf(signed!.keyId), other, signature)).to.equal(false);
  });

  it("puts two versions of a type into batches of their own, also where the first is open when the second comes", async () => {
    const store = openMemoryStore();
    const batching = { maxWaitMs: 50, capacity: 16 };
    await start({ store, batching });
    const first = await draft(harness.service, world);
    const by = principal(world.licences);
    await harness.service.approve(by, first.id, await approvalOf(world.licences, first), { waitMs: 0 });
    await harness.timers.set(50);
    await harness.close();
    await start({ store, batching, types: upTo(BY_BATCH) });
    const second = await draft(harness.service, world);
    const done = harness.service.approve(by, second.id, await approvalOf(world.licences, second));
    await harness.timers.pass(50);
    await harness.timers.pass(50);
    expect((await done).state).to.equal("issued");
    const bundles = [await bundleOf(first), await bundleOf(second)];
    expect(bundles.map(({ anchor }) => anchor.anchor.hashSuite)).to.deep.equal([HASH_SUITES.sha256, HASH_SUITES.sm3]);
    expect(bundles.map((bundle) => judged(bundle).verdict)).to.deep.equal(["valid", "valid"]);
  });

  it("goes on serving what a key signed that another has taken the place of", async () => {
    const store = openMemoryStore();
    const { licences } = world;
    const [oldest, ...others] = licences.keys;
    const successor = world.identities.keys[0]!;
    await start({ store });
    const view = await issued(harness.service, world);
    await harness.close();
    await start({ store, members: [{ ...served(licences), keys: [successor, oldest!, ...others] }] });
    const bundle = await bundleOf(view);
    expect(bundle.keys.map(({ publicKey }) => publicKey)).to.deep.equal([oldest!.publicKey]);
    expect(judged(bundle).verdict).to.equal("valid");
  });

  it("drafts nothing for a type whose suites the member has no keys for", async () => {
    const { identities } = world;
    const keys = identities.keys.filter(({ algorithm }) => algorithm !== "sm2");
    await start({ members: [{ ...served(identities), keys }] });
    const request = { type: identities.type, subject: PERSON, validUntil: "2031-12-31" };
    const refused = await harness.service.issue(principal(identities), request).catch((error: unknown) => error);
    expect(refused).to.include({ code: "policy.scope" });
  });
});
