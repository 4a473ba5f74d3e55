import { expect } from "chai";
import type { Principal } from "../../../src/domain/principal.ts";
import { memberIdOf } from "../../../src/proof/ids.ts";
import { isLiveCode } from "../../../src/proof/live-code.ts";
import type { Shown } from "../../../src/service/codes/codes.ts";
import { GUESSES_A_MINUTE, MADE_A_MINUTE } from "../../../src/service/codes/verbs.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { change, draft, failure, type Harness, issued, serve, settled } from "../harness.ts";
import { openWorld, principal, type World } from "../world.ts";

const BANK = "12371000MB2854632B";
const verifier = (name: string, code: string): Principal => ({
  ...{ tenant: name, subject: `${name}/teller`, roles: ["verifier"], via: "api-key", memberId: memberIdOf(code) },
});
const TELLER = verifier("bank", BANK);
const OTHER = verifier("insurer", "91370100MA3TESTB5X");
const PURPOSE = "开立对公账户";

describe("service: live codes", () => {
  let world: World;
  let harness: Harness;
  let licence: CertificateView;
  let counter: Principal;
  let keys = 0;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    licence = await issued(harness.service, world);
    counter = principal(world.licences, "reader");
  });
  after(async () => {
    await harness.close();
    await world.close();
  });
  /** A new minute: what callers did before is not counted any more. */
  beforeEach(() => world.clock.advance(60));

  const make = (show: Shown = "status", audience?: string) =>
    harness.service.codes.make(counter, {
      certificates: [{ id: licence.id, show }],
      purpose: PURPOSE,
      ...(audience === undefined ? {} : { audience }),
    });
  const redeem = (code: string, by = TELLER, key = `key ${keys++}`, { service } = harness) =>
    service.codes.redeem(by, code, "柜面核对", key);
  const codeOfOrNull = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: { readonly code: string }) => error.code,
    );
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;

  it("gives a counter the status that the holder consented to, and nothing else", async () => {
    const { code, image, expiresAt, madeAt } = await make();
    expect(isLiveCode(code)).to.equal(true);
    expect(image).to.match(/^<svg .*<\/svg>$/);
    expect(expiresAt - madeAt).to.equal(60);
    const { certificates, purpose, by } = await redeem(code);
    expect([purpose, by.code]).to.deep.equal([PURPOSE, world.licences.profile.code]);
    expect(certificates).to.have.length(1);
    expect(certificates[0]).to.have.keys("certificate");
    expect(certificates[0]?.certificate).to.include({ id: licence.id, state: "issued", status: "active" });
    expect(certificates[0]?.certificate).to.not.have.property("draft");
  });

  it("gives the bundle where the holder consented to it: it verifies", async () => {
    const { code } = await make("bundle");
    const { certificates } = await redeem(code);
    const bytes = new TextEncoder().encode(JSON.stringify(certificates[0]?.bundle));
    expect((await harness.service.verify(TELLER, bytes, { level: "archival" })).verdict).to.equal("valid");
  });

  it("gives the sealed document where the holder consented to it, once it is there; until then it is not used up", async () => {
    const { code } = await make("document");
    await settled(async () => {
      const document = await harness.service.document(counter, licence.id, { languages: "zh" });
      return document.state === "issued";
    });
    const { certificates } = await redeem(code);
    expect(certificates[0]?.document?.mediaType).to.equal("application/pdf");
    const file = Buffer.from(certificates[0]?.document?.data ?? "", "base64");
    const { verdict } = await harness.service.verifyFile(TELLER, { name: "licence.pdf", bytes: file });
    expect(verdict).to.equal("valid");
    const own = await issued(harness.service, world);
    const early = await harness.service.codes.make(counter, {
      certificates: [{ id: own.id, show: "document" }],
      purpose: PURPOSE,
    });
    expect(await codeOf(redeem(early.code))).to.equal("conflict.state");
    await settled(async () => (await codeOfOrNull(redeem(early.code))) === null);
  });

  it("tells the status as it is when the code is redeemed", async () => {
    const own = await issued(harness.service, world);
    const { code } = await harness.service.codes.make(counter, {
      certificates: [{ id: own.id, show: "status" }],
      purpose: PURPOSE,
    });
    await change(harness.service, world, own, "suspended");
    expect((await redeem(code)).certificates[0]?.certificate.status).to.equal("suspended");
  });

  it("is redeemed once, by whoever comes first", async () => {
    const { code } = await make();
    const results = await Promise.allSettled([redeem(code), redeem(code, OTHER)]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    expect(await codeOf(redeem(code))).to.equal("code.used");
    expect(await codeOf(redeem(code, OTHER))).to.equal("code.used");
  });

  it("is worthless after 60 seconds, also as a photo", async () => {
    const [last, late] = [await make(), await make()];
    world.clock.advance(59);
    expect((await redeem(last.code)).certificates).to.have.length(1);
    world.clock.advance(1);
    expect(await codeOf(redeem(late.code))).to.equal("code.expired");
  });

  it("answers the same request again for a minute, so that a counter whose answer was lost is not turned away", async () => {
    const { code } = await make();
    const first = await redeem(code, TELLER, "same");
    expect(await redeem(code, TELLER, "same")).to.deep.equal(first);
    expect(await codeOf(redeem(code, OTHER, "same")), "another's key").to.equal("code.used");
    expect(await codeOf(redeem((await make()).code, TELLER, "same"))).to.equal("http.idempotency_key_reused");
    world.clock.advance(60);
    expect(await codeOf(redeem(code, TELLER, "same"))).to.equal("code.used");
  });

  it("is neither used twice nor brought back by a new start of the service", async () => {
    const [used, unused, old] = [await make(), await make(), await make()];
    await redeem(used.code);
    const again = await serve(world, { store: harness.store });
    expect(await codeOf(redeem(used.code, OTHER, "a", again))).to.equal("code.used");
    expect((await redeem(unused.code, TELLER, "b", again)).purpose).to.equal(PURPOSE);
    world.clock.advance(60);
    expect(await codeOf(redeem(old.code, TELLER, "c", again))).to.equal("code.expired");
    await again.close();
  });

  it("is not used up by a request whose key is another's, at the same time", async () => {
    const [first, second] = [await make(), await make()];
    const both = [redeem(first.code, TELLER, "one key"), redeem(second.code, TELLER, "one key")] as const;
    await both[0];
    expect(await codeOf(both[1])).to.equal("http.idempotency_key_reused");
    expect((await redeem(second.code)).purpose).to.equal(PURPOSE);
  });

  it("stays worthless when the clock is set back, also after a new start", async () => {
    const [tried, untried, used] = [await make(), await make(), await make()];
    await redeem(used.code, TELLER, "again");
    world.clock.advance(60);
    expect(await codeOf(redeem(tried.code))).to.equal("code.expired");
    world.clock.advance(-30);
    expect(await codeOf(redeem(untried.code))).to.equal("code.expired");
    expect(await codeOf(redeem(used.code, TELLER, "again"))).to.equal("code.used");
    expect((await redeem((await make()).code)).purpose, "what is made now is as good as ever").to.equal(PURPOSE);
    const old = await make();
    world.clock.advance(60);
    await make();
    world.clock.advance(-30);
    const again = await serve(world, { store: harness.store });
    expect(await codeOf(redeem(old.code, TELLER, "d", again))).to.equal("code.expired");
    await again.close();
  });

  it("is no use to another member where it was made for one", async () => {
    const { code } = await make("status", BANK);
    expect(await codeOf(redeem(code, OTHER))).to.equal("code.audience");
    expect((await redeem(code)).purpose, "and is not used up by the attempt").to.equal(PURPOSE);
  });

  const guess = (i: number) => `YZ2:${i.toString(16).toUpperCase().padStart(32, "0")}`;

  it("can't be guessed: what nobody made is unknown, and who tries it often is told to wait", async () => {
    for (let i = 0; i < GUESSES_A_MINUTE; i++) expect(await codeOf(redeem(guess(i), OTHER))).to.equal("code.unknown");
    expect(await codeOf(redeem(guess(99), OTHER))).to.equal("http.rate");
    expect(await codeOf(redeem((await make()).code, OTHER)), "not even a good one").to.equal("http.rate");
    expect(await codeOf(redeem("YZ2:nonsense")), "others are not held back").to.equal("code.unknown");
    world.clock.advance(60);
    expect((await redeem((await make()).code, OTHER)).purpose).to.equal(PURPOSE);
  });

  it("can't be guessed by bringing many at once", async () => {
    const guesses = Array.from({ length: 2 * GUESSES_A_MINUTE }, (_, i) => codeOf(redeem(guess(i), OTHER)));
    const answers = await Promise.all(guesses);
    expect(answers.filter((code) => code === "code.unknown")).to.have.length(GUESSES_A_MINUTE);
    expect(answers.filter((code) => code === "http.rate")).to.have.length(GUESSES_A_MINUTE);
  });

  it("is made by nobody faster than an app at its busiest", async () => {
    for (let i = 0; i < MADE_A_MINUTE; i++) await make();
    expect(await codeOf(make())).to.equal("http.rate");
  });

  it("is shown to both sides afterwards: who used it, when and why, without the code", async () => {
    const { code, id } = await make("bundle");
    await redeem(code);
    const [made] = (await harness.service.codes.made(counter, { limit: 1 })).items;
    const at = world.clock();
    expect(made).to.deep.include({ id, redeemed: { memberId: TELLER.memberId, reason: "柜面核对", at } });
    const [seen] = (await harness.service.codes.redeemed(TELLER, { limit: 1 })).items;
    const certificates = [{ id: licence.id, show: "bundle" }];
    expect(seen).to.deep.equal({ id, certificates, purpose: PURPOSE, reason: "柜面核对", at });
    expect((await harness.service.codes.redeemed({ ...OTHER, tenant: "third" }, {})).items).to.deep.equal([]);
    for await (const { subject, payload } of harness.store.journal.scan(1))
      expect(JSON.stringify([subject, payload])).to.not.include(code);
  });

  it("pages through what was made", async () => {
    await make();
    const first = await harness.service.codes.made(counter, { limit: 1 });
    const second = await harness.service.codes.made(counter, { limit: 1, after: first.next ?? "" });
    expect(second.items[0]?.id).to.not.equal(first.items[0]?.id);
  });

  it("is made by clerks and readers of the issuer, for what they issued, and redeemed by verifiers of a member", async () => {
    const request = { certificates: [{ id: licence.id, show: "status" }], purpose: PURPOSE } as const;
    const { codes } = harness.service;
    expect(await codeOf(codes.make(principal(world.licences, "checker"), request))).to.equal("auth.forbidden");
    expect(await codeOf(codes.make(principal(world.identities), request))).to.equal("http.not_found");
    const { id } = await draft(harness.service, world);
    expect(await codeOf(codes.make(counter, { ...request, certificates: [{ id, show: "status" }] }))).to.equal(
      "conflict.state",
    );
    const { code } = await make();
    const { memberId: _, ...nobody } = TELLER;
    for (const by of [nobody, counter, { ...TELLER, roles: ["claimant"] as const }])
      expect(await codeOf(redeem(code, by))).to.equal("auth.forbidden");
  });

  it("refuses no certificate, too many, one twice, and words that break a rule", async () => {
    const { codes } = harness.service;
    const one = { id: licence.id, show: "status" } as const;
    for (const certificates of [[], [one, one], Array.from({ length: 11 }, (_, i) => ({ ...one, id: `${i}` }))])
      expect(await codeOf(codes.make(counter, { certificates, purpose: PURPOSE }))).to.equal("schema.value");
    expect(await codeOf(codes.make(counter, { certificates: [one], purpose: "" }))).to.equal("text.empty");
    expect(await codeOf(make("status", "no code"))).to.equal("schema.pattern");
    expect(await codeOf(codes.redeem(TELLER, (await make()).code, "\u202e", "k"))).to.equal("text.bidi");
  });
});
