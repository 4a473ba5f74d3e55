import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import type { Principal } from "../../src/domain/principal.ts";
import { commitmentOf, opens } from "../../src/proof/claim.ts";
import type { ClaimView } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { bundleOf, INSURER_A, INSURER_B, issuedBill } from "./bill.ts";
import { change, failure, type Harness, issued, serve } from "./harness.ts";
import { behind, type Line } from "./switchable.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

const bytes = (value: JsonObject): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe("service: claims", () => {
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

  const claim = (by: Principal, bundle: JsonObject, key: string = randomUUID(), service = harness.service) =>
    service.claim(by, bundle, { idempotencyKey: key });
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;
  const bill = async () => {
    const view = await issuedBill(harness.service, world);
    return { view, bundle: await bundleOf(harness.service, world, view) };
  };
  const verdictOf = async (bundle: JsonObject, level: "online" | "archival") => {
    const report = await harness.service.verify(INSURER_B, bytes(bundle), { level });
    return `${report.verdict} ${report.checks.find(({ name }) => name === "status.claim")?.code}`;
  };

  it("lets the first insurer use a bill, and gives it a receipt that opens the claim on chain", async () => {
    const { view, bundle } = await bill();
    world.clock.advance(60);
    const receipt = await claim(INSURER_A, bundle);
    expect(receipt).to.include({ certificate: view.id, state: "made", time: world.clock() });
    expect(receipt.opening.memberId).to.equal(INSURER_A.memberId);
    const onChain = await world.ledger().claimOf(receipt.nullifier);
    expect(onChain).to.deep.equal({ commitment: receipt.commitment, claimedAt: receipt.time });
    const opening = { nullifier: receipt.nullifier, ...receipt.opening };
    expect(opens(opening, onChain!.commitment)).to.equal(true);
    expect(commitmentOf({ ...opening, memberId: INSURER_B.memberId })).to.not.equal(receipt.commitment);
  });

  it("tells the second insurer that it is used, and not by whom", async () => {
    const { bundle } = await bill();
    const { opening, commitment } = await claim(INSURER_A, bundle);
    const error = await failure(claim(INSURER_B, bundle));
    expect(error.code).to.equal("conflict.claimed");
    expect(error.detail).to.deep.equal({});
    const told = JSON.stringify(await harness.service.verify(INSURER_B, bytes(bundle), { level: "online" }));
    expect(told).to.include("status.claimed");
    for (const secret of [opening.memberId, opening.random, commitment, "insurer-a"])
      expect(told).to.not.include(secret.replace("0x", ""));
    expect((await harness.service.claims(INSURER_B, {})).items).to.deep.equal([]);
  });

  it("is seen online at once, and in every bundle that is fetched afterwards, in time", async () => {
    const { view, bundle } = await bill();
    expect(await verdictOf(bundle, "online")).to.equal("valid status.ok");
    expect(await verdictOf(bundle, "archival")).to.equal("valid status.ok");
    world.clock.advance(60);
    const { time } = await claim(INSURER_A, bundle);
    expect(await verdictOf(bundle, "online")).to.equal("not_in_force status.claimed");
    expect(await verdictOf(bundle, "archival"), "of before").to.equal("valid status.ok");
    const fresh = await bundleOf(harness.service, world, view);
    expect(await verdictOf(fresh, "archival")).to.equal("not_in_force status.claimed");
    const before = { level: "archival", asOf: time! - 1 } as const;
    expect((await harness.service.verify(INSURER_B, bytes(fresh), before)).verdict).to.equal("valid");
    expect(await bundleOf(harness.service, world, view)).to.deep.equal(fresh);
  });

  it("gives the same answer to the same key, also after a new start, and makes one claim", async () => {
    const { bundle } = await bill();
    const first = await claim(INSURER_A, bundle, "same");
    expect(await claim(INSURER_A, bundle, "same")).to.deep.equal(first);
    const again = await serve(world, { store: harness.store });
    expect(await claim(INSURER_A, bundle, "same", again.service)).to.deep.equal(first);
    await again.close();
    const listed = (await harness.service.claims(INSURER_A, {})).items;
    expect(listed.filter(({ nullifier }) => nullifier === first.nullifier)).to.deep.equal([first]);
  });

  it("tells the same insurer under another key that it was itself, and refuses a key for another bill", async () => {
    const { bundle } = await bill();
    const other = await bill();
    await claim(INSURER_A, bundle, "first bill");
    const error = await failure(claim(INSURER_A, bundle, "another intention"));
    expect(error.code).to.equal("conflict.claimed");
    expect(error.detail).to.deep.equal({ own: true });
    expect(await codeOf(claim(INSURER_A, other.bundle, "first bill"))).to.equal("http.idempotency_key_reused");
    expect(await verdictOf(other.bundle, "online")).to.equal("valid status.ok");
  });

  it("lets one of two insurers through who claim at the same time", async () => {
    const { bundle } = await bill();
    const results = await Promise.allSettled([claim(INSURER_A, bundle), claim(INSURER_B, bundle)]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    const lost = results.find((result) => result.status === "rejected");
    expect(isYinzhengError(lost?.reason, "conflict.claimed")).to.equal(true);
  });

  it("is for claimants of a member alone", async () => {
    const { bundle } = await bill();
    const { memberId: _, ...nobody } = INSURER_A;
    const roles = (...of: Principal["roles"]) => ({ ...INSURER_A, roles: of });
    for (const by of [
      nobody,
      roles("verifier"),
      roles("clerk", "maker", "reader", "operator"),
      principal(world.licences),
    ])
      expect(await codeOf(claim(by, bundle))).to.equal("auth.forbidden");
    const anonymous = { ...INSURER_A, via: "anonymous" } as const;
    expect(await codeOf(claim(anonymous, bundle))).to.equal("auth.missing");
    expect(await codeOf(harness.service.claims(roles("verifier"), {}))).to.equal("auth.forbidden");
    expect(await verdictOf(bundle, "online")).to.equal("valid status.ok");
  });

  it("takes only what can be claimed and is valid now", async () => {
    const licence = await issued(harness.service, world);
    const plain = await bundleOf(harness.service, world, licence);
    expect(await codeOf(claim(INSURER_A, plain))).to.equal("policy.not_claimable");
    expect(await codeOf(claim(INSURER_A, { format: "yinzheng-bundle/1" }))).to.equal("bundle.format");
    const { view, bundle } = await bill();
    const forged = JSON.parse(JSON.stringify(bundle));
    forged.representations[0].credential.claimSecret = `0x${"11".repeat(32)}`;
    const error = await failure(claim(INSURER_A, forged));
    expect(error.code).to.equal("policy.not_valid");
    expect(error.detail).to.include({ verdict: "invalid" });
    const blank = JSON.parse(JSON.stringify(bundle));
    delete blank.representations[0].credential.claimSecret;
    expect(await codeOf(claim(INSURER_A, blank))).to.equal("policy.not_valid");
    await change(harness.service, world, view, "suspended");
    const suspended = await failure(claim(INSURER_A, bundle));
    expect(suspended.detail).to.deep.include({ verdict: "not_in_force", checks: ["status.suspended"] });
    await change(harness.service, world, view, "active");
    expect((await claim(INSURER_A, bundle)).state).to.equal("made");
  });

  it("carries a bill's secret on to its successor: what was used stays used", async () => {
    const { view, bundle } = await bill();
    await claim(INSURER_A, bundle);
    const next = await issuedBill(harness.service, world, { supersedes: { id: view.id, kind: "reissue" } });
    const successor = await bundleOf(harness.service, world, next);
    expect(secretIn(successor)).to.equal(secretIn(bundle));
    expect(await codeOf(claim(INSURER_B, successor))).to.equal("conflict.claimed");
    const another = await bill();
    expect(secretIn(another.bundle)).to.not.equal(secretIn(bundle));
  });

  it("shows no secret in lists, nor to who is not the issuer, nor in notices", async () => {
    const { view, bundle } = await bill();
    const secret = secretIn(bundle).slice(2);
    await claim(INSURER_A, bundle);
    const by = principal(world.licences);
    const list = await harness.service.certificates(by, {}, { limit: 200 });
    expect(list.items.map(({ id }) => id)).to.include(view.id);
    const seen = [
      list,
      await harness.service.claims(INSURER_A, { limit: 200 }),
      await harness.service.certificate(INSURER_A, view.id),
      harness.notices,
    ];
    expect(JSON.stringify(seen)).to.not.include(secret);
  });

  it("lists a member's claims, newest first, a page at a time", async () => {
    const fresh = await serve(world, { store: openMemoryStore() });
    const made: ClaimView[] = [];
    for (let i = 0; i < 3; i++) {
      const view = await issuedBill(harness.service, world);
      const bundle = await bundleOf(harness.service, world, view);
      made.unshift(await claim(INSURER_A, bundle, `list ${i}`, fresh.service));
    }
    const first = await fresh.service.claims(INSURER_A, { limit: 2 });
    expect(first.items).to.deep.equal(made.slice(0, 2));
    expect(await fresh.service.claims(INSURER_A, { after: first.next! })).to.deep.equal({ items: made.slice(2) });
    expect(await codeOf(fresh.service.claims(INSURER_A, { after: "!" }))).to.equal("schema.value");
    expect(await codeOf(fresh.service.claims(INSURER_A, { limit: 201 }))).to.equal("schema.value");
    await fresh.close();
  });

  describe("while the chain is away", () => {
    const cut = async (line: Line) => serve(world, { ledger: cutAt(line, world) });

    it("says so and journals nothing where the bill can't be verified", async () => {
      const { bundle } = await bill();
      const line = { up: true };
      const service = await serve(world, { ledger: behind(line, world.ledger()) });
      line.up = false;
      expect(await codeOf(claim(INSURER_A, bundle, "away", service.service))).to.equal("chain.unreachable");
      line.up = true;
      expect((await service.service.claims(INSURER_A, {})).items).to.deep.equal([]);
      expect((await claim(INSURER_A, bundle, "away", service.service)).state).to.equal("made");
      await service.close();
    });

    it("keeps a claim that could not be sent, and sends the same one when it can", async () => {
      const { bundle } = await bill();
      const line = { up: false };
      const service = await cut(line);
      expect(await codeOf(claim(INSURER_A, bundle, "kept", service.service))).to.equal("chain.unreachable");
      const [pending] = (await service.service.claims(INSURER_A, {})).items;
      expect(pending).to.include({ state: "pending", block: null, time: null });
      expect(await codeOf(claim(INSURER_A, bundle, "another", service.service))).to.equal("conflict.state");
      line.up = true;
      const made = await claim(INSURER_A, bundle, "kept", service.service);
      expect(made).to.deep.include({ state: "made", commitment: pending?.commitment, opening: pending?.opening });
      await service.close();
    });

    it("sends what a service that ended left behind, once", async () => {
      const { bundle } = await bill();
      const service = await cut({ up: false });
      await failure(claim(INSURER_A, bundle, "left", service.service));
      const [left] = (await service.service.claims(INSURER_A, {})).items;
      await service.close();
      const again = await serve(world, { store: service.store });
      const made = await claim(INSURER_A, bundle, "left", again.service);
      expect(made).to.deep.include({ state: "made", commitment: left?.commitment });
      expect((await again.service.claims(INSURER_A, {})).items).to.deep.equal([made]);
      await again.close();
    });

    it("gives a claim up that another was faster with, and one whose time has passed", async () => {
      const { bundle } = await bill();
      const late = await bill();
      const line = { up: false };
      const service = await cut(line);
      await failure(claim(INSURER_A, bundle, "slow", service.service));
      await failure(claim(INSURER_A, late.bundle, "late", service.service));
      await claim(INSURER_B, bundle);
      world.clock.advance(2 * DAY);
      line.up = true;
      expect(await codeOf(claim(INSURER_A, bundle, "slow", service.service))).to.equal("conflict.claimed");
      expect(await codeOf(claim(INSURER_A, late.bundle, "late", service.service))).to.equal("chain.rejected");
      const states = (await service.service.claims(INSURER_A, {})).items.map(({ state }) => state);
      expect(states).to.deep.equal(["refused", "refused"]);
      expect((await claim(INSURER_A, late.bundle, "anew", service.service)).state).to.equal("made");
      await service.close();
    });
  });
});

const secretIn = ({ representations }: JsonObject): string => Object(representations)[0].credential.claimSecret;

/** A ledger that reads, and sends nothing while the line is down. */
function cutAt(line: Line, world: World) {
  const ledger = world.ledger();
  const sending = behind(line, ledger);
  return new Proxy(ledger, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name === "submit" ? sending : target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
