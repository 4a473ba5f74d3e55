import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { type Deployment, deploy } from "../../src/ledger/evm/chain.ts";
import type { CouncilCall } from "../../src/ledger/evm/council.ts";
import { ceremony } from "../../src/ledger/evm/found.ts";
import { deployInstallation } from "../../src/ledger/evm/installation.ts";
import { grantRole, ROLES, WIDEN_DELAY } from "../../src/ledger/evm/roles.ts";
import { chainId, ethers, loadFixture, messageSigner, poorSender, provider, rpc } from "./chain.ts";
import { ABI, kindBytes, leavesOf, newest } from "./records.ts";
import {
  AGENCY_INPUT,
  anchorBatch,
  COUNCIL,
  callOf,
  council,
  DEPLOYER,
  founded,
  type World,
  widen,
  worldOf,
} from "./world.ts";

const LOG = encodeBytes32String("evidenceLog");
const ANCHORS = encodeBytes32String("anchorRegistry");
const SECOND = encodeBytes32String("anchorRegistry/2");
const SOON = 3600;

/** Deployed, and the council has decided all but the opening. */
async function unopened() {
  const world = await deployed();
  const steps = ceremony(world.founding, [AGENCY_INPUT]);
  for (const calls of steps.slice(0, -1)) await council(world, ...calls);
  return { world, opening: steps.at(-1)! };
}

/** Deployed, and nothing decided. */
async function deployed() {
  const options = {
    rpc,
    deployer: poorSender(DEPLOYER),
    council: COUNCIL.map(messageSigner),
    chainId: await chainId(),
  };
  const genesisHash = (await provider.getBlock(0))!.hash as Hex;
  return await worldOf(await deployInstallation({ ...options, genesisHash, random: new Uint8Array(32).fill(9) }));
}

const rolesOf = ({ founding }: World, delay: number): [CouncilCall, CouncilCall] => {
  const { manager, safe } = founding.council;
  return [grantRole(manager, "widen", safe, delay), grantRole(manager, "admin", safe, delay)];
};

describe("Directory: before it is open", () => {
  it("nothing anchors", async () => {
    const { world } = await loadFixture(unopened);
    expect(await world.directory.opened()).to.equal(false);
    await expect(anchorBatch(world)).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryNotOpen").withArgs();
  });

  it("the council admits members without delay", async () => {
    const { world } = await loadFixture(unopened);
    expect((await world.members.member(AGENCY_INPUT.memberId)).threshold).to.equal(2n);
  });

  it("it opens only once the delays are 48 hours", async () => {
    const { world, opening } = await loadFixture(unopened);
    const open = opening.at(-1)!;
    const [widening, admin] = rolesOf(world, WIDEN_DELAY);
    await expect(council(world, open))
      .to.be.revertedWithCustomError(world.directory, "DirectoryDelayTooShort")
      .withArgs(ROLES.admin, 0);
    await expect(council(world, widening, grantRole(admin.to, "admin", world.founding.council.safe, 1), open))
      .to.be.revertedWithCustomError(world.directory, "DirectoryDelayTooShort")
      .withArgs(ROLES.admin, 1);
    await expect(council(world, rolesOf(world, WIDEN_DELAY - 1)[0], admin, open))
      .to.be.revertedWithCustomError(world.directory, "DirectoryDelayTooShort")
      .withArgs(ROLES.widen, WIDEN_DELAY - 1);
    const tx = await council(world, ...opening);
    await expect(tx).to.emit(world.directory, "Opened").withArgs();
    const { kind, body } = await newest(world);
    expect(kind).to.equal("yinzheng/log/directory/v1");
    expect(body).to.equal(ABI.encode(["bytes32", "bytes"], [kindBytes("opened"), "0x"]));
    await anchorBatch(world);
  });

  it("it does not open while a shorter delay is on its way", async () => {
    const { world, opening } = await loadFixture(unopened);
    const [longer] = rolesOf(world, WIDEN_DELAY);
    const [shorter] = rolesOf(world, SOON);
    await expect(council(world, longer, shorter, ...opening.slice(1)))
      .to.be.revertedWithCustomError(world.directory, "DirectoryDelayTooShort")
      .withArgs(ROLES.widen, SOON);
  });

  it("it does not open while the council lacks the role that widens", async () => {
    const { world, opening } = await loadFixture(unopened);
    const { manager, safe } = world.founding.council;
    const data = INTERFACES.AccessManager.encodeFunctionData("revokeRole", [ROLES.widen, safe]) as Hex;
    await expect(council(world, { to: manager, data }, ...opening.slice(1)))
      .to.be.revertedWithCustomError(world.directory, "DirectoryRoleMissing")
      .withArgs(ROLES.widen, await world.safe.getAddress());
  });

  for (const role of Object.keys(ROLES) as (keyof typeof ROLES)[]) {
    it(`it does not open while its deployer holds the role ${role}`, async () => {
      const { world, opening } = await loadFixture(unopened);
      const grant = grantRole(world.founding.council.manager, role, DEPLOYER.address as Hex, 0);
      await expect(council(world, grant, ...opening))
        .to.be.revertedWithCustomError(world.directory, "DirectoryDeployerHoldsRole")
        .withArgs(ROLES[role], DEPLOYER.address);
    });
  }

  it("it does not open before all registries are registered", async () => {
    const world = await loadFixture(deployed);
    const [configuration, opening] = ceremony(world.founding, []) as [CouncilCall[], CouncilCall[]];
    await expect(council(world, ...configuration.slice(0, -2), ...opening))
      .to.be.revertedWithCustomError(world.directory, "DirectoryNotRegistered")
      .withArgs(encodeBytes32String("claimRegistry"));
  });

  it("it does not open under a council that decides by half", async () => {
    const { world, opening } = await loadFixture(unopened);
    const more = callOf(world, "Council", "addOwnerWithThreshold", ethers.Wallet.createRandom().address, 2);
    await expect(council(world, more, ...opening))
      .to.be.revertedWithCustomError(world.directory, "DirectoryCouncilTooSmall")
      .withArgs(2, 4);
  });

  it("the log is registered before anything that it must record", async () => {
    const world = await loadFixture(deployed);
    const [configuration] = ceremony(world.founding, []) as [CouncilCall[]];
    const registering = configuration.slice(-6);
    await expect(council(world, ...configuration.slice(0, -6), ...registering.toReversed()))
      .to.be.revertedWithCustomError(world.directory, "DirectoryLogFirst")
      .withArgs(encodeBytes32String("sealRegistry"));
  });
});

