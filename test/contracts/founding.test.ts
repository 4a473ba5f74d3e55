import { expect } from "chai";
import { concat, encodeBytes32String, sha256 } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { ARTIFACTS, INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { codeHashOf, deploy, transact } from "../../src/ledger/evm/chain.ts";
import { carryOut, schedule } from "../../src/ledger/evm/council.ts";
import { quorum } from "../../src/ledger/evm/installation.ts";
import { FUNCTION_ROLES, ROLES, WIDEN_DELAY } from "../../src/ledger/evm/roles.ts";
import { chainId, ethers, failureOf, loadFixture, lower, poorSender, provider, rpc, time, wallet } from "./chain.ts";
import {
  AGENCY,
  anchorBatch,
  COUNCIL,
  callOf,
  council,
  DEPLOYER,
  FOREVER,
  founded,
  OTHER_TYPE,
  type World,
} from "./world.ts";

const contractsOf = (world: World) => ({
  Directory: world.directory,
  MemberRegistry: world.members,
  AnchorRegistry: world.anchors,
  StatusRegistry: world.statuses,
  SealRegistry: world.seals,
});

describe("founding", () => {
  it("costs its deployer nothing and leaves it without any role", async () => {
    const world = await loadFixture(founded);
    expect(await provider.getBalance(DEPLOYER.address)).to.equal(0n);
    for (const role of Object.values(ROLES)) {
      const { since } = await world.manager.getAccess(role, DEPLOYER.address);
      expect(since).to.equal(0n);
    }
  });

  it("gives no council member a role", async () => {
    const world = await loadFixture(founded);
    for (const role of Object.values(ROLES)) {
      for (const { address } of COUNCIL) expect((await world.manager.hasRole(role, address)).isMember).to.equal(false);
    }
  });

  it("grants every role to the Safe or the Guardian, and to nobody else ever", async () => {
    const world = await loadFixture(founded);
    const grants = await world.manager.queryFilter(world.manager.filters.RoleGranted());
    const holders = grants.map(({ args }) => `${args.roleId} ${args.account}`);
    const [safe, guardian] = [await world.safe.getAddress(), await world.guardian.getAddress()];
    expect(new Set(holders)).to.deep.equal(new Set([`0 ${safe}`, `1 ${safe}`, `2 ${safe}`, `3 ${guardian}`]));
  });

  it("leaves the council with 48 hours for what widens and none for what stops", async () => {
    const world = await loadFixture(founded);
    const safe = await world.safe.getAddress();
    const delays = await Promise.all(
      Object.values(ROLES).map(async (role) => (await world.manager.hasRole(role, safe)).executionDelay),
    );
    expect(delays.map(Number)).to.deep.equal([WIDEN_DELAY, 0, WIDEN_DELAY, 0]);
  });

  it("gives every restricted function its role", async () => {
    const world = await loadFixture(founded);
    for (const [name, functions] of Object.entries(FUNCTION_ROLES)) {
      const contract = contractsOf(world)[name as keyof typeof FUNCTION_ROLES];
      for (const [method, role] of Object.entries(functions)) {
        const { selector } = contract.interface.getFunction(method as never)!;
        expect(await world.manager.getTargetFunctionRole(await contract.getAddress(), selector), method).to.equal(
          ROLES[role as keyof typeof ROLES],
        );
      }
    }
  });

  it("knows every function that writes: restricted, or signed, or the registries' own", async () => {
    const sealed = ["applyFor", "make", "delegate", "use"];
    const free = ["anchor", "burn", "change", "reportOwnCompromise", "claim", "countRevocations", "adopt", ...sealed];
    for (const name of [
      "Directory",
      "MemberRegistry",
      "AnchorRegistry",
      "StatusRegistry",
      "ClaimRegistry",
      "SealRegistry",
    ] as const) {
      const writing = INTERFACES[name].fragments.filter(
        (one) =>
          one.type === "function" && !["view", "pure"].includes((one as { stateMutability?: string }).stateMutability!),
      );
      const names = writing.map((one) => (one as unknown as { name: string }).name);
      const restricted = names.filter((method) => !free.includes(method));
      const roles = name === "ClaimRegistry" ? {} : FUNCTION_ROLES[name];
      expect(restricted.toSorted()).to.deep.equal(Object.keys(roles).toSorted());
    }
  });

  it("derives the registryId from genesis hash and random bytes", async () => {
    const world = await loadFixture(founded);
    const genesis = (await provider.getBlock(0))!.hash as Hex;
    const expected = sha256(concat([genesis, new Uint8Array(32).fill(1)]));
    const { network } = world.founding;
    expect([network.registryId, network.genesisHash, network.chainId]).to.deep.equal([
      expected,
      genesis,
      await chainId(),
    ]);
    const { directory, log, members, anchors, statuses, claims, seals } = world;
    for (const contract of [directory, log, members, anchors, statuses, claims, seals]) {
      expect(await contract.registryId()).to.equal(expected);
    }
  });

  it("registers the seven registries, lets them write, and opens", async () => {
    const world = await loadFixture(founded);
    const { network } = world.founding;
    for (const [name, address] of Object.entries(network.contracts)) {
      expect(lower(await world.directory.registryOf(encodeBytes32String(name)))).to.equal(address);
      expect(await world.directory.isWriter(address)).to.equal(true);
    }
    const { openedAt, closedAt } = await world.directory.lifetime();
    expect([await world.directory.opened(), openedAt > 0n, closedAt]).to.deep.equal([true, true, 0n]);
    expect(await world.directory.council()).to.equal(await world.safe.getAddress());
  });

  it("makes a council of three in which two decide", async () => {
    const world = await loadFixture(founded);
    expect(await world.safe.getThreshold()).to.equal(2n);
    expect([...(await world.safe.getOwners())]).to.deep.equal(COUNCIL.map(({ address }) => address));
    expect([3, 4, 5, 6, 7].map(quorum)).to.deep.equal([2, 3, 3, 4, 4]);
  });

  it("names the first block that can hold an event", async () => {
    const world = await loadFixture(founded);
    const { deployBlock } = world.founding.network;
    const [first] = await world.directory.queryFilter(world.directory.filters.Registered());
    expect(first!.blockNumber).to.equal(deployBlock);
  });

  it("records the code hash, arguments and ABI of every contract", async () => {
    const world = await loadFixture(founded);
    const names = world.founding.deployments.map(({ contract }) => contract);
    expect(names.toSorted()).to.deep.equal(Object.keys(ARTIFACTS).toSorted());
    for (const { address, codeHash, contract, abi } of world.founding.deployments) {
      expect(codeHash).to.equal(await codeHashOf(rpc, address));
      expect(abi).to.equal(ARTIFACTS[contract].abi);
    }
  });
});

describe("after the opening", () => {
  it("widening without an announcement is refused", async () => {
    const world = await loadFixture(founded);
    const grant = callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER);
    await expect(council(world, grant)).to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled");
  });

  it("widening needs 48 hours, to the second", async () => {
    const world = await loadFixture(founded);
    const grant = callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER);
    await council(world, ...schedule(world.founding.council, [grant]));
    const ready = (await time.latest()) + WIDEN_DELAY;
    await time.setNextBlockTimestamp(ready - 1);
    const early = council(world, ...carryOut(world.founding.council, [grant]));
    await expect(early).to.be.revertedWithCustomError(world.manager, "AccessManagerNotReady");
    await time.increaseTo(ready);
    await council(world, ...carryOut(world.founding.council, [grant]));
    await anchorBatch(world, { typeId: OTHER_TYPE });
  });

  it("the council may also carry out an announced call itself", async () => {
    const world = await loadFixture(founded);
    const grant = callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER);
    await council(world, ...schedule(world.founding.council, [grant]));
    await time.increase(WIDEN_DELAY);
    await expect(council(world, grant)).to.emit(world.members, "ScopeChanged");
    await expect(council(world, grant)).to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled");
    expect(await world.members.isConsumingScheduledOp()).to.equal("0x00000000");
  });

  it("roles and delays themselves change after 48 hours only", async () => {
    const world = await loadFixture(founded);
    const safe = await world.safe.getAddress();
    const shorten = callOf(world, "AccessManager", "grantRole", ROLES.widen, safe, 0);
    await expect(council(world, shorten)).to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled");
    const { selector } = world.members.interface.getFunction("grantScope");
    const members = await world.members.getAddress();
    const remap = callOf(world, "AccessManager", "setTargetFunctionRole", members, [selector], ROLES.stop);
    await expect(council(world, remap)).to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled");
  });

  it("no manager ever replaces the registries' authority", async () => {
    const world = await loadFixture(founded);
    for (const contract of Object.values(contractsOf(world))) {
      expect(await contract.authority()).to.equal(await world.manager.getAddress());
      expect(contract.interface.getFunction("setAuthority" as never)).to.equal(null);
    }
  });

  it("a failed deployment says what reverted", async () => {
    await loadFixture(founded);
    const sender = poorSender(wallet("somebody"));
    expect(await failureOf(deploy(rpc, sender, "EvidenceLog", ethers.ZeroAddress))).to.include("reverted");
    const failing = { ...sender, send: async () => ({ ...EMPTY_RECEIPT }) };
    expect(await failureOf(transact(failing, { to: null, data: "0x" }))).to.include("chain.rejected");
  });
});

const EMPTY_RECEIPT = {
  hash: "0x00" as Hex,
  succeeded: false,
  block: 1,
  gasUsed: 0n,
  contractAddress: null,
  logs: [],
};
