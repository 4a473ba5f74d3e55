import { expect } from "chai";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { Signer } from "../../../src/keys/keys.ts";
import { memoryKeys } from "../../../src/keys/memory/open.ts";
import { INTERFACES } from "../../../src/ledger/evm/artifacts.ts";
import {
  burnedSlot,
  CONTINUED_BY_SLOT,
  claimSlot,
  keyOwnerSlot,
  keySlot,
  LIFETIME_SLOT,
  memberSlot,
  officerSlot,
  pauseSlot,
  recordSlot,
  type Slot,
  scopeSlot,
  sealCountSlot,
  sealDelegationSlot,
  sealDigestSlot,
  sealMakerSlot,
  sealOwnerSlot,
  sealStateSlot,
  sealUseSlot,
  statusHeadSlot,
  statusWordSlot,
  successorSlot,
  writerSlot,
} from "../../../src/proof/slots.ts";
import { openWitness, type WitnessProcess } from "../../../src/service/witness.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { type Installation, install } from "../../ledger/conformance.ts";
import { SealOrders } from "../../ledger/seal-orders.ts";
import { AGENCY, BANK, decided, digest, KEY, MAKER, seconds, TYPE, testClock } from "../../ledger/world.ts";
import { openValidated, type Validated } from "../forks.ts";
import { failure } from "../harness.ts";

const BATCHES = 20;
const SEAL = digest("seal");
const [CHANGED, UNTOUCHED] = [digest("batch 3"), digest("batch 4")];

