import { expect } from "chai";
import { equal } from "../../../src/crypto/encoding.ts";
import { readAnyFile } from "../../../src/documents/read/file.ts";
import { judgeFile, openFile } from "../../../src/documents/read/judge-file.ts";
import { type ReadOfd, readOfd } from "../../../src/documents/read/ofd/read.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import { parseRepresentation } from "../../../src/proof/representation.ts";
import { representationChecks } from "../../../src/proof/verify/representation.ts";
import type { DocumentTerms } from "../../../src/service/documents/terms.ts";
import type { DocumentFile } from "../../../src/service/service.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { changed, testSealKey } from "../../documents/ofd/world.ts";
import { failure, type Harness, issued, serve, settled } from "../harness.ts";
import { active } from "../seals/desk.ts";
import { DAY, openWorld, type World } from "../world.ts";
import { asked, documentOf } from "./desk.ts";

const TERMS: DocumentTerms = { languages: "zh", carrier: "ofd" };

/** A seal of this code, good for as long as the tests last. */
const sealOf = (code: string, world: World): Promise<SealKey> =>
  testSealKey({
    id: code,
    created: world.clock() - DAY,
    validFrom: world.clock() - DAY,
    validUntil: world.clock() + 200 * DAY,
  });

describe("service: certificates as OFD", function () {
  this.timeout(20_000);
  let world: World;
  let harness: Harness;
  let code: string;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    ({ code } = await active(harness.service, world, { dailyLimit: 100 }));
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  async function read({ bytes }: DocumentFile): Promise<ReadOfd> {
    const reading = await readOfd(bytes);
    if ("fault" in reading) throw new Error(reading.fault);
    return reading;
  }

  /** Lines about the document itself, from the file and the trust file alone. */
  function checksOf({ listed, certificate, proof }: ReadOfd) {
    if (certificate === null || proof === null) throw new Error("a document of ours");
    const document = {
      sealed: listed,
      mediaType: "application/ofd" as const,
      certificate: parseBundle(certificate),
      proof: parseRepresentation(proof),
    };
    const lines = representationChecks(document, NO_FACTS, world.trust, { level: "archival" }, world.clock());
    return Object.fromEntries(lines.map(({ name, result }) => [name, result]));
  }

  it("are made when they are first asked for, put on chain, and proven by what stands in them", async () => {
    const view = await issued(harness.service, world);
    expect(await asked(harness.service, world, view, TERMS)).to.deep.equal({ state: "sealing" });
    const file = await documentOf(harness.service, world, view, TERMS);
    const report = judgeFile(
      openFile(file.bytes, await readAnyFile(file.bytes), parseBundle),
      NO_FACTS,
      world.trust,
      { level: "archival" },
      world.clock(),
    );
    const results = Object.fromEntries(report.checks.map(({ name, result }) => [name, result]));
    expect(Object.values(results)).not.to.include("invalid");
    expect(results).to.include({
      "seal.file": "valid",
      "seal.value": "valid",
      "seal.content": "valid",
      "seal.anchor": "valid",
    });
    const reading = await read(file);
    expect(checksOf(reading)).to.include({ "seal.representation": "valid", "seal.anchor": "valid" });
    expect(reading.signatures.map(({ ses }) => ses?.seal.info.id)).to.deep.equal([code]);
  });

  it("stay the same but for the proof, and are other documents than the PDF", async () => {
    const view = await issued(harness.service, world);
    const before = await documentOf(harness.service, world, view, TERMS);
    const pdf = await documentOf(harness.service, world, view);
    expect(new TextDecoder("latin1").decode(pdf.bytes.subarray(0, 5))).to.equal("%PDF-");
    world.clock.advance(3 * DAY);
    await issued(harness.service, world);
    const after = await documentOf(harness.service, world, view, TERMS);
    expect(after.etag).to.not.equal(before.etag);
    expect(equal((await read(after)).listed, (await read(before)).listed)).to.equal(true);
    expect(checksOf(await read(after))).to.include({ "seal.representation": "valid", "seal.anchor": "valid" });
  });

  it("are not what was put on chain once anything in them is another", async () => {
    const { bytes } = await documentOf(harness.service, world, await issued(harness.service, world), TERMS);
    const list = "/Doc_0/Signs/Signatures.xml";
    const other = await changed(bytes, (files) => {
      const text = new TextDecoder().decode(files.get(list));
      files.set(list, new TextEncoder().encode(text.replace('ID="1"', 'ID="9"')));
    });
    const reading = await readOfd(other);
    if ("fault" in reading) throw new Error(reading.fault);
    expect(checksOf(reading)).to.include({ "seal.representation": "invalid" });
  });

  it("are made for a member alone that has a seal here", async () => {
    const own = await serve(world, { store: openMemoryStore() });
    const view = await issued(own.service, world);
    expect(await failure(asked(own.service, world, view, TERMS))).to.include({ code: "document.unavailable" });
    await own.close();
  });

  it("are signed for by no officer where the seal is another member's", async () => {
    const code = `${world.identities.profile.code}001`;
    // The service believes that it is the member's own: the officers look at the seal itself.
    const wrong = new Map([[`${world.licences.profile.code}001`, await sealOf(code, world)]]);
    const own = await serve(world, { store: openMemoryStore(), documents: { ...world.documents, seals: wrong } });
    const view = await issued(own.service, world);
    await asked(own.service, world, view, TERMS);
    await settled(async () => own.notices.some(({ detail }) => JSON.stringify(detail).includes("another member's")));
    await own.close();
  });
});