describe("Directory", () => {
  it("opens once", async () => {
    const world = await loadFixture(founded);
    const { openedAt } = await world.directory.lifetime();
    await expect(council(world, callOf(world, "Directory", "open")))
      .to.be.revertedWithCustomError(world.directory, "DirectoryAlreadyOpened")
      .withArgs(openedAt);
  });

  it("logs each registration from the log's own on", async () => {
    const world = await loadFixture(founded);
    const bodies = (await leavesOf(world)).filter(({ kind }) => kind === "yinzheng/log/directory/v1");
    expect(bodies).to.have.length(7);
    const data = ABI.encode(["bytes32", "address"], [LOG, world.founding.network.contracts.evidenceLog]);
    const body = ABI.encode(["bytes32", "bytes"], [kindBytes("registered"), data]);
    expect(bodies[0]!.data.slice(2 + 2 * 104)).to.equal(body.slice(2));
  });

  it("registers a new version under a name of its own after 48 hours, and lets it write", async () => {
    const world = await loadFixture(founded);
    const second = await anotherAnchorRegistry(world);
    const tx = await widen(world, callOf(world, "Directory", "register", SECOND, second.address));
    const address = ethers.getAddress(second.address);
    await expect(tx).to.emit(world.directory, "Registered").withArgs(SECOND, address);
    expect(await world.directory.registryOf(SECOND)).to.equal(address);
    expect(await world.directory.isWriter(address)).to.equal(true);
  });

  it("never gives a name to another contract", async () => {
    const world = await loadFixture(founded);
    const second = await anotherAnchorRegistry(world);
    await expect(widen(world, callOf(world, "Directory", "register", ANCHORS, second.address)))
      .to.be.revertedWithCustomError(world.directory, "DirectoryNameTaken")
      .withArgs(ANCHORS, await world.anchors.getAddress());
  });

  it("registers no account without code, and nothing of another installation", async () => {
    const world = await loadFixture(founded);
    await expect(widen(world, callOf(world, "Directory", "register", SECOND, DEPLOYER.address)))
      .to.be.revertedWithCustomError(world.directory, "DirectoryForeign")
      .withArgs(DEPLOYER.address, ethers.ZeroHash);
    const foreign = await deployed();
    await expect(widen(world, callOf(world, "Directory", "register", SECOND, await foreign.anchors.getAddress())))
      .to.be.revertedWithCustomError(world.directory, "DirectoryForeign")
      .withArgs(await foreign.anchors.getAddress(), foreign.registryId);
  });

  it("obeys nobody but the council", async () => {
    const world = await loadFixture(founded);
    const [somebody] = await ethers.getSigners();
    for (const attempt of [world.directory.open(), world.directory.register(SECOND, somebody!.address)]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(world.directory, "GovernedUnauthorized")
        .withArgs(somebody!.address);
    }
  });

  it("has no successor and names nobody it does not know", async () => {
    const world = await loadFixture(founded);
    expect(await world.directory.successor()).to.equal(ethers.ZeroHash);
    expect(await world.directory.registryOf(SECOND)).to.equal(ethers.ZeroAddress);
    expect(await world.directory.isWriter(DEPLOYER.address)).to.equal(false);
  });
});

async function anotherAnchorRegistry({ founding }: World): Promise<Deployment> {
  const { directory, evidenceLog, memberRegistry } = founding.network.contracts;
  const args = [directory, evidenceLog, memberRegistry, founding.council.manager];
  return await deploy(rpc, poorSender(DEPLOYER), "AnchorRegistry", ...args);
}
