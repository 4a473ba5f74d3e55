import { expect } from "chai";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { verify } from "../../src/proof/verify.ts";
import { approvalOf, change, draft, type Harness, issued, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("service: the road of a certificate", () => {
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

  it("drafts, with the identifier that the maker approves", async () => {
    const view = await draft(harness.service, world);
    expect(view).to.include({ state: "awaiting_approval", status: null, cell: null, statusHead: null });
    expect(view.draft.identifier).to.equal(view.id);
  });

  it("issues what a maker approved, and its bundle is valid at every level", async () => {
    const view = await issued(harness.service, world);
    expect(view).to.include({ state: "issued", status: "active" });
    const by = principal(world.licences);
    const { text, levels } = await harness.service.bundle(by, view.id);
    expect(levels).to.deep.equal(["online", "snapshot", "archival"]);
    const online = await harness.service.verify(by, bytes(text));
    expect(online.verdict).to.equal("valid");
    const archival = verify(parseBundle(bytes(text)), NO_FACTS, world.trust, { level: "archival" }, world.clock());
    expect(archival.verdict).to.equal("valid");
  });

  it("revokes on the maker's order, and the next bundle says so", async () => {
    const { service } = harness;
    const view = await issued(service, world);
    const by = principal(world.licences);
    const before = await service.bundle(by, view.id);
    const result = await change(service, world, view, "revoked");
    expect(result).to.include({ id: view.id, status: "revoked", time: world.clock() });
    const after = await service.bundle(by, view.id);
    expect(after.etag).to.not.equal(before.etag);
    expect((await service.verify(by, bytes(after.text))).verdict).to.equal("not_in_force");
    const old = await service.verify(by, bytes(before.text));
    expect(old.verdict, "the bundle of before, asked online").to.equal("not_in_force");
  });

  it("answers with state anchoring where the caller does not wait", async () => {
    const view = await draft(harness.service, world);
    const by = principal(world.licences);
    const answer = await harness.service.approve(by, view.id, await approvalOf(world.licences, view), { waitMs: 0 });
    expect(answer.state).to.equal("anchoring");
    const again = await harness.service.approve(by, view.id, await approvalOf(world.licences, view));
    expect(again.state).to.equal("issued");
  });
});
