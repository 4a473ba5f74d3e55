import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { SUITES } from "../../src/crypto/suites/table.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isJsonObject } from "../../src/domain/json-value.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { batchTree } from "../../src/proof/batch.ts";
import { type Bundle, CREDENTIAL_MEDIA_TYPE } from "../../src/proof/bundle.ts";
import { addProof } from "../../src/proof/data-integrity.ts";
import { jcsBytes } from "../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../src/proof/leaf.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { verify } from "../../src/proof/verify.ts";
import { gather } from "../../src/service/gather.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import { faults, judge, summary } from "../proof/judge.ts";
import { ANCHORED } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { openReal, type Real } from "../proof/real.ts";
import { failure } from "../service/harness.ts";
import { Attacker, openRelay } from "./attack.ts";

const DAY = 24 * 3600;

describe("threat: a member's signing key is stolen", () => {
  let real: Real;
  let relay: Ledger;
  let genuine: Bundle;

  before(async () => {
    real = await openReal();
    relay = await openRelay(real.world);
    genuine = await real.bundle(await real.certificate());
  });

  after(async () => {
    await relay.close();
    await real.close();
  });

  const key = () => {
    const found = real.world.licences.keys
      .map(hostedKey)
      .find(({ suite, purpose }) => suite === "eddsa-jcs-2022" && purpose === "credential");
    if (found === undefined) throw new Error("no key");
    return found;
  };

  /** A credential of the thief's, dated years ago, rightly signed by the stolen key and standing in a real cell. */
  async function forged(): Promise<JsonObject> {
    const { proof: _, ...unsigned } = credentialOf(genuine);
    const subject = isJsonObject(unsigned.credentialSubject) ? unsigned.credentialSubject : {};
    const dated = {
      ...unsigned,
      validFrom: "2020-01-01T00:00:00Z",
      credentialSubject: { ...subject, name: "从来没有的公司", registeredOn: "2020-01-01" },
    };
    const { keyId, signer } = key();
    const verificationMethod = `${real.world.licences.profile.issuer}#${keyId}`;
    const sign = (message: Uint8Array) => signer.sign(message);
    return addProof(dated, {
      suite: SUITES["eddsa-jcs-2022"],
      verificationMethod,
      created: "2020-01-01T00:00:00Z",
      sign,
    });
  }

  /** The genuine bundle with this credential in it, and manifest, path and root made to fit as far as they can. */
  function around(credential: JsonObject, fit: "nothing" | "the manifest" | "the root"): Bundle {
    const [first] = genuine.representations;
    if (first === undefined) throw new Error("no representation");
    const changed: Bundle = { ...genuine, representations: [{ ...first, credential }] };
    if (fit === "nothing") return changed;
    const { proof: _, ...unsigned } = credential;
    const entry = entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(unsigned), fromHex(first.salt), "sha256");
    const manifest = { ...genuine.manifest, entries: [entry] };
    if (fit === "the manifest") return { ...changed, manifest };
    const { anchor } = genuine.anchor;
    const { registryId, memberId, typeId, batchId, index } = manifest;
    const leaves = new Map([[index, leafOf(manifest, "sha256")]]);
    const empty = voidLeaf({ registryId, memberId, typeId, batchId }, `0x${"00".repeat(16)}`, "sha256");
    const tree = batchTree({ size: anchor.size, suite: "sha256", leaves, voidLeaf: empty });
    return {
      ...changed,
      manifest,
      path: tree.path(index),
      anchor: { ...genuine.anchor, anchor: { ...anchor, root: tree.root } },
    };
  }

  const judged = async (bundle: Bundle, level: (typeof LEVELS)[number]) =>
    verify(bundle, await gather(relay, bundle), real.trust, { level }, real.now());

  it("a stolen signing key cannot back-date", async () => {
    const credential = await forged();
    for (const fit of ["nothing", "the manifest", "the root"] as const) {
      for (const level of LEVELS) {
        const report = await judged(around(credential, fit), level);
        expect(report.verdict, `${level}, fitting ${fit}`).to.equal("invalid");
        // The stolen key's proof itself is right: what is missing is the anchor.
        expect(faults(report).join(), level).not.to.include("issuer.proof_bad");
        expect(faults(report).join(), level).to.match(/integrity\.|anchor\./);
      }
    }

    // The theft is found and reported by one officer, from now on.
    real.world.clock.advance(DAY);
    const reported = real.now();
    const { licences } = real.world;
    const officer = new Attacker(real.world, licences, licences.officerKeys.checker);
    await relay.submit(await officer.report({ subject: key().keyId }));
    const [compromised] = (await relay.keys(licences.memberId)).filter(({ keyId }) => keyId === key().keyId);
    expect(compromised?.compromisedSince).to.be.within(reported, reported + 60);

    for (const level of LEVELS) {
      // What was anchored before stays valid, also with evidence that knows of the theft.
      expect((await judged(genuine, level)).verdict, `before, ${level}`).to.equal("valid");
      // And the thief's is no better for being dated before the report.
      expect((await judged(around(credential, "the root"), level)).verdict, `forged, ${level}`).to.equal("invalid");
    }
  });

  it("the service hands out nothing that the reported key signed afterwards, though officers have signed the anchor", async () => {
    const { code } = await failure(real.certificate());
    expect(code).to.equal("service.self_check");
  });

  it("a document dated before the report is judged by the time of its anchor alone", async () => {
    const dated = (since: number) =>
      paper({ draft: { validFrom: "2020-01-01T00:00:00Z" }, words: { key: { compromisedSince: since } } });
    for (const level of LEVELS) {
      const late = await dated(ANCHORED);
      expect(summary(judge(late, { level })), level).to.equal("invalid | issuer.key issuer.key_compromised");
      expect(summary(judge(await dated(ANCHORED + 1), { level })), level).to.equal("valid");
    }
  });
});

function credentialOf({ representations: [first] }: Bundle): JsonObject {
  if (first === undefined) throw new Error("no credential");
  return first.credential;
}