describe("state, compared with what the log makes of it", () => {
  const clock = testClock();
  let chain: Validated;
  let installation: Installation;
  let key: Signer;
  let journal: Journal;

  before(async () => {
    chain = await openValidated(clock);
    installation = await install(chain.chain, clock);
    const { ledger, officers } = installation;
    for (let i = 0; i < BATCHES; i++) await ledger.submit(await officers.anchor(`batch ${i}`));
    await ledger.submit(await officers.change("batch 3", { to: 2 }));
    const seals = new SealOrders(installation.founding, clock);
    await seals.active(ledger, "seal");
    await ledger.submit(await seals.delegate("seal"));
    await ledger.submit(await seals.use("seal", "batch 3", { count: 2 }));
    key = await memoryKeys({ random: (n) => new Uint8Array(n).fill(4) }).create("witness", "ed25519", "witness");
  });
  beforeEach(() => {
    journal = openMemoryStore().journal;
  });
  after(async () => {
    await installation.ledger.close();
    await chain.chain.close();
  });

  const open = (): Promise<WitnessProcess> =>
    openWitness({ name: "bank", key, ledger: installation.another(), journal, clock: () => seconds(clock) });
  const sign = async (witness: WitnessProcess): Promise<unknown> => witness.cosign(await installation.ledger.head());
  const write = async ({ contract, key: slot }: Slot, value: Hex): Promise<Hex> => {
    const address = installation.founding.network.contracts[contract] ?? "0x";
    const before = (await chain.engine("eth_getStorageAt", [address, slot, "latest"])) as Hex;
    await chain.engine("hardhat_setStorageAt", [address, slot, value]);
    await chain.mine(1);
    return before;
  };
  const refusalOf = async (witness: WitnessProcess): Promise<unknown> => (await failure(sign(witness))).detail?.of;

  it("is right where nobody wrote past the contracts", async () => {
    const witness = await open();
    expect(await sign(witness)).to.be.a("string");
    expect(witness.alarms()).to.deep.equal([]);
  });

  for (const [what, slot, of] of [
    ["a member", memberSlot(AGENCY), `member ${AGENCY}`],
    ["a successor", successorSlot(AGENCY), `member ${AGENCY}`],
    ["an officer", officerSlot(AGENCY, MAKER.address), `member ${AGENCY}`],
    ["a scope", scopeSlot(AGENCY, TYPE), `member ${AGENCY}`],
    ["a key", keySlot(AGENCY, KEY.keyId), `member ${AGENCY}`],
    ["a key's owner", keyOwnerSlot(KEY.keyId), `member ${AGENCY}`],
    ["a record", recordSlot(AGENCY, CHANGED), `batch ${AGENCY}/${CHANGED}`],
    ["a burning", burnedSlot(AGENCY, CHANGED), `batch ${AGENCY}/${CHANGED}`],
    ["a pause that nobody ordered", pauseSlot(TYPE), "anchorRegistry"],
    ["a status head", statusHeadSlot(AGENCY, CHANGED), `batch ${AGENCY}/${CHANGED}`],
    ["a word of cells", statusWordSlot(AGENCY, CHANGED, 0), `batch ${AGENCY}/${CHANGED}`],
    ["a word of cells that no record ever changed", statusWordSlot(AGENCY, UNTOUCHED, 0), "statusRegistry"],
    ["a claim that nobody made", claimSlot(MAKER.address), "claimRegistry"],
    ["a member that nobody admitted", memberSlot(UNTOUCHED), "memberRegistry"],
    ["a seal's owner", sealOwnerSlot(SEAL), `seal ${SEAL}`],
    ["a seal's maker", sealMakerSlot(SEAL), `seal ${SEAL}`],
    ["a seal's object", sealDigestSlot(SEAL), `seal ${SEAL}`],
    ["a seal's state", sealStateSlot(SEAL), `seal ${SEAL}`],
    ["a seal's count", sealCountSlot(SEAL), `seal ${SEAL}`],
    ["who may use a seal", sealDelegationSlot(SEAL, BANK), `seal ${SEAL}`],
    ["a use of a seal", sealUseSlot(SEAL, AGENCY, CHANGED), `uses of seal ${SEAL} in batch ${AGENCY}/${CHANGED}`],
    ["a use that nobody counted", sealUseSlot(SEAL, AGENCY, UNTOUCHED), "sealRegistry"],
    ["a seal that nobody applied for", sealStateSlot(UNTOUCHED), "sealRegistry"],
    ["the Directory's opening", LIFETIME_SLOT, "directory"],
    ["the Directory's successor", CONTINUED_BY_SLOT, "directory"],
    ["another writer of the log", writerSlot(MAKER.address), "directory"],
  ] as const) {
    it(`is refused where ${what} is written, also after a restart, and signed again when it is as it was`, async () => {
      const witness = await open();
      await sign(witness);
      const before = await write(slot, digest("anything"));
      for (const one of [witness, witness, await open()]) {
        expect(await refusalOf(one)).to.equal(of);
        expect(one.alarms().map(({ code, detail }) => [code, detail.of])).to.deep.include(["witness.state", of]);
      }
      await write(slot, before);
      for (const one of [witness, await open()]) expect(await sign(one)).to.be.a("string");
    });
  }

  it("is right while types are paused, which no record tells, also after a restart", async () => {
    const witness = await open();
    await sign(witness);
    const { founding, rpc } = installation;
    for (const type of [TYPE, digest("a type that nobody issues")]) {
      const data = INTERFACES.AnchorRegistry.encodeFunctionData("pause", [type]) as Hex;
      await decided(rpc, founding, [{ to: founding.network.contracts.anchorRegistry, data }]);
      for (const one of [witness, await open()]) expect(await sign(one)).to.be.a("string");
    }
    const before = await write(recordSlot(AGENCY, CHANGED), digest("anything"));
    expect(await refusalOf(witness), "and a record is compared all the same").to.equal(`batch ${AGENCY}/${CHANGED}`);
    await write(recordSlot(AGENCY, CHANGED), before);
  });

  it("is compared in an installation without a registry of seals, in which their records are only heard of", async () => {
    const { sealRegistry: _, ...contracts } = installation.founding.network.contracts;
    const ledger = installation.another({ network: { ...installation.founding.network, contracts } });
    const witness = await openWitness({ name: "bank", key, ledger, journal, clock: () => seconds(clock) });
    expect(await sign(witness)).to.be.a("string");
    const codes = new Set(witness.alarms().map(({ code }) => code));
    expect(codes).to.deep.equal(new Set(["directory.registered", "log.unknown"]));
  });

  it("is refused where it was written for one block alone", async () => {
    const batchId = digest(`batch ${BATCHES - 1}`);
    const slot = statusHeadSlot(AGENCY, batchId);
    const witness = await open();
    await sign(witness);
    const before = await write(slot, digest("anything"));
    expect(await refusalOf(witness)).to.equal(`batch ${AGENCY}/${batchId}`);
    await write(slot, before);
    expect(await sign(witness), "as it was").to.be.a("string");
  });
});
