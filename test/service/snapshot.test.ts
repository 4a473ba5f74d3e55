import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { compactCode } from "../../src/proof/compact.ts";
import { judgeCode } from "../../src/proof/judge-code.ts";
import { readSnapshot } from "../../src/proof/open-snapshot.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Report } from "../../src/proof/report.ts";
import type { CertificateView, SnapshotFilter } from "../../src/service/service.ts";
import { summary } from "../proof/judge.ts";
import { bundleOf, issuedBill } from "./bill.ts";
import { change, failure, type Harness, issued, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

describe("service: snapshots", () => {
  let world: World;
  let harness: Harness;
  /** How often the chain was read for more slots than one batch has. */
  let reads = 0;
  before(async () => {
    world = await openWorld();
    const ledger = world.ledger();
    const { capture } = ledger;
    ledger.capture = (slots, block) => {
      if (slots.length > 20) reads += 1;
      return capture.call(ledger, slots, block);
    };
    harness = await serve(world, { ledger });
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  const code = async (view: CertificateView): Promise<string> => {
    const { text } = await harness.service.bundle(principal(world.licences), view.id);
    return compactCode(parseBundle(utf8(text))) ?? "";
  };
  const judge = async (text: string, filter: SnapshotFilter = {}): Promise<Report> => {
    const file = await harness.service.snapshot(filter);
    const snapshot = readSnapshot(utf8(file.text), world.trust);
    return judgeCode(text, snapshot, world.trust, { level: "archival" }, world.clock());
  };

  it("hold every batch of every member, so that each code is judged by one of them, as of its block", async () => {
    const [first, second] = [await issued(harness.service, world), await issued(harness.service, world)];
    const reports = [await judge(await code(first)), await judge(await code(second))];
    const { block } = await harness.service.snapshot({});
    expect(reports.map(summary)).to.deep.equal(["valid", "valid"]);
    expect(reports.map(({ asOf }) => asOf.block)).to.deep.equal([block, block]);
    expect(reports[0]?.certificate?.id).to.equal(first.id);
  });

  it("show what was revoked before them, and not what was revoked later", async () => {
    const view = await issued(harness.service, world);
    const text = await code(view);
    const before = readSnapshot(utf8((await harness.service.snapshot({})).text), world.trust);
    world.clock.advance(60);
    await change(harness.service, world, view, "revoked");
    expect(summary(await judge(text))).to.equal("not_in_force | status.cell status.revoked");
    expect(judgeCode(text, before, world.trust, { level: "archival" }, world.clock()).verdict).to.equal("valid");
    world.clock.advance((world.trust.networks[0]?.maxStatusAge ?? 0) + 60);
    expect(judgeCode(text, before, world.trust, { level: "archival" }, world.clock()).verdict).to.equal(
      "indeterminate",
    );
  });

  it("are given again while nothing happens, and are of one member or type where that is asked", async () => {
    const [one, again] = [await harness.service.snapshot({}), await harness.service.snapshot({})];
    expect(again).to.equal(one);
    const { profile, type } = world.licences;
    const narrow = await harness.service.snapshot({ member: [profile.code], type: [type] });
    expect(narrow.text.length).to.be.at.most(one.text.length);
    const other = world.identities.profile.code;
    const text = await code(await issued(harness.service, world));
    expect(summary(await judge(text, { member: [other] }))).to.equal("indeterminate | qr.code qr.batch_unknown");
    for (const filter of [
      { member: ["91370100MA3TESTA5X"] },
      { type: ["11100000000013338W999"] },
      { member: [other], type: [type] },
    ])
      expect(await failure(harness.service.snapshot(filter))).to.include({ code: "http.not_found" });
  });

  it("are read from the chain once for all who ask at the same block, whatever they ask for", async () => {
    await issued(harness.service, world);
    reads = 0;
    const filters = [{}, { type: [world.licences.type] }, {}, { member: [world.licences.profile.code] }];
    const files = await Promise.all(filters.map((filter) => harness.service.snapshot(filter)));
    expect(reads).to.equal(1);
    expect(new Set(files.map(({ block }) => block)).size).to.equal(1);
    expect(files[2]).to.equal(files[0]);
  });

  it("answer for nothing that can be claimed once", async () => {
    const bill = await bundleOf(harness.service, world, await issuedBill(harness.service, world));
    expect(compactCode(parseBundle(utf8(JSON.stringify(bill))))).to.equal(null);
  });
});
