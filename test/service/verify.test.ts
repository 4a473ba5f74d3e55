import { expect } from "chai";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import { SERVICE } from "../../src/service/outbox.ts";
import { documentOf } from "./documents/desk.ts";
import { failure, type Harness, issued, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("service: verify", () => {
  let world: World;
  let strangers: World;
  let harness: Harness;
  let text: string;

  before(async () => {
    [world, strangers] = [await openWorld(), await openWorld()];
    harness = await serve(world);
    const view = await issued(harness.service, world);
    text = (await harness.service.bundle(principal(world.licences), view.id)).text;
  });

  after(async () => {
    await harness.close();
    await Promise.all([world.close(), strangers.close()]);
  });

  const verify = (body: string) => harness.service.verify(ANONYMOUS, bytes(body));

  it("judges for anyone, and journals nothing", async () => {
    const before = harness.store.journal.head();
    expect((await verify(text)).verdict).to.equal("valid");
    expect(harness.store.journal.head()).to.deep.equal(before);
  });

  it("answers a false bundle with a report", async () => {
    const bundle = JSON.parse(text) as { representations: { credential: { credentialSubject: JsonObject } }[] };
    const [first] = bundle.representations;
    if (first === undefined) throw new Error("one representation");
    first.credential.credentialSubject = { ...first.credential.credentialSubject, businessScope: "金融服务" };
    expect((await verify(JSON.stringify(bundle))).verdict).to.equal("invalid");
  });

  it("throws for what is no bundle", async () => {
    const cases = [
      ["", "json.empty"],
      ["{", "json.syntax"],
      ['{"a":1,"a":1}', "json.duplicate_key"],
      ["{}", "bundle.format"],
      ["[]", "bundle.format"],
      [text.replace("yinzheng-bundle/1", "yinzheng-bundle/2"), "bundle.format"],
    ] as const;
    for (const [body, code] of cases) expect((await failure(verify(body))).code).to.equal(code);
  });

  it("judges a file by what stands in it, and journals nothing of it", async () => {
    const { bytes: pdf } = await documentOf(harness.service, world, await issued(harness.service, world));
    const before = harness.store.journal.head();
    const file = (name: string, given: Uint8Array) => harness.service.verifyFile(ANONYMOUS, { name, bytes: given });
    expect((await file("licence.bin", pdf)).verdict).to.equal("valid");
    expect((await file("licence.json", bytes(text))).verdict).to.equal("valid");
    expect((await file("licence.pdf", bytes(text))).checks.map(({ code }) => code)).to.include("pdf.not_pdf");
    expect((await failure(file("licence.bin", bytes("GIF89a")))).code).to.equal("json.syntax");
    // The service's own work, such as a status list, may still be under way.
    for await (const { actor, tenant, kind } of harness.store.journal.scan(before.seq + 1))
      expect([actor, tenant], kind).to.deep.equal([SERVICE.subject, SERVICE.tenant]);
  });

  it("says of a file that can't be read in time that it is undecided, and goes on", async () => {
    const slow = await serve(world, { readDocument: async () => ({ fault: "pdf.too_slow" }) });
    const report = await slow.service.verifyFile(ANONYMOUS, { name: "a.pdf", bytes: bytes("%PDF-1.7") });
    expect(report.verdict).to.equal("indeterminate");
    expect((await slow.service.verify(ANONYMOUS, bytes(text))).verdict).to.equal("valid");
    await slow.close();
  });

  it("never takes a stranger's world for its own: same chain id, same contracts, same agency", async () => {
    const other = await serve(strangers);
    const view = await issued(other.service, strangers);
    const theirs = (await other.service.bundle(principal(strangers.licences), view.id)).text;
    await other.close();
    expect(strangers.network.chainId).to.equal(world.network.chainId);
    const report = await verify(theirs);
    expect(report.verdict).to.equal("indeterminate");
    expect(report.checks.map(({ code }) => code)).to.deep.equal(["trust.unknown_network"]);
    const renamed = theirs.replaceAll(strangers.network.registryId, world.network.registryId);
    for (const level of ["online", "snapshot", "archival"] as const) {
      const { verdict } = await harness.service.verify(ANONYMOUS, bytes(renamed), { level });
      expect(verdict).to.be.oneOf(["invalid", "indeterminate"]);
    }
  });
});
