import { expect } from "chai";
import { SUITES } from "../../src/crypto/suites/table.ts";
import type { OfficerSignature } from "../../src/domain/anchor.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { Call, Ledger } from "../../src/ledger/ledger.ts";
import { type Bundle, CREDENTIAL_MEDIA_TYPE } from "../../src/proof/bundle.ts";
import { addProof } from "../../src/proof/data-integrity.ts";
import { typeIdOf } from "../../src/proof/ids.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { verify } from "../../src/proof/verify.ts";
import { gather } from "../../src/service/gather.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import type { AnchorRequest, BatchDocument, Officer } from "../../src/service/officers.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { bundleOf, INSURER_A, issuedBill } from "../service/bill.ts";
import { approvalOf, draft, failure, type Harness, issued, orderOf, serve, settled } from "../service/harness.ts";
import { hashOf, openWorld, principal, type World } from "../service/world.ts";
import { openRelay, refusalOf } from "./attack.ts";

/** What an officers' signature that is of something else comes to: an address that is no officer's, in no order. */
const NO_OFFICER = ["MemberRegistryOfficerNotValid", "MemberRegistrySignerOrder", "MemberRegistryEpoch"];

/**
 * Who runs the service holds the relayer's key, the journal with every draft and salt, the hosted keys and the tokens of the
 * signers, and sees everything before it is sent. Here it keeps back what it should send, and sends something else.
 */
