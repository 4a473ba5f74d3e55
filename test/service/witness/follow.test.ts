import { expect } from "chai";
import type { Signer } from "../../../src/keys/keys.ts";
import { memoryKeys } from "../../../src/keys/memory/open.ts";
import { cosigners } from "../../../src/proof/checkpoint.ts";
import type { Alarm } from "../../../src/service/witness/alarms.ts";
import { Follower } from "../../../src/service/witness/follow.ts";
import { openWitness, type WitnessProcess } from "../../../src/service/witness.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { unreachable } from "../../ledger/world.ts";
import { groundOn, openValidated, type Validated } from "../forks.ts";
import { type Harness, issued, serve, settled } from "../harness.ts";
import { TestTimers } from "../timers.ts";
import { openWorld, testClock, type World } from "../world.ts";

const EVERY = 15_000;

describe("a witness that follows by itself", () => {
  let world: World;
  let harness: Harness;
  let chain: Validated;
  let key: Signer;
  let journal: Journal;
  const alarms: Alarm[] = [];
  const notices: string[] = [];
  let down = false;
  const open: Follower[] = [];

  before(async () => {
    const clock = testClock();
    chain = await openValidated(clock.ms);
    world = await openWorld(undefined, groundOn(chain, clock));
    harness = await serve(world);
    await issued(harness.service, world);
    key = await memoryKeys({ random: (n) => new Uint8Array(n).fill(9) }).create("witness", "ed25519", "witness");
  });
  beforeEach(() => {
    journal = openMemoryStore().journal;
    alarms.length = 0;
    notices.length = 0;
    down = false;
  });
  afterEach(async () => {
    for (const follower of open.splice(0)) await follower.close();
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  /** A witness of this journal over a node of its own, following. */
  const follow = async ({ chain: { rpc } }: Validated = chain) => {
    const ledger = world.ledger((method, params) => (down ? Promise.reject(unreachable()) : rpc(method, params)));
    const witness = await openWitness({
      name: "bank",
      key,
      ledger,
      journal,
      clock: world.clock,
      alarm: (one) => alarms.push(one),
    });
    const timers = new TestTimers();
    const follower = new Follower({ witness, ledger, timers, everyMs: EVERY, notice: (code) => notices.push(code) });
    open.push(follower);
    follower.start();
    return { witness, timers, ledger };
  };
  const signedBlock = async (witness: WitnessProcess): Promise<number | null> =>
    Number(/^block (\d+) /m.exec((await witness.latest()) ?? "")?.[1] ?? -1);

  it("co-signs the head at once, and each new head when it looks again", async () => {
    const { witness, timers, ledger } = await follow();
    await timers.set(EVERY);
    const first = await ledger.logState();
    const note = (await witness.latest()) ?? "";
    expect(cosigners(world.network.registryId, note, first, [witness.vkey])).to.deep.equal(["bank"]);
    const records = journal.head().seq;
    await timers.pass(EVERY);
    await timers.set(EVERY);
    expect(journal.head().seq, "nothing new, nothing signed").to.equal(records);
    world.clock.advance(60);
    await issued(harness.service, world);
    await timers.pass(EVERY);
    await timers.set(EVERY);
    expect(await signedBlock(witness)).to.equal((await ledger.head()).number);
    expect(alarms).to.deep.equal([]);
  });

  it("says once that it can't reach its node, and goes on when it can", async () => {
    down = true;
    const { witness, timers } = await follow();
    await timers.pass(EVERY);
    await timers.set(EVERY);
    expect(notices).to.deep.equal(["chain.unreachable"]);
    expect(await witness.latest()).to.equal(null);
    down = false;
    await timers.pass(EVERY);
    await timers.set(EVERY);
    expect(await signedBlock(witness)).to.equal((await world.ledger().head()).number);
  });

  it("alarms about a fork once, in the journal too, and refuses it after every restart", async () => {
    const common = chain.made.length;
    world.clock.advance(60);
    await issued(harness.service, world);
    const first = await follow();
    await first.timers.set(EVERY);
    const fork = await chain.fork(common);
    world.clock.advance(60);
    await fork.mine(chain.made.length - common + 3);
    for (const restart of [1, 2]) {
      const { witness, timers } = await follow(fork);
      await timers.pass(EVERY);
      await timers.set(EVERY);
      expect(await witness.latest()).to.equal(null);
      expect(
        alarms.map(({ code }) => code),
        "once a process",
      ).to.deep.equal(Array(restart).fill("witness.fork"));
      expect(
        witness.alarms().map(({ code }) => code),
        "once for ever",
      ).to.deep.equal(["witness.fork"]);
      expect(alarms[0]?.detail).to.include({ block: chain.made.length });
    }
    const again = await follow();
    await settled(async () => (await again.witness.latest()) !== null);
    await fork.chain.close();
  });
});
