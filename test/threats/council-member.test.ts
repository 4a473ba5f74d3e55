import { expect } from "chai";
import { callData } from "../../src/crypto/abi-call.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { rejectionOf } from "../../src/ledger/evm/rejection.ts";
import { memberIdOf, typeIdOf } from "../../src/proof/ids.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { type CouncilWorld, openCouncilWorld } from "../cli/council-world.ts";
import { addressOf } from "../service/agency.ts";
import { approvalOf, change, current, draft, type Harness, issued, serve, settled } from "../service/harness.ts";
import { principal } from "../service/world.ts";

const HOUR = 3600;
const BUREAU = "11371000004352185C";
const EVERYTHING: Hex = `0x${"00".repeat(32)}`;

describe("threat: one council member acts alone", () => {
  let council: CouncilWorld;
  let harness: Harness;

  beforeEach(async () => {
    council = await openCouncilWorld();
    harness = await serve(council.world);
  });

  afterEach(async () => {
    await harness.close();
    await council.close();
  });

  const stop = (name: string, ...what: readonly string[]) =>
    council.council("stop", ...what, "--dir", council.folder(name), "--rpc", council.rpc);
  const refusedStop = (name: string, ...what: readonly string[]) =>
    council.refused("council.resting", "stop", ...what, "--dir", council.folder(name), "--rpc", council.rpc);
  const issue = () => issued(harness.service, council.world);
  const stateOf = async (view: CertificateView) => (await current(harness.service, council.world, view)).status;

  /** Name of the contract's error where `from` calls it; "" where it would go through. */
  async function rejected(from: Hex, to: Hex, method: string, ...args: readonly Hex[]): Promise<string> {
    const data = callData(
      { name: method, types: args.map((arg) => (arg.length === 42 ? "address" : "bytes32")) },
      args,
    );
    try {
      await council.world.chain.rpc("eth_call", [{ from, to, data }, "pending"]);
      return "";
    } catch (cause) {
      return String(rejectionOf(cause)?.detail.error);
    }
  }

  it("a council member alone cannot stop the service for long", async () => {
    const { world } = council;
    const [before, other] = [await issue(), await issue()];
    await stop("a", "--all");

    // What was issued can be revoked and suspended all the while.
    await change(harness.service, world, before, "revoked");
    await change(harness.service, world, other, "suspended");
    expect([await stateOf(before), await stateOf(other)]).to.deep.equal(["revoked", "suspended"]);

    // Not again, nor anything else, nor after it has lapsed, for seven days.
    await refusedStop("a", "--all");
    world.clock.advance(72 * HOUR - 1);
    await refusedStop("a", "--member", BUREAU);

    // 72 hours later it is over, without anybody doing anything.
    world.clock.advance(1);
    expect((await issue()).status).to.equal("active");
    await refusedStop("a", "--all");
    world.clock.advance(96 * HOUR - 1);
    await refusedStop("a", "--all");
    world.clock.advance(1);
    await stop("a", "--all");
  });

  it("stops anchors while it lasts, and they go on when it has lapsed", async () => {
    const { world } = council;
    await stop("b", "--type", world.licences.type);
    const view = await draft(harness.service, world);
    const approving = harness.service.approve(
      principal(world.licences),
      view.id,
      await approvalOf(world.licences, view),
    );
    approving.catch(() => {});
    await settled(async () => harness.notices.length > 0);
    expect(JSON.stringify(harness.notices)).to.include("AnchorRegistryPaused");
    expect((await current(harness.service, world, view)).state).to.equal("anchoring");
    world.clock.advance(72 * HOUR);
    expect((await issue()).status).to.equal("active");
  });

  it("freezes a member for 72 hours, who may suspend meanwhile, and for whom the council revokes", async () => {
    const { world } = council;
    const [one, two] = [await issue(), await issue()];
    await stop("a", "--member", BUREAU);
    await change(harness.service, world, one, "suspended");
    expect(await stateOf(one)).to.equal("suspended");
    const file = council.path("bundle.json");
    const { text } = await harness.service.bundle(principal(world.licences), two.id);
    await council.write("bundle.json", JSON.parse(text));
    await council.decide("change-status", "--to", "revoked", "--reason", "court_order", "--bundle", file);
    expect(await stateOf(two)).to.equal("revoked");
    world.clock.advance(72 * HOUR);
    expect((await issue()).status).to.equal("active");
  });

  it("widens nothing, and makes no stop of its own last", async () => {
    const { world, seat } = council;
    const a = addressOf(world.councilKeys[0]!);
    const { memberRegistry, anchorRegistry } = world.network.contracts;
    const [member, type] = [memberIdOf(BUREAU), typeIdOf(world.licences.type)];
    await stop("a", "--all");
    const alone = [
      await rejected(a, memberRegistry, "freeze", member),
      await rejected(a, memberRegistry, "unfreeze", member),
      await rejected(a, memberRegistry, "close", member),
      await rejected(a, memberRegistry, "withdrawScope", member, type),
      await rejected(a, memberRegistry, "freezeTemporarily", member, a),
      await rejected(a, anchorRegistry, "pause", EVERYTHING),
      await rejected(a, anchorRegistry, "unpause", EVERYTHING),
      await rejected(a, anchorRegistry, "pauseTemporarily", type, a),
    ];
    expect(alone).to.deep.equal(alone.map(() => "GovernedUnauthorized"));
    expect(await rejected(a, seat.guardian, "pause", type)).to.equal("GuardianResting");
    expect(await rejected(addressOf(world.relayer), seat.guardian, "pause", type)).to.equal("GuardianNotCouncil");
    const file = council.path("pause.json");
    const own = ["--dir", council.folder("a")];
    await council.council("propose", "pause", "--all", "-o", file, ...own, "--rpc", council.rpc);
    await council.council("sign", file, ...own, "--yes");
    const sender = ["--dir", council.folder("sender"), "--rpc", council.rpc];
    await council.refused("council.too_few", "submit", file, ...sender);
  });

  it("is confirmed by the council, and then lasts until the council lifts it", async () => {
    const { world } = council;
    await stop("a", "--member", BUREAU);
    await council.decide("freeze", "--member", BUREAU);
    world.clock.advance(72 * HOUR);
    await council.decide("pause", "--type", world.identities.type);
    const { stdout } = await council.council("status", "--dir", council.folder("b"), "--rpc", council.rpc, "--json");
    expect(JSON.parse(stdout).frozen).to.deep.equal([{ id: memberIdOf(BUREAU), until: 2 ** 40 - 1 }]);
  });

  it("says when it lapses and how the council makes it last", async () => {
    const { stdout } = await stop("a", "--member", BUREAU);
    expect(stdout).to.include("lapses by itself 2026-11-26").and.to.include(`propose freeze --member ${BUREAU}`);
    const { rests } = JSON.parse(
      (await council.council("status", "--dir", council.folder("b"), "--rpc", council.rpc, "--json")).stdout,
    );
    expect(rests.map(({ until }: { until: number }) => until > council.world.clock())).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});
