import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hexlify, keccak256, recoverAddress } from "ethers";
import { safeMessage } from "../../src/crypto/safe.ts";
import { ERRORS } from "../../src/domain/errors.ts";
import { cancel, carryOut, execute, propose, schedule, signSafe } from "../../src/ledger/evm/council.ts";
import { checkFounding, foundOnce, readFounding, writeFounding } from "../../src/ledger/evm/deployment.ts";
import { failureOf, loadFixture, messageSigner, networkHelpers, poorSender, rpc, time } from "./chain.ts";
import { AGENCY, COUNCIL, callOf, council, DEPLOYER, FOREVER, founded, HOUR, OTHER_TYPE, STRANGER } from "./world.ts";

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "yinzheng-deployment-"));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true });
  }
}

describe("deployment files", () => {
  it("are read as they were written", async () => {
    const { founding } = await loadFixture(founded);
    await inFolder(async (dir) => {
      await writeFounding(dir, founding);
      expect(await readFounding(dir)).to.deep.equal(JSON.parse(JSON.stringify(founding)));
      await checkFounding(rpc, (await readFounding(dir))!);
    });
  });

  it("are written once, and checked ever after", async () => {
    const { founding } = await loadFixture(founded);
    await inFolder(async (dir) => {
      const options = { rpc, deployer: poorSender(DEPLOYER), council: COUNCIL.map(messageSigner), members: [] };
      const { chainId, genesisHash } = founding.network;
      const make = { ...options, chainId, genesisHash, random: new Uint8Array(32).fill(5) };
      const first = await foundOnce(join(dir, "local"), make);
      const again = await foundOnce(join(dir, "local"), { ...make, random: new Uint8Array(32).fill(6) });
      expect(again.network).to.deep.equal(first.network);
      await networkHelpers.setCode(first.guardian, "0x00");
      expect(await failureOf(foundOnce(join(dir, "local"), make))).to.include("chain.mismatch");
    });
  });

  it("are none before chain.json is there", async () => {
    const { founding } = await loadFixture(founded);
    await inFolder(async (dir) => {
      expect(await readFounding(dir)).to.equal(null);
      await writeFounding(dir, founding);
      await rm(join(dir, "chain.json"));
      expect(await readFounding(dir)).to.equal(null);
    });
  });

  it("are refused where one is missing or is not JSON", async () => {
    const { founding } = await loadFixture(founded);
    await inFolder(async (dir) => {
      await writeFounding(dir, founding);
      await writeFile(join(dir, "Directory.json"), (await readFile(join(dir, "Directory.json"), "utf8")).slice(9));
      expect(await failureOf(readFounding(dir))).to.include("store.damaged");
      await rm(join(dir, "Directory.json"));
      expect(await failureOf(readFounding(dir))).to.include("store.damaged");
      await writeFile(join(dir, "chain.json"), '{"format":"another/1"}');
      expect(await failureOf(readFounding(dir))).to.include("store.damaged");
    });
  });

  it("are refused on a chain of another id, genesis, code or registryId", async () => {
    const { founding } = await loadFixture(founded);
    const { network } = founding;
    const others = [
      { ...founding, network: { ...network, chainId: 1 } },
      { ...founding, network: { ...network, genesisHash: AGENCY } },
      { ...founding, network: { ...network, registryId: AGENCY } },
    ];
    for (const other of others) expect(await failureOf(checkFounding(rpc, other))).to.include("chain.mismatch");
    await networkHelpers.setCode(network.contracts.anchorRegistry, "0x00");
    expect(await failureOf(checkFounding(rpc, founding))).to.include(ERRORS["chain.mismatch"].en);
  });
});

describe("the council", () => {
  it("signs a Safe transaction whose hash is the Safe's own", async () => {
    const world = await loadFixture(founded);
    const transaction = await propose(rpc, world.founding.council, [callOf(world, "MemberRegistry", "freeze", AGENCY)]);
    const { to, data, operation, nonce } = transaction;
    const zero = "0x0000000000000000000000000000000000000000";
    const hash = await world.safe.getTransactionHash(to, 0, data, operation, 0, 0, 0, zero, zero, nonce);
    const { signature } = await signSafe(transaction, messageSigner(COUNCIL[0]));
    expect(keccak256(safeMessage(transaction))).to.equal(hash);
    expect(recoverAddress(hash, signature)).to.equal(COUNCIL[0].address);
    expect(hexlify(safeMessage(transaction)).slice(0, 6)).to.equal("0x1901");
  });

  it("decides by two of three, in any order of signatures", async () => {
    const world = await loadFixture(founded);
    const transaction = await propose(rpc, world.founding.council, [callOf(world, "MemberRegistry", "freeze", AGENCY)]);
    const signatures = await Promise.all(
      [COUNCIL[2], COUNCIL[0]].map((one) => signSafe(transaction, messageSigner(one))),
    );
    await execute(poorSender(DEPLOYER), transaction, signatures);
    expect((await world.members.member(AGENCY)).frozenUntil).to.equal(BigInt(FOREVER));
  });

  it("does not decide by one, nor with a stranger", async () => {
    const world = await loadFixture(founded);
    const transaction = await propose(rpc, world.founding.council, [callOf(world, "MemberRegistry", "freeze", AGENCY)]);
    const sign = (...who: (typeof STRANGER)[]) =>
      Promise.all(who.map((one) => signSafe(transaction, messageSigner(one))));
    const sender = poorSender(DEPLOYER);
    expect(await failureOf(execute(sender, transaction, await sign(COUNCIL[0])))).to.include("GS020");
    expect(await failureOf(execute(sender, transaction, await sign(COUNCIL[0], STRANGER)))).to.include("GS026");
  });

  it("decides nothing twice by the same signatures", async () => {
    const world = await loadFixture(founded);
    const calls = [
      callOf(world, "AnchorRegistry", "pause", OTHER_TYPE),
      callOf(world, "AnchorRegistry", "pause", AGENCY),
    ];
    const transaction = await propose(rpc, world.founding.council, calls);
    const signatures = await Promise.all(COUNCIL.slice(1).map((one) => signSafe(transaction, messageSigner(one))));
    await execute(poorSender(DEPLOYER), transaction, signatures);
    expect(await failureOf(execute(poorSender(DEPLOYER), transaction, signatures))).to.include("GS026");
  });

  it("does not propose nothing", async () => {
    const world = await loadFixture(founded);
    expect(await failureOf(propose(rpc, world.founding.council, []))).to.include("conflict.state");
  });

  it("takes back what it announced", async () => {
    const world = await loadFixture(founded);
    const { council: seat } = world.founding;
    const grant = callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER);
    await council(world, ...schedule(seat, [grant]));
    await council(world, ...cancel(seat, [grant]));
    await time.increase(48 * HOUR);
    await expect(council(world, ...carryOut(seat, [grant]))).to.be.revertedWithCustomError(
      world.manager,
      "AccessManagerNotScheduled",
    );
  });
});
