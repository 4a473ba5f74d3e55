import { expect } from "chai";
import { judgePlate, readPlate } from "../../../src/proof/plate.ts";
import { failure, type Harness, serve } from "../harness.ts";
import { openWorld, principal, type World } from "../world.ts";

const COVER = { kind: "well_cover", label: "环翠区新威路 1 号井盖" } as const;

describe("service: plates", () => {
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

  const clerk = () => principal(world.licences, "clerk");
  const make = () => harness.service.plates.make(clerk(), COVER);
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;

  it("are signed by a key of the member that the chain has, so that anybody's node can tell", async () => {
    const { code, image, issuedOn, member } = await make();
    expect(image).to.match(/^<svg /);
    expect([issuedOn, member.code]).to.deep.equal(["2026-11-23", world.licences.profile.code]);
    const keys = await world.ledger().keys(world.licences.memberId);
    const read = readPlate(code);
    expect(read.plate).to.deep.include({ ...COVER, member: member.code });
    expect(judgePlate(read, world.network.registryId, keys)).to.equal("ok");
    expect(judgePlate(read, world.network.registryId, await world.ledger().keys(world.identities.memberId))).to.equal(
      "key_unknown",
    );
  });

  it("are told to anybody, as they were made, also after a new start", async () => {
    const { image: _, ...made } = await make();
    expect(await harness.service.plates.plate(made.id)).to.deep.equal(made);
    const again = await serve(world, { store: harness.store });
    expect(await again.service.plates.plate(made.id)).to.deep.equal(made);
    await again.close();
    expect(await codeOf(harness.service.plates.plate("0".repeat(16)))).to.equal("http.not_found");
  });

  it("are withdrawn once, by their member, for a reason that everybody may read", async () => {
    const { id } = await make();
    const withdraw = (by = clerk()) => harness.service.plates.withdraw(by, id, "井盖已更换");
    expect(await codeOf(withdraw(principal(world.identities, "clerk")))).to.equal("http.not_found");
    const at = world.clock();
    expect((await withdraw()).withdrawn).to.deep.equal({ at, reason: "井盖已更换" });
    expect(await codeOf(withdraw())).to.equal("conflict.state");
    expect((await harness.service.plates.plate(id)).withdrawn).to.not.equal(null);
  });

  it("are listed for their member, newest first, a page at a time", async () => {
    const [older, newer] = [await make(), await make()];
    const first = await harness.service.plates.plates(clerk(), { limit: 1 });
    const second = await harness.service.plates.plates(clerk(), { limit: 1, after: first.next ?? "" });
    expect([first.items[0]?.id, second.items[0]?.id]).to.deep.equal([newer.id, older.id]);
    expect((await harness.service.plates.plates(principal(world.identities), {})).items).to.deep.equal([]);
  });

  it("are put up by clerks, with a label that obeys the rules for text", async () => {
    const { plates } = harness.service;
    expect(await codeOf(plates.make(principal(world.licences, "maker"), COVER))).to.equal("auth.forbidden");
    expect(await codeOf(plates.make(clerk(), { ...COVER, label: "字".repeat(61) }))).to.equal("text.too_long");
    expect(await codeOf(plates.make(clerk(), { ...COVER, label: "" }))).to.equal("text.empty");
  });
});
