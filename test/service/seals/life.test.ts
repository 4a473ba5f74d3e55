import { expect } from "chai";
import { readSeal } from "../../../src/documents/read/ses/seal.ts";
import type { SealState } from "../../../src/domain/seal.ts";
import { sealIdOf } from "../../../src/proof/ids.ts";
import { sealDigest } from "../../../src/service/seals/match.ts";
import { PICTURE } from "../../documents/read/ses/world.ts";
import { failure, type Harness, serve } from "../harness.ts";
import { DAY, openWorld, principal, type World } from "../world.ts";
import { active, application, applied, type Change, delegated, ordered, orderInput, seen } from "./desk.ts";
import { watched } from "./watched.ts";

describe("service: the life of seals", () => {
  let world: World;
  let harness: Harness;
  let registry: ReturnType<typeof watched>;
  let next = 0;
  before(async () => {
    world = await openWorld();
    registry = watched();
    harness = await serve(world, { ledger: registry.over(world.ledger()) });
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  /** Each test has a seal of its own. */
  const fields = () => {
    next += 1;
    return { code: `${world.licences.profile.code}${String(next).padStart(3, "0")}` };
  };
  const owner = () => principal(world.licences);
  const maker = () => principal(world.identities);
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;

  it("begins with an application, which officers have registered before it is answered", async () => {
    const view = await applied(harness.service, world, fields());
    expect(view).to.include({ state: "applied", digest: null, dailyLimit: 3, uses: 0, changes: 0, lostSince: null });
    expect(view.orders.map(({ what, state }) => [what, state])).to.deep.equal([["apply", "done"]]);
    expect([view.owner.code, view.maker.code]).to.deep.equal([
      world.licences.profile.code,
      world.identities.profile.code,
    ]);
  });

  it("has its seal object made once, by the maker that was asked, and registered on the order of that maker", async () => {
    const seal = await applied(harness.service, world, fields());
    const made = await harness.service.seals.make(maker(), seal.code);
    expect([made.state, (await harness.service.seals.make(maker(), seal.code)).digest]).to.deep.equal([
      "applied",
      made.digest,
    ]);
    const object = await harness.service.seals.object(maker(), seal.code);
    expect(sealDigest(object)).to.equal(made.digest);
    expect(readSeal(object).info).to.include({ id: seal.code, name: seal.name, version: 4 });
    const picture = await harness.service.seals.picture(owner(), seal.code);
    expect([picture.mediaType, picture.bytes]).to.deep.equal(["image/png", PICTURE]);
    expect((await ordered(harness.service, world, seal, "make")).state).to.equal("made");
  });

  const lives: readonly { readonly orders: readonly Change[]; readonly end: SealState; readonly kept: boolean }[] = [
    { orders: ["make", "activate"], end: "active", kept: true },
    { orders: ["make", "activate", "suspend"], end: "suspended", kept: false },
    { orders: ["make", "activate", "suspend", "resume"], end: "active", kept: true },
    { orders: ["make", "activate", "lose"], end: "lost", kept: false },
    { orders: ["make", "activate", "suspend", "lose"], end: "lost", kept: false },
    { orders: ["make", "activate", "lose", "destroy"], end: "destroyed", kept: false },
    { orders: ["destroy"], end: "destroyed", kept: false },
    { orders: ["make", "destroy"], end: "destroyed", kept: false },
    { orders: ["make", "activate", "destroy"], end: "destroyed", kept: false },
  ];
  for (const { orders, end } of lives) {
    it(`goes ${orders.join(", ")} and is ${end}`, async () => {
      const seal = await applied(harness.service, world, fields());
      for (const what of orders) await ordered(harness.service, world, seal, what);
      const view = await seen(harness.service, world, seal);
      expect(view.state).to.equal(end);
      expect(view.orders.map(({ what }) => what)).to.deep.equal(["apply", ...orders]);
      expect(view.changes).to.equal(orders.filter((what) => what !== "make").length);
    });
  }

  it("takes no order that its state does not allow, and journals none", async () => {
    const seal = await applied(harness.service, world, fields());
    const refused: readonly (readonly [Change, string])[] = [
      ["activate", "schema.missing_field"],
      ["suspend", "conflict.seal_state"],
      ["resume", "conflict.seal_state"],
      ["lose", "conflict.seal_state"],
    ];
    const seq = harness.store.journal.head().seq;
    for (const [what, code] of refused) {
      const input = orderInput(harness.service, world, seal, what);
      const result = await codeOf(input.then((sent) => harness.service.seals.order(owner(), seal.code, sent)));
      expect([what, result === "signer.refused" ? "schema.missing_field" : result]).to.deep.equal([what, code]);
    }
    expect(harness.store.journal.head().seq).to.equal(seq);
  });

  it("answers the same order again with what became of it, and refuses one that names an earlier state", async () => {
    const seal = await active(harness.service, world, fields());
    const suspend = await orderInput(harness.service, world, seal, "suspend");
    await harness.service.seals.order(owner(), seal.code, suspend);
    const seq = harness.store.journal.head().seq;
    expect((await harness.service.seals.order(owner(), seal.code, suspend)).state).to.equal("suspended");
    expect(harness.store.journal.head().seq).to.equal(seq);
    const stale = await orderInput(harness.service, world, seal, "resume", { expected: seal.changes });
    expect(await codeOf(harness.service.seals.order(owner(), seal.code, stale))).to.equal("conflict.order_stale");
  });

  it("is lost since an earlier time where the threshold says so, and never since a later one", async () => {
    const seal = await active(harness.service, world, fields());
    const { clock } = world;
    const since = clock() - 10 * DAY;
    const lost = await ordered(harness.service, world, seal, "lose", { since });
    expect([lost.state, lost.lostSince]).to.deep.equal(["lost", since]);
    const lose = async (time: number) => {
      const input = await orderInput(harness.service, world, seal, "lose", { since: time });
      return harness.service.seals.order(owner(), seal.code, input);
    };
    expect(await codeOf(lose(since + 1))).to.equal("conflict.seal_state");
    expect(await codeOf(lose(0))).to.equal("conflict.seal_state");
    expect(await codeOf(lose(clock() - 31 * DAY))).to.equal("schema.value");
    expect((await lose(since - DAY)).lostSince).to.equal(since - DAY);
  });

  it("is seen whole by its owner, its maker and who may use it, and by others as far as everybody may", async () => {
    const seal = await active(harness.service, world, fields());
    const own = await harness.service.seals.seal(owner(), seal.code);
    expect(own).to.have.property("digest");
    const anybody = await harness.service.seals.seal({ ...owner(), via: "anonymous", roles: [] }, seal.code);
    expect(Object.keys(anybody).sort()).to.deep.equal(
      ["code", "lostSince", "name", "owner", "sealId", "state", "validFrom", "validUntil"].sort(),
    );
    expect(await codeOf(harness.service.seals.object({ ...owner(), roles: ["clerk"] }, seal.code))).to.equal(
      "auth.forbidden",
    );
    const listed = (await harness.service.seals.seals(maker())).map(({ code }) => code);
    expect(listed).to.include(seal.code);
    expect(await codeOf(harness.service.seals.seal(owner(), `${world.licences.profile.code}999`))).to.equal(
      "http.not_found",
    );
  });

  it("is delegated for a time and taken back", async () => {
    const seal = await active(harness.service, world, fields());
    const until = world.clock() + DAY;
    const { delegates } = await delegated(harness.service, world, seal, until);
    expect(delegates).to.deep.equal([
      { member: world.identities.memberId, validFrom: world.clock(), validUntil: until },
    ]);
    expect((await delegated(harness.service, world, seal, 0)).delegates).to.deep.equal([]);
    // A verifier of what was used under it still sees that it was given.
    const kept = await world.ledger().sealDelegation(sealIdOf(seal.code), world.identities.memberId);
    expect(kept).to.deep.equal({ validFrom: 1, validUntil: 1 });
  });

  it("stands with the picture that its owner brought, byte for byte", async () => {
    const file = Uint8Array.of(...PICTURE, 0);
    const form = { ...fields(), kind: "picture" as const };
    await harness.service.seals.apply(owner(), await application(world, form, file));
    await ordered(harness.service, world, form, "make");
    expect((await harness.service.seals.picture(owner(), form.code)).bytes).to.deep.equal(file);
  });
});
