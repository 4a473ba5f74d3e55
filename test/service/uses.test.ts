import { expect } from "chai";
import { readAnyFile } from "../../src/documents/read/file.ts";
import { judgeFile, openFile } from "../../src/documents/read/judge-file.ts";
import { readOfd } from "../../src/documents/read/ofd/read.ts";
import { readDocument } from "../../src/documents/read/read.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { sealIdOf } from "../../src/proof/ids.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { parseRepresentation } from "../../src/proof/representation.ts";
import type { DocumentTerms } from "../../src/service/documents/terms.ts";
import { asked, documentOf, kindsIn } from "./documents/desk.ts";
import { failure, type Harness, issued, serve, settled } from "./harness.ts";
import { active, ordered, seen } from "./seals/desk.ts";
import { DAY, openWorld, type World } from "./world.ts";

const OFD: DocumentTerms = { languages: "zh", carrier: "ofd" };

describe("service: uses of seals in a batch", function () {
  this.timeout(60_000);
  let world: World;
  let harness: Harness;
  /** Uses that were sent; the answer to the next is lost on the way where `lost`. */
  let sent: number;
  let lost: boolean;
  /** What happens as soon as uses are counted. */
  let then: () => Promise<unknown>;
  beforeEach(async () => {
    world = await openWorld();
    [sent, lost, then] = [0, false, async () => undefined];
    harness = await serve(world, { ledger: watched(world.ledger()) });
  });
  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  function watched(ledger: Ledger): Ledger {
    const submit = ledger.submit.bind(ledger);
    return Object.assign(ledger, {
      submit: async (call: Parameters<Ledger["submit"]>[0]) => {
        const block = await submit(call);
        if (call.kind !== "seal-use") return block;
        sent += 1;
        await then();
        if (!lost) return block;
        lost = false;
        throw new YinzhengError("chain.unreachable");
      },
    });
  }
  const count = async (kind: string): Promise<number> =>
    (await kindsIn(harness.store)).filter((one) => one === kind).length;

  it("are counted on chain once it is anchored, and the document proves its own", async () => {
    const seal = await active(harness.service, world);
    const view = await issued(harness.service, world);
    const reading = await readOfd((await documentOf(harness.service, world, view, OFD)).bytes);
    if ("fault" in reading || reading.proof === null) throw new Error("a document of ours");
    const { uses, anchor, revocations } = parseRepresentation(reading.proof);
    const sealId = sealIdOf(seal.code);
    const { memberId, batchId } = anchor.anchor;
    const record = await world.ledger().sealUseOf(sealId, memberId, batchId);
    expect(record?.use.count).to.equal(1);
    expect(record?.time).to.be.at.least(anchor.time);
    expect(uses).to.deep.equal([{ sealId, leaf: record?.leaf }]);
    expect(revocations?.length).to.be.greaterThan(0);
    expect(await seen(harness.service, world, seal)).to.include({ uses: 1, usedToday: 1 });
  });

  it("of a PDF stand unseen beneath the agency's signature, are counted and proven, and leave it below 80 kB", async () => {
    const seal = await active(harness.service, world);
    const view = await issued(harness.service, world);
    const { bytes } = await documentOf(harness.service, world, view, { languages: "zh" });
    const reading = await readDocument(bytes);
    if ("fault" in reading || reading.representation === null) throw new Error("a document of ours");
    expect(reading.ses.map(({ holds, signature }) => [holds, signature?.seal.info.id])).to.deep.equal([
      [true, seal.code],
    ]);
    expect(reading.seals.map(({ holds }) => holds)).to.deep.equal([true]);
    const { uses, anchor } = parseRepresentation(reading.representation);
    const record = await world.ledger().sealUseOf(sealIdOf(seal.code), anchor.anchor.memberId, anchor.anchor.batchId);
    expect(uses).to.deep.equal([{ sealId: sealIdOf(seal.code), leaf: record?.leaf }]);
    expect(reading.length).to.be.lessThan(80_000);
    expect(await seen(harness.service, world, seal)).to.include({ uses: 1 });
  });

  it("are counted once where the answer was lost on the way", async () => {
    const seal = await active(harness.service, world);
    const view = await issued(harness.service, world);
    lost = true;
    await asked(harness.service, world, view, OFD);
    await harness.timers.pass(1000);
    await documentOf(harness.service, world, view, OFD);
    expect(sent).to.equal(1);
    expect(await seen(harness.service, world, seal)).to.include({ uses: 1 });
  });

  it("beyond those of a day stop the document, which says why, until a start on another day", async () => {
    await active(harness.service, world, { dailyLimit: 1 });
    await documentOf(harness.service, world, await issued(harness.service, world), OFD);
    const view = await issued(harness.service, world);
    await asked(harness.service, world, view, OFD);
    await settled(async () => (await count("batch.alarmed")) === 1);
    expect(await count("document.issued")).to.equal(1);
    expect(await failure(asked(harness.service, world, view, OFD))).to.include({ code: "policy.seal_limit" });
    const { store } = harness;
    await harness.close();
    world.clock.advance(DAY);
    harness = await serve(world, { store });
    await settled(async () => (await count("document.issued")) === 2);
    await documentOf(harness.service, world, view, OFD);
    expect(await count("batch.used")).to.equal(2);
  });

  it("are worth nothing where the seal was lost before, and then the document is not handed out", async () => {
    const seal = await active(harness.service, world);
    const since = world.clock();
    const view = await issued(harness.service, world);
    world.clock.advance(60);
    then = () => ordered(harness.service, world, seal, "lose", { since });
    await asked(harness.service, world, view, OFD);
    await settled(async () => (await count("batch.alarmed")) === 1);
    expect(await count("batch.used")).to.equal(1);
    const error = await failure(asked(harness.service, world, view, OFD));
    expect(error).to.deep.include({ code: "service.self_check", detail: { checks: ["seal.lost"] } });
  });

  it("are shown for what they are by the document itself, once the seal is reported lost since before them", async () => {
    const seal = await active(harness.service, world);
    const view = await issued(harness.service, world);
    const line = async () => {
      const { bytes } = await documentOf(harness.service, world, view, OFD);
      const { checks } = judgeFile(
        openFile(bytes, await readAnyFile(bytes), parseBundle),
        NO_FACTS,
        world.trust,
        { level: "archival" },
        world.clock(),
      );
      return checks.find(({ name }) => name === "seal.lost")?.code;
    };
    expect(await line()).to.equal("seal.ok");
    await ordered(harness.service, world, seal, "lose", { since: world.clock() - 1 });
    expect(await line()).to.equal("seal.lost");
  });

  it("are counted in no batch of documents without a seal", async () => {
    await documentOf(harness.service, world, await issued(harness.service, world));
    expect([sent, await count("batch.used")]).to.deep.equal([0, 0]);
  });
});
