import { expect } from "chai";
import { utf8 } from "../../../src/crypto/encoding.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import { verify } from "../../../src/proof/verify.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { change, draft, failure, type Harness, LICENCE, serve } from "../harness.ts";
import { openWorld, principal, type World } from "../world.ts";
import { approvalOf, imported, inputOf, until } from "./drive.ts";
import { licenceOf, linesOf } from "./sheet.ts";

describe("service: imports", () => {
  let world: World;
  let harness: Harness;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    harness = await serve(world);
  });
  afterEach(() => harness.close());

  const by = () => principal(world.licences);
  const batches = () => harness.service.batches;
  const received = async (bytes: Uint8Array, fields = {}) => {
    const { id } = await batches().receive(by(), inputOf(world, bytes, fields));
    return until(harness.service, by(), id, "awaiting_approval", "refused");
  };

  it("puts every certificate of a file into one anchor, under one approval, and each proves itself", async () => {
    const view = await imported(harness.service, world, inputOf(world, linesOf(20)));
    expect(view).to.deep.include({ state: "issued", issued: 20, rows: { total: 20, good: 20, bad: 0 } });
    const results = await batches().results(by(), view.id);
    expect(results.map(({ row }) => row)).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
    let count = 0;
    for await (const { id, text } of await batches().bundles(by(), view.id)) {
      const bundle = parseBundle(utf8(text));
      expect(bundle.anchor.anchor).to.include({ batchId: view.batchId, size: 32 });
      const { verdict, certificate } = verify(bundle, NO_FACTS, world.trust, { level: "archival" }, world.clock());
      expect({ verdict, id: certificate?.id }).to.deep.equal({ verdict: "valid", id });
      expect(results[count]?.id).to.equal(id);
      count += 1;
    }
    expect(count).to.equal(20);
    const { text } = await harness.service.bundle(by(), results[7]?.id ?? "");
    expect(JSON.parse(text).representations[0].credential.credentialSubject.name).to.equal(licenceOf(7).name);
  });

  it("tells every fault of every row, drafts nothing in atomic mode, and the good rows in partial mode", async () => {
    const lines = [
      { subject: licenceOf(1) },
      { subject: { ...licenceOf(2), name: "", registeredOn: "2020-02-30" } },
      { subject: { ...licenceOf(3), unknown: "x" }, validFrom: "yesterday" },
      { subject: licenceOf(4), validUntil: "2001-01-01" },
      { subject: licenceOf(5) },
    ];
    const bytes = utf8(
      `${lines.map((line) => JSON.stringify(line)).join("\n")}\nnonsense\n\n{"subject":{},"subject":{}}`,
    );
    const refused = await received(bytes);
    expect(refused).to.deep.include({ state: "refused", rows: { total: 7, good: 2, bad: 5 }, drafts: null });
    const faults = (await batches().faults(by(), refused.id)).map(({ row, field, code }) => [row, field, code]);
    expect(faults).to.deep.equal([
      [2, "/subject/name", "text.empty"],
      [2, "/subject/registeredOn", "schema.date"],
      [3, "/validFrom", "schema.date"],
      [3, "/subject/unknown", "schema.unknown_field"],
      [4, "/validUntil", "policy.validity"],
      [6, "", "json.syntax"],
      [8, "/subject", "json.duplicate_key"],
    ]);
    expect(await harness.service.certificates(by(), {}, {})).to.deep.equal({ items: [] });
    const partial = await received(bytes, { mode: "partial", key: "key-2" });
    expect(partial).to.deep.include({ state: "awaiting_approval", rows: { total: 7, good: 2, bad: 5 } });
    expect(partial.drafts?.count).to.equal(2);
    expect((await batches().results(by(), partial.id)).map(({ row }) => row)).to.deep.equal([1, 5]);
  });

  it("finds what stands twice in a file, and what was drafted or issued before, unless it is done with", async () => {
    const twice = utf8([1, 2, 1].map((n) => JSON.stringify({ subject: licenceOf(n) })).join("\n"));
    const inFile = await received(twice);
    expect(await batches().faults(by(), inFile.id)).to.deep.equal([
      { row: 3, field: "", code: "conflict.duplicate", expected: "row 1" },
    ]);
    const first = await imported(harness.service, world, inputOf(world, linesOf(1), { key: "a" }));
    const [known] = await batches().results(by(), first.id);
    const again = await received(linesOf(1), { key: "b" });
    expect(again.state).to.equal("refused");
    expect(await batches().faults(by(), again.id)).to.deep.equal([
      { row: 1, field: "", code: "conflict.duplicate", expected: known?.id },
    ]);
    const view = await harness.service.certificate(by(), known?.id ?? "");
    await change(harness.service, world, view as never, "revoked");
    expect((await received(linesOf(1), { key: "c" })).state).to.equal("awaiting_approval");
  });

  it("knows a certificate that was drafted alone, until that draft is returned", async () => {
    const { id } = await draft(harness.service, world);
    const one = utf8(JSON.stringify({ subject: LICENCE }));
    expect((await received(one)).state).to.equal("refused");
    await harness.service.returnDraft(by(), id, "again");
    expect((await received(one, { key: "key-2" })).state).to.equal("awaiting_approval");
  });

  it("shows by preview what an import would do, and writes nothing", async () => {
    const store = openMemoryStore();
    const other = await serve(world, { store });
    const before = store.journal.head();
    const bytes = utf8(`${JSON.stringify({ subject: licenceOf(1) })}\n{}`);
    const shown = await other.service.batches.preview(by(), inputOf(world, bytes));
    expect(shown).to.deep.include({ rows: { total: 2, good: 1, bad: 1 }, refused: true, encoding: "utf-8" });
    expect(shown.faults).to.deep.equal([{ row: 2, field: "/subject", code: "schema.missing_field" }]);
    expect(store.journal.head()).to.deep.equal(before);
    await other.close();
  });

  it("is the same import for the same file under the same key, and takes nothing else under it", async () => {
    const first = await received(linesOf(3));
    const again = await batches().receive(by(), inputOf(world, linesOf(3)));
    expect(again.id).to.equal(first.id);
    for (const other of [inputOf(world, linesOf(4)), inputOf(world, linesOf(3), { mode: "partial" })]) {
      expect((await failure(batches().receive(by(), other))).code).to.equal("conflict.batch_key");
    }
    expect((await batches().batches(by(), {})).items.map(({ id }) => id)).to.deep.equal([first.id]);
  });

  it("takes only the approval of exactly its drafts, by a maker, and the same one twice", async () => {
    const { id } = await received(linesOf(2));
    const good = await approvalOf(harness.service, world, id);
    const { drafts } = harness.service.batches;
    const other = await received(linesOf(2, 50), { key: "key-2" });
    const foreign = await approvalOf(harness.service, world, other.id);
    const cases = [
      [{ ...good, draftsRoot: foreign.draftsRoot }, "schema.mismatch"],
      [{ ...good, count: 3 }, "schema.mismatch"],
      [{ ...foreign, draftsRoot: good.draftsRoot }, "schema.mismatch"],
      [{ ...good, approvedAt: good.approvedAt - 90_000 }, "schema.value"],
      [{ ...good, officer: `0x${"11".repeat(20)}` as const }, "policy.officer"],
    ] as const;
    for (const [approval, code] of cases) {
      expect((await failure(batches().approve(by(), id, approval))).code).to.equal(code);
    }
    await batches().approve(by(), id, good);
    await batches().approve(by(), id, good);
    expect((await until(harness.service, by(), id, "issued")).issued).to.equal(2);
    expect((await Array.fromAsync(await drafts(by(), id, "a look"))).length).to.equal(2);
  });

  it("is approved and returned as a whole: its drafts can't be approved, returned or issued one by one", async () => {
    const { id } = await received(linesOf(2));
    const [{ id: one } = { id: "" }] = await batches().results(by(), id);
    expect((await failure(harness.service.returnDraft(by(), one, "no"))).code).to.equal("conflict.state");
    const view = await harness.service.certificate(by(), one);
    const { approval, officer, signature } = await world.licences.maker.approve(
      (view as never as { draft: never }).draft,
    );
    const single = { officer, signature, approvedAt: approval.approvedAt };
    expect((await failure(harness.service.approve(by(), one, single))).code).to.equal("conflict.state");
    await batches().returnBatch(by(), id, "wrong year");
    const returned = await until(harness.service, by(), id, "returned");
    expect(returned.returned?.reason).to.equal("wrong year");
    const late = await approvalOf(harness.service, world, id);
    expect((await failure(batches().approve(by(), id, late))).code).to.equal("conflict.state");
    await until(harness.service, by(), (await received(linesOf(2), { key: "again" })).id, "awaiting_approval");
    expect((await harness.service.certificate(by(), one)).state).to.equal("returned");
  });

  it("is there for its own member alone", async () => {
    const { id } = await received(linesOf(1));
    const others = principal(world.identities);
    const teller = principal(world.licences, "verifier");
    expect((await failure(batches().batch(others, id))).code).to.equal("http.not_found");
    expect((await failure(batches().drafts(others, id, "a look"))).code).to.equal("http.not_found");
    const reader = principal(world.licences, "reader");
    expect((await failure(batches().drafts(reader, id, "a look"))).code).to.equal("auth.forbidden");
    expect((await failure(batches().faults(teller, id))).code).to.equal("auth.forbidden");
    expect((await failure(batches().receive(teller, inputOf(world, linesOf(1))))).code).to.equal("auth.forbidden");
    expect((await batches().batches(others, {})).items).to.deep.equal([]);
    expect((await failure(batches().bundles(by(), id))).code).to.equal("conflict.state");
  });
});
