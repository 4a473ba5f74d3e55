import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { createVerifyCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { verifyCredential } from "@digitalbazaar/vc";
import { expect } from "chai";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../../src/domain/context.ts";
import { failure, type Harness, issued, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

describe("service: DID documents, judged by a verifier of another make (@digitalbazaar/vc)", () => {
  let world: World;
  let harness: Harness;
  let credential: JsonObject;
  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    const { id } = await issued(harness.service, world);
    const { text } = await harness.service.bundle(principal(world.licences), id);
    credential = JSON.parse(text).representations[0].credential;
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  /** What the foreign verifier may look up: our context, and the issuer's document as the service gives it. */
  const documentLoader = async (url: string) => {
    const [did = ""] = url.split("#");
    if (!did.startsWith("did:web:")) return { documentUrl: url, document: CONTEXT_DOCUMENT, contextUrl: null };
    const whole = await harness.service.didDocument(did.split(":").at(-1) ?? "");
    const methods = whole.verificationMethod as readonly JsonObject[];
    const method = methods.find(({ id }) => id === url);
    const document = method === undefined ? whole : { "@context": whole["@context"], ...method };
    return { documentUrl: url, document, contextUrl: null };
  };

  const judge = async (document: JsonObject): Promise<{ readonly verified: boolean }> =>
    verifyCredential({
      credential: structuredClone(document),
      suite: new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() }),
      documentLoader,
      now: new Date(world.clock.ms()),
      // Status is the anchor's business: this verifier can't know it.
      checkStatus: async () => ({ verified: true }),
    });

  it("lets it accept a certificate of ours by the issuer's document", async () => {
    const report = await judge(credential);
    expect(report.verified, JSON.stringify(report)).to.equal(true);
  });

  it("lets it refuse an altered one, and one whose key is another member's", async () => {
    const subject = { ...(credential.credentialSubject as JsonObject), name: "别人" };
    expect(await judge({ ...credential, credentialSubject: subject })).to.include({ verified: false });
    const proof = credential.proof as JsonObject;
    const method = String(proof.verificationMethod).replace(world.licences.profile.code, world.identities.profile.code);
    expect(await judge({ ...credential, proof: { ...proof, verificationMethod: method } })).to.include({
      verified: false,
    });
  });

  it("knows no document of a member that is not served here", async () => {
    expect(await failure(harness.service.didDocument("91371000MA94KLXE8M"))).to.include({ code: "http.not_found" });
  });
});
