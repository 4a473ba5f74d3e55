import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { bundleText } from "../../src/proof/build.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { verify } from "../../src/proof/verify.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { approvalOf, type Harness, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

const PERSON: JsonObject = {
  subjectType: "person",
  name: "葛󠄀某",
  citizenId: "11010519491231002X",
  verificationMethod: "in_person",
  verifiedOn: "2026-03-01",
};

describe("service: suites", () => {
  let world: World;
  let harness: Harness;
  before(async () => {
    world = await openWorld();
    harness = await serve(world);
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  async function issuedIdentity(): Promise<CertificateView> {
    const { identities } = world;
    const { service } = harness;
    const request = { type: identities.type, subject: PERSON, validUntil: "2031-12-31" };
    const view = await service.issue(principal(identities), request);
    return service.approve(principal(identities), view.id, await approvalOf(identities, view));
  }

  it("issues a proof set, with the keys it names and no other, which verifies at every level", async () => {
    const view = await issuedIdentity();
    expect(view.state).to.equal("issued");
    const { text } = await harness.service.bundle(principal(world.identities), view.id);
    const bundle = parseBundle(utf8(text));
    const proofs = bundle.representations[0]?.credential.proof as readonly JsonObject[];
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).to.deep.equal(["eddsa-jcs-2022", "sm2-jcs-2026"]);
    expect(bundle.keys.map(({ suite }) => suite).sort()).to.deep.equal(["eddsa-jcs-2022", "sm2-jcs-2026"]);
    expect(bundleText(bundle)).to.equal(text);
    const report = verify(bundle, NO_FACTS, world.trust, { level: "archival" }, world.clock());
    expect(report.verdict).to.equal("valid");
    expect(report.checks.filter(({ name }) => name === "issuer.proof").map(({ code }) => code)).to.deep.equal([
      "issuer.ok",
      "issuer.ok",
    ]);
  });

  it("drafts nothing for a type whose suites the member has no keys for", async () => {
    const [identities] = [world.identities];
    const without = await serve(world, {
      members: [
        {
          profile: identities.profile,
          tenant: principal(identities).tenant,
          types: [identities.type],
          keys: identities.keys.filter(({ algorithm }) => algorithm !== "sm2"),
        },
      ],
    });
    const request = { type: identities.type, subject: PERSON, validUntil: "2031-12-31" };
    const refused = await without.service.issue(principal(identities), request).catch((error: unknown) => error);
    expect(refused).to.include({ code: "policy.scope" });
    await without.close();
  });
});
