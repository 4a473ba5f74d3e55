import { expect } from "chai";
import type { Languages } from "../../../src/documents/documents.ts";
import { YinzhengError } from "../../../src/domain/errors.ts";
import type { Officer } from "../../../src/service/officers.ts";
import type { SealApplyInput } from "../../../src/service/seals/seals.ts";
import { failure, type Harness, issued, serve, settled } from "../harness.ts";
import { DAY, openWorld, principal, type World } from "../world.ts";
import { active, application, applied, ordered, orderInput, seen } from "./desk.ts";
import { watched } from "./watched.ts";

describe("service: seals that are not to be had", () => {
  let world: World;
  let harness: Harness;
  let registry: ReturnType<typeof watched>;
  /** What officers answer instead of signing; null: they sign. */
  let trouble: YinzhengError | null;
  beforeEach(async () => {
    world = await openWorld();
    registry = watched();
    trouble = null;
    harness = await start();
  });
  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  const troubled = (officer: Officer): Officer => ({
    ...officer,
    signSeal: async (request) => {
      if (trouble !== null) throw trouble;
      return officer.signSeal(request);
    },
  });
  const start = (store?: Harness["store"]): Promise<Harness> =>
    serve(world, {
      ledger: registry.over(world.ledger()),
      officers: [...world.licences.officers, ...world.identities.officers].map(troubled),
      ...(store === undefined ? {} : { store }),
    });
  const owner = () => principal(world.licences);
  const maker = () => principal(world.identities);
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;
  const apply = async (fields: Parameters<typeof application>[1], by = owner(), more: Partial<SealApplyInput> = {}) =>
    codeOf(harness.service.seals.apply(by, { ...(await application(world, fields)), ...more }));

  it("journals nothing of an application that can't be meant", async () => {
    const seq = harness.store.journal.head().seq;
    const { profile } = world.identities;
    const good = await application(world);
    const send = (form: object, by = owner(), more: object = {}) =>
      codeOf(harness.service.seals.apply(by, { ...good, ...more, form: { ...good.form, ...form } } as SealApplyInput));
    expect(await send({ code: `${profile.code}001` })).to.equal("seal.code");
    expect(await send({ code: "001" })).to.equal("seal.code");
    expect(await send({ name: "" })).to.equal("text.empty");
    expect(await send({ name: "字".repeat(61) })).to.equal("text.too_long");
    expect(await send({ maker: "91371000MA3F8K2N56" })).to.equal("schema.value");
    expect(await send({ validUntil: good.form.validFrom })).to.equal("schema.value");
    expect(await send({ dailyLimit: 0 })).to.equal("schema.value");
    expect(await send({ kind: "picture" })).to.equal("schema.mismatch");
    expect(await send({ name: "另一个名称" }), "not what the maker signed").to.equal("schema.mismatch");
    const picture = { bytes: Uint8Array.of(1, 2, 3), width: 42, height: 42 };
    expect(await send({ kind: "picture" }, owner(), { picture })).to.equal("seal.picture");
    expect(await send({}, principal(world.licences, "clerk"))).to.equal("auth.forbidden");
    expect(await send({}, maker())).to.equal("seal.code");
    const officer = world.licences.checker.address;
    expect(await send({}, owner(), { order: { ...good.order, officer } })).to.equal("policy.officer");
    expect(harness.store.journal.head().seq).to.equal(seq);
  });

  it("journals nothing of a period that the owner's certificate does not last for", async () => {
    const seq = harness.store.journal.head().seq;
    expect(await apply({ validUntil: world.clock() + 30 * 365 * DAY })).to.equal("schema.value");
    expect(harness.store.journal.head().seq).to.equal(seq);
  });

  it("gives no code twice, also of a seal that is destroyed", async () => {
    const seal = await applied(harness.service, world);
    world.clock.advance(1);
    expect(await apply({})).to.equal("conflict.seal_state");
    await ordered(harness.service, world, seal, "destroy");
    expect(await apply({})).to.equal("conflict.seal_state");
  });

  it("has nobody order but makers of the owner, or, of what was made, of the maker", async () => {
    const seal = await applied(harness.service, world);
    const { seals } = harness.service;
    expect(await codeOf(seals.make(owner(), seal.code))).to.equal("auth.forbidden");
    await seals.make(maker(), seal.code);
    const input = await orderInput(harness.service, world, seal, "make");
    expect(await codeOf(seals.order(owner(), seal.code, input))).to.equal("auth.forbidden");
    expect(await codeOf(seals.order(maker(), seal.code, { ...input, what: "activate" }))).to.equal("auth.forbidden");
    expect(await codeOf(seals.order({ ...maker(), roles: ["sealer"] }, seal.code, input))).to.equal("auth.forbidden");
    const other = { ...input, digest: input.order.signature.slice(0, 66) as `0x${string}` };
    expect(await codeOf(seals.order(maker(), seal.code, other))).to.equal("schema.mismatch");
  });

  it("gives an order up where the officers refuse, and takes the next", async () => {
    const seal = await active(harness.service, world);
    trouble = new YinzhengError("signer.refused", { reason: "no" });
    const suspend = await orderInput(harness.service, world, seal, "suspend");
    expect(await codeOf(harness.service.seals.order(owner(), seal.code, suspend))).to.equal("signer.refused");
    expect((await seen(harness.service, world, seal)).orders.at(-1)).to.include({
      state: "failed",
      code: "signer.refused",
    });
    expect(await codeOf(harness.service.seals.order(owner(), seal.code, suspend)), "again").to.equal("signer.refused");
    trouble = null;
    world.clock.advance(1);
    expect((await ordered(harness.service, world, seal, "suspend")).state).to.equal("suspended");
  });

  it("keeps an order that nobody could sign, tries again, and goes on with it after a restart", async () => {
    const seal = await active(harness.service, world);
    trouble = new YinzhengError("signer.unreachable");
    const suspend = await orderInput(harness.service, world, seal, "suspend");
    expect(await codeOf(harness.service.seals.order(owner(), seal.code, suspend))).to.equal("signer.unreachable");
    expect(await codeOf(ordered(harness.service, world, seal, "destroy")), "one after the other").to.equal(
      "conflict.seal_state",
    );
    await harness.close();
    trouble = null;
    harness = await start(harness.store);
    await settled(async () => (await seen(harness.service, world, seal)).state === "suspended");
    expect((await harness.service.seals.order(owner(), seal.code, suspend)).orders.at(-1)?.state).to.equal("done");
    const { submitted } = registry;
    expect(submitted.filter(({ kind }) => kind === "seal-change")).to.have.length(2);
  });

  it("finds an order on chain that was carried out before the journal heard of it", async () => {
    const seal = await active(harness.service, world);
    registry.loseNextAnswer();
    const suspend = await orderInput(harness.service, world, seal, "suspend");
    expect(await codeOf(harness.service.seals.order(owner(), seal.code, suspend))).to.equal("chain.unreachable");
    const { orders } = await harness.service.seals.order(owner(), seal.code, suspend);
    expect(orders.at(-1)).to.include({ what: "suspend", state: "done" });
    expect(registry.submitted.filter(({ kind }) => kind === "seal-change")).to.have.length(2);
  });

  it("has the key of a seal at hand for as long as the seal is in force, also after a restart", async () => {
    const { id } = await issued(harness.service, world);
    const copy = (languages: Languages) => harness.service.document(owner(), id, { languages, carrier: "ofd" });
    expect(await codeOf(copy("zh")), "no seal").to.equal("document.unavailable");
    const seal = await active(harness.service, world);
    expect((await copy("zh")).state).to.be.oneOf(["sealing", "anchoring", "issued"]);
    await ordered(harness.service, world, seal, "suspend");
    expect(await codeOf(copy("zh+en")), "suspended").to.equal("document.unavailable");
    world.clock.advance(1);
    await ordered(harness.service, world, seal, "resume");
    await harness.close();
    harness = await start(harness.store);
    expect((await copy("zh+en")).state).to.be.oneOf(["sealing", "anchoring", "issued"]);
  });
});