describe("threat: whoever runs the service", () => {
  let world: World;
  let relay: Ledger;
  let harness: Harness;
  let view: CertificateView;
  let bundle: Bundle;
  const held: Call[] = [];
  const shown: AnchorRequest[] = [];
  let holding = false;

  before(async () => {
    world = await openWorld();
    relay = await openRelay(world);
    const ledger = keepingBack(world.ledger());
    const officers = [...world.licences.officers.map(watched), ...world.identities.officers];
    harness = await serve(world, { ledger, officers });
    view = await issued(harness.service, world);
    bundle = parseBundle(
      new TextEncoder().encode((await harness.service.bundle(principal(world.licences), view.id)).text),
    );
  });

  after(async () => {
    await harness.close();
    await relay.close();
    await world.close();
  });

  function keepingBack(ledger: Ledger): Ledger {
    return new Proxy(ledger, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          if (name !== "submit" || !holding) return Reflect.apply(value, target, args);
          held.push(args[0] as Call);
          throw new YinzhengError("chain.unreachable", { what: "kept back" });
        };
      },
    });
  }

  /** Whoever runs the service sees what the signers are shown. */
  function watched(officer: Officer): Officer {
    return {
      ...officer,
      async signAnchor(request) {
        const documents: BatchDocument[] = [];
        for await (const document of request.documents) documents.push(document as BatchDocument);
        shown.push({ ...request, documents });
        return officer.signAnchor({ ...request, documents });
      },
    };
  }

  /** What the service would have sent, signed by the officers. */
  async function keptBack<K extends Call["kind"]>(kind: K, work: () => Promise<unknown>): Promise<Call & { kind: K }> {
    holding = true;
    held.length = 0;
    const done = work().catch(() => undefined);
    await settled(async () => held.length > 0);
    await done;
    holding = false;
    const [call] = held;
    if (call?.kind !== kind) throw new Error(`no ${kind}`);
    return call as Call & { kind: K };
  }

  it("a relayer or operator cannot alter a payload", async () => {
    const { service } = harness;
    const { licences, identities } = world;
    const by = principal(licences);
    const { size } = await relay.logState();

    const drafted = await draft(service, world);
    const approval = await approvalOf(licences, drafted);
    const anchor = await keptBack("anchor", () => service.approve(by, drafted.id, approval, { waitMs: 0 }));
    for (const fields of [
      { root: hashOf("another root") },
      { batchId: hashOf("another batch") },
      { size: 32 },
      { hashSuite: 2 },
      { typeId: typeIdOf(licences.types[1] ?? "") },
      { memberId: identities.memberId },
      { officerEpoch: 2 },
      { deadline: anchor.anchor.deadline - 1 },
      { notBefore: anchor.anchor.notBefore + 1 },
    ]) {
      const altered = { ...anchor, anchor: { ...anchor.anchor, ...fields } };
      const said = await refusalOf(relay, altered);
      expect(said, JSON.stringify(fields)).to.be.oneOf([...NO_OFFICER, "MemberRegistryOutOfScope"]);
    }

    const order = await orderOf(world, view, "suspended");
    const status = await keptBack("status", () => service.changeStatus(by, view.id, order));
    const { change } = status;
    const [range] = change.ranges;
    for (const fields of [
      { ranges: [{ first: ((range?.first ?? 0) + 1) % 16, count: 1 }] },
      { ranges: [{ first: 0, count: 16 }] },
      { to: 2 },
      { reason: 5 },
      { to: 0 },
      { deadline: change.deadline - 1 },
    ])
      expect(
        await refusalOf(relay, { ...status, change: { ...change, ...fields } }),
        JSON.stringify(fields),
      ).to.be.oneOf([...NO_OFFICER, "MemberRegistryTooFewSigners"]);

    const bill = await bundleOf(service, world, await issuedBill(service, world));
    const claim = await keptBack("claim", () => service.claim(INSURER_A, bill, { idempotencyKey: "case-1" }));
    for (const fields of [
      { commitment: hashOf("the operator's own") },
      { nullifier: licences.maker.address },
      { deadline: claim.claim.deadline - 1 },
    ])
      expect(
        await refusalOf(relay, { ...claim, claim: { ...claim.claim, ...fields } }),
        JSON.stringify(fields),
      ).to.equal("ClaimRegistryNotSigned");
    expect((await relay.logState()).size, "but for the bill's own anchor, nothing got on chain").to.equal(size + 1);

    // What is left to it is to send what was signed, or not to.
    for (const call of [anchor, status, claim]) expect(await refusalOf(relay, call), call.kind).to.equal("");
  });

  it("nor have the officers sign what no maker approved, with its tokens and hosted keys", async () => {
    const [request] = shown;
    if (request === undefined) throw new Error("nothing was shown");
    const [document] = request.documents as readonly BatchDocument[];
    if (document === undefined) throw new Error("no document");
    const subject = { ...(document.draft.subject as JsonObject), name: "经营者改过的名称" };
    const credentialSubject = { ...(document.credential.credentialSubject as JsonObject), name: "经营者改过的名称" };
    const draftToo = { ...document.draft, subject };
    const altered: readonly BatchDocument[] = [
      { ...document, credential: { ...document.credential, credentialSubject } },
      { ...document, draft: draftToo, credential: { ...document.credential, credentialSubject } },
      { ...document, index: (document.index + 1) % 16 },
      { ...document, salt: `0x${"11".repeat(16)}` },
    ];
    for (const officer of [world.licences.maker, world.licences.checker]) {
      for (const one of altered) {
        const { code } = await failure(officer.signAnchor({ ...request, documents: [one] }));
        expect(code).to.be.oneOf(["signer.refused", "signer.root_mismatch"]);
      }
      const anchor = { ...request.anchor, root: hashOf("another root") };
      expect((await failure(officer.signAnchor({ ...request, anchor }))).code).to.equal("signer.root_mismatch");
    }
  });

  it("nor hand out a bundle that says something else, re-signed with the hosted keys", async () => {
    const [first] = bundle.representations;
    if (first === undefined) throw new Error("no representation");
    const { proof: _, ...unsigned } = first.credential;
    const credentialSubject = { ...(unsigned.credentialSubject as JsonObject), name: "经营者改过的名称" };
    const key = world.licences.keys.map(hostedKey).find(({ purpose }) => purpose === "credential");
    if (key === undefined) throw new Error("no key");
    const credential = await addProof(
      { ...unsigned, credentialSubject },
      {
        suite: SUITES[key.suite],
        verificationMethod: `${world.licences.profile.issuer}#${key.keyId}`,
        created: "2026-11-23T08:00:00Z",
        sign: (message) => key.signer.sign(message),
      },
    );
    const { anchor } = bundle;
    const bundles: readonly Bundle[] = [
      { ...bundle, representations: [{ ...first, mediaType: CREDENTIAL_MEDIA_TYPE, credential }] },
      { ...bundle, anchor: { ...anchor, anchor: { ...anchor.anchor, root: hashOf("another root") } } },
      { ...bundle, anchor: { ...anchor, time: anchor.time - 365 * 24 * 3600 } },
      { ...bundle, anchor: { ...anchor, signatures: exchanged(anchor.signatures) } },
      { ...bundle, manifest: { ...bundle.manifest, index: (bundle.manifest.index + 1) % 16 } },
    ];
    for (const altered of bundles) {
      for (const level of LEVELS) {
        const facts = await gather(relay, altered);
        expect(verify(altered, facts, world.trust, { level }, world.clock()).verdict, level).to.equal("invalid");
      }
    }
  });
});

/** Each officer's signature under the other's name. */
function exchanged(signatures: readonly OfficerSignature[]): readonly OfficerSignature[] {
  return signatures.map(({ signer }, i) => ({ signer, signature: signatures.at(i - 1)?.signature ?? "0x" }));
}
