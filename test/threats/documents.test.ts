import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { formatInstant } from "../../src/domain/dates.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { LEVELS, type Level } from "../../src/proof/policy.ts";
import {
  parseRepresentation,
  REPRESENTATION_FORMAT,
  REPRESENTATION_TYPE_ID,
  representationText,
} from "../../src/proof/representation.ts";
import type { SealedDocument } from "../../src/proof/sealed-document.ts";
import { anchorSlots } from "../../src/proof/slots.ts";
import { verifyDocument } from "../../src/proof/verify-document.ts";
import { gatherDocument } from "../../src/service/gather.ts";
import { summary } from "../proof/judge.ts";
import { SOUND_SEALS } from "../proof/judge-document.ts";
import { MEMBER_ID, TYPE_ID } from "../proof/paper/certificate.ts";
import { type DocumentOptions, documentLeaf, SEALED } from "../proof/paper/document.ts";
import { digest } from "../proof/paper/keys.ts";
import { REPORTED_OFFICER } from "../verdicts/events.ts";
import { type Batch, HEIR, HOUR, type Installation, openInstallation } from "../verdicts/installation.ts";

/** On real contracts: whatever its officers signed is on chain, and what they signed need not be right. */
describe("threat: a document is made to stand for what it does not", () => {
  let world: Installation;
  let licence: Bundle;
  let batches = 0;

  beforeEach(async () => {
    world = await openInstallation();
    world.clock.advance(HOUR);
    licence = await world.bundle(await world.anchor("licence"));
    world.clock.advance(HOUR);
  });

  afterEach(() => world.close());

  /** A document whose leaf is put on chain in a batch of its own. */
  async function anchored(options: DocumentOptions = {}, batch: Partial<Batch> = {}): Promise<SealedDocument> {
    const { typeId = REPRESENTATION_TYPE_ID, memberId = MEMBER_ID } = batch;
    const batchId = digest(`documents ${batches++}`);
    const manifest = { batchId, typeId, memberId, ...options.manifest };
    const leaf = documentLeaf(licence, { ...options, manifest });
    const made = await world.put({ memberId, typeId, batchId, root: leaf.root, ...batch });
    if (made.refused !== null) throw new Error(made.refused);
    const proof = {
      format: REPRESENTATION_FORMAT,
      registryId: licence.registryId,
      manifest: leaf.manifest,
      salt: leaf.salt,
      path: leaf.path,
      ...(await world.proofOf(made, anchorSlots(made))),
    } as const;
    return { sealed: leaf.sealed, certificate: licence, proof: parseRepresentation(utf8(representationText(proof))) };
  }

  async function judged(document: SealedDocument, level: Level): Promise<string> {
    const facts = level === "online" ? await gatherDocument(world.ledger, document) : NO_FACTS;
    return summary(verifyDocument(document, facts, world.trust, { level }, world.clock(), SOUND_SEALS));
  }
  const atAllLevels = async (document: SealedDocument): Promise<readonly string[]> => {
    const answers = await Promise.all(LEVELS.map((level) => judged(document, level)));
    return [...new Set(answers)];
  };
  const refused = (code: string): readonly string[] => [`invalid | seal.representation seal.${code}`];

  it("a document that its certificate's member anchored is valid at every level", async () => {
    expect(await atAllLevels(await anchored())).to.deep.equal(["valid"]);
  });

  it("another member's officers can anchor a leaf for it, under their name or its own, and it counts for nothing", async () => {
    expect(await atAllLevels(await anchored({}, { memberId: HEIR }))).to.deep.equal(refused("other_issuer"));
    const posing = await anchored({ manifest: { memberId: MEMBER_ID } }, { memberId: HEIR });
    expect(await atAllLevels(posing)).to.deep.equal(refused("other_issuer"));
  });

  it("a document of another certificate of the same member is none of this one", async () => {
    const other = await world.bundle(await world.anchor("another licence"));
    world.clock.advance(HOUR);
    const own = await anchored();
    expect(await atAllLevels({ ...own, certificate: other })).to.deep.equal(refused("other_certificate"));
  });

  it("the proof of one document is none of another of the same certificate", async () => {
    const [one, other] = [await anchored(), await anchored({ sealed: Uint8Array.of(...SEALED, 10) })];
    expect(await atAllLevels({ ...one, proof: other.proof })).to.deep.equal(refused("other_document"));
  });

  it("a leaf for a document in a batch of certificates is on chain, and is no document", async () => {
    expect(await atAllLevels(await anchored({}, { typeId: TYPE_ID }))).to.deep.equal(refused("wrong_kind"));
    const posing = await anchored({ manifest: { typeId: REPRESENTATION_TYPE_ID } }, { typeId: TYPE_ID });
    expect(await atAllLevels(posing)).to.deep.equal(refused("wrong_kind"));
  });

  it("two officers of whom none checks put nothing on chain", async () => {
    const error = await anchored({}, { signers: ["checker", "deputy"] }).catch(({ message }: Error) => message);
    expect(error)
      .to.be.a("string")
      .and.to.match(/^MemberRegistry/);
  });

  it("a copy holds until its last second, at every level", async () => {
    const validUntil = formatInstant(world.clock() + HOUR);
    const copy = await anchored({ limits: { purpose: "贷款", validUntil } });
    expect(await atAllLevels(copy)).to.deep.equal(["valid"]);
    world.clock.advance(HOUR + 1);
    expect(await atAllLevels(copy)).to.deep.equal(["not_in_force | time.copy time.copy_expired"]);
  });

  it("fresh evidence of a document does not refresh a certificate, nor the other way round", async () => {
    const { maxStatusAge } = world.trust.networks[0]!;
    const old = await anchored();
    world.clock.advance(maxStatusAge);
    await world.beat();
    const young = await anchored();
    expect(await judged(young, "archival")).to.equal("indeterminate | time.evidence status.stale");
    expect(await judged(young, "online")).to.equal("valid");
    licence = await world.bundle(await world.anchor("a fresh licence"));
    const { log, evidence, checkpoint, statusChanges } = old.certificate;
    if (typeof young.proof === "string" || typeof old.proof === "string") throw new Error("no proof");
    const certificate = { log, evidence, checkpoint, statusChanges };
    expect(await judged({ ...young, proof: { ...young.proof, certificate } }, "archival")).to.equal(
      "indeterminate | time.evidence status.stale",
    );
  });

  it("officers whose keys were lost before they signed are found out, by old evidence too once it is stale", async () => {
    const since = world.clock();
    world.clock.advance(HOUR);
    licence = await world.bundle(await world.anchor("a licence by maker and deputy", "maker", "deputy"));
    const file = await anchored();
    expect(await atAllLevels(file)).to.deep.equal(["valid"]);
    world.clock.advance(HOUR);
    const { council } = world;
    await council.decide(council.call("memberRegistry", "reportCompromise", MEMBER_ID, REPORTED_OFFICER, since));
    await world.beat();
    const found = "invalid | seal.anchor seal.anchor_refused";
    expect(await judged(file, "online")).to.equal(found);
    expect(await judged(file, "archival")).to.equal("valid");
    world.clock.advance(world.trust.networks[0]!.maxStatusAge);
    expect(await judged(file, "archival")).to.equal(
      "indeterminate | time.evidence status.stale | seal.anchor seal.stale",
    );
  });
});
