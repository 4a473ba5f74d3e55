import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Result } from "ethers";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { SUITES } from "../../src/crypto/suites/table.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { issuerId } from "../../src/domain/profile.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import { read } from "../../src/ledger/evm/chain.ts";
import { keyIdOf, memberIdOf, profileDigest, sealIdOf, typeIdOf } from "../../src/proof/ids.ts";
import { possessionMessage } from "../../src/proof/possession.ts";
import { ACT_NAMES, type ActName } from "../../src/service/council/acts.ts";
import { addressOf } from "../service/agency.ts";
import { type CouncilWorld, openCouncilWorld } from "./council-world.ts";

const BUREAU = "11371000004352185C";
const CENTRE = "12371000MB2854632B";
const HOSPITAL = "123710004935812799";
const NEW = "0x00000000000000000000000000000000000000a1";
const FOREVER = 2n ** 40n - 1n;
const BILL = typeIdOf(MEDICAL_BILL.code);

const memberOf = async ({ world }: CouncilWorld, code: string) => {
  const { memberRegistry } = world.network.contracts;
  const [member] = await read(world.chain.rpc, "MemberRegistry", memberRegistry, "member", memberIdOf(code));
  return (member as Result).toObject() as Record<string, bigint | string>;
};
const registry = ({ world }: CouncilWorld, view: string, ...args: readonly unknown[]) =>
  read(world.chain.rpc, "MemberRegistry", world.network.contracts.memberRegistry, view, ...args);
const safe = ({ world }: CouncilWorld, view: string, ...args: readonly unknown[]) =>
  read(world.chain.rpc, "Council", world.founding.council.safe, view, ...args);
const pausedUntil = async ({ world }: CouncilWorld, type: Hex) =>
  (await read(world.chain.rpc, "AnchorRegistry", world.network.contracts.anchorRegistry, "pausedUntil", type))[0];

/** A key of the member, with its proof of possession, as a file has it. */
function keyFile({ world }: CouncilWorld, code: string) {
  const suite = "eddsa-jcs-2022";
  const secret = Uint8Array.from(randomBytes(32));
  const publicKey = SUITES[suite].publicKeyOf(secret);
  const keyId = keyIdOf(suite, publicKey);
  const message = possessionMessage(world.network.registryId, memberIdOf(code), keyId);
  const possession = toHex(SUITES[suite].signBytes(secret, message));
  const file = { suite, purposes: ["credential"], custody: "own", publicKey: toHex(publicKey), possession };
  return { keyId, file };
}

/** What a council can do, done on the real contracts with real signatures, and what the chain says afterwards. */
const CASES: Readonly<Record<ActName, (council: CouncilWorld) => Promise<void>>> = {
  async admit(council) {
    const profile = {
      format: "yinzheng-member/1" as const,
      code: HOSPITAL,
      names: { zh: "市立医院", en: "City Hospital" },
      issuer: issuerId("demo.yinzheng.example", HOSPITAL),
    };
    const { keyId, file: key } = keyFile(council, HOSPITAL);
    const officers = [
      { account: NEW, role: "maker" },
      { account: "0x00000000000000000000000000000000000000a2", role: "checker", types: [MEDICAL_BILL.code] },
    ];
    const scopes = [{ type: MEDICAL_BILL.code }];
    const application = { format: "yinzheng-application/1", profile, threshold: 2, officers, scopes, keys: [key] };
    await council.widen("admit", "--file", await council.write("hospital.json", application));
    const member = await memberOf(council, HOSPITAL);
    expect(member).to.include({ profile: profileDigest(profile), threshold: 2n, officerCount: 2n });
    const [scope] = await registry(council, "scope", memberIdOf(HOSPITAL), BILL);
    expect((scope as { notAfter: bigint }).notAfter).to.equal(FOREVER);
    expect(await registry(council, "keyOwner", keyId)).to.deep.equal([memberIdOf(HOSPITAL)]);
  },
  async freeze(council) {
    await council.decide("freeze", "--member", BUREAU);
    expect((await memberOf(council, BUREAU)).frozenUntil).to.equal(FOREVER);
  },
  async unfreeze(council) {
    await council.decide("freeze", "--member", CENTRE);
    await council.widen("unfreeze", "--member", CENTRE);
    expect((await memberOf(council, CENTRE)).frozenUntil).to.equal(0n);
  },
  async pause(council) {
    await council.decide("pause", "--type", MEDICAL_BILL.code);
    expect(await pausedUntil(council, BILL)).to.equal(FOREVER);
  },
  async unpause(council) {
    await council.decide("pause", "--all");
    await council.widen("unpause", "--all");
    expect(await pausedUntil(council, `0x${"00".repeat(32)}`)).to.equal(0n);
  },
  async "grant-scope"(council) {
    await council.widen("grant-scope", "--member", CENTRE, "--type", MEDICAL_BILL.code, "--until", "2030-12-31");
    const [scope] = await registry(council, "scope", memberIdOf(CENTRE), BILL);
    expect((scope as { notAfter: bigint }).notAfter).to.equal(BigInt(Date.UTC(2030, 11, 31, 16) / 1000));
  },
  async "withdraw-scope"(council) {
    await council.decide("withdraw-scope", "--member", BUREAU, "--type", MEDICAL_BILL.code);
    const [scope] = await registry(council, "scope", memberIdOf(BUREAU), BILL);
    expect((scope as { notAfter: bigint }).notAfter <= BigInt(council.world.clock())).to.equal(true);
  },
  async "add-officer"(council) {
    const officer = ["--member", CENTRE, "--officer", NEW, "--role", "checker", "--until", "none"];
    await council.widen("add-officer", ...officer, "--type", MEDICAL_BILL.code);
    const [added] = await registry(council, "officer", memberIdOf(CENTRE), NEW);
    expect((added as Result).toObject()).to.include({ role: 2n, typesLimited: 1n });
  },
  async "raise-threshold"(council) {
    await council.widen("add-officer", "--member", BUREAU, "--officer", NEW, "--role", "maker", "--until", "none");
    await council.decide("raise-threshold", "--member", BUREAU, "--threshold", "3");
    expect((await memberOf(council, BUREAU)).threshold).to.equal(3n);
  },
  async "lower-threshold"(council) {
    const third = "0x00000000000000000000000000000000000000a3";
    await council.widen("add-officer", "--member", CENTRE, "--officer", third, "--role", "maker", "--until", "none");
    await council.decide("raise-threshold", "--member", CENTRE, "--threshold", "3");
    await council.widen("lower-threshold", "--member", CENTRE, "--threshold", "2");
    expect((await memberOf(council, CENTRE)).threshold).to.equal(2n);
  },
  async "remove-officer"(council) {
    const before = (await memberOf(council, BUREAU)).officerCount as bigint;
    await council.decide("remove-officer", "--member", BUREAU, "--officer", council.world.licences.checker.address);
    expect((await memberOf(council, BUREAU)).officerCount).to.equal(before - 1n);
  },
  async "register-key"(council) {
    const { keyId, file } = keyFile(council, CENTRE);
    await council.widen("register-key", "--member", CENTRE, "--key", await council.write("key.json", file));
    expect(await registry(council, "keyOwner", keyId)).to.deep.equal([memberIdOf(CENTRE)]);
  },
  async "retire-key"(council) {
    const keyId = keyIdOf("eddsa-jcs-2022", fromHex(council.world.licences.keys[0]?.publicKey ?? "0x"));
    await council.decide("retire-key", "--member", BUREAU, "--key-id", keyId);
    const [key] = await registry(council, "key", memberIdOf(BUREAU), keyId);
    expect((key as { notAfter: bigint }).notAfter).to.not.equal(FOREVER);
  },
  async "report-compromise"(council) {
    const { address } = council.world.identities.maker;
    await council.decide("report-compromise", "--member", CENTRE, "--officer", address, "--since", "2026-11-01");
    const [officer] = await registry(council, "officer", memberIdOf(CENTRE), address);
    const since = BigInt(Date.UTC(2026, 9, 31, 16) / 1000);
    expect((officer as { compromisedSince: bigint }).compromisedSince).to.equal(since);
    const keyId = keyIdOf("eddsa-jcs-2022", fromHex(council.world.identities.keys[0]?.publicKey ?? "0x"));
    await council.decide("report-compromise", "--member", CENTRE, "--key-id", keyId);
    const [key] = await registry(council, "key", memberIdOf(CENTRE), keyId);
    expect((key as { compromisedSince: bigint }).compromisedSince > since).to.equal(true);
  },
  // On cells of a batch that stands on chain: with the threat, in test/threats/council.test.ts.
  async "change-status"(council) {
    const batch = `0x${"17".repeat(32)}`;
    const cells = ["--member", BUREAU, "--batch", batch, "--cells", "3,7-9", "--reason", "court_order"];
    const file = council.path("revoke.json");
    const seat = ["--dir", council.folder("a"), "--rpc", council.rpc];
    await council.council("propose", "change-status", ...cells, "--to", "revoked", "-o", file, ...seat);
    for (const name of ["a", "b"]) await council.council("sign", file, "--dir", council.folder(name), "--yes");
    const sender = ["--dir", council.folder("sender"), "--rpc", council.rpc];
    const detail = await council.refused("chain.rejected", "submit", file, ...sender);
    expect(detail).to.deep.equal({ error: "StatusRegistryNotAnchored", args: [memberIdOf(BUREAU), batch] });
  },
  // On a seal that stands on chain: with what becomes of it, in test/ledger/conformance-seals.ts.
  async "change-seal"(council) {
    const file = council.path("seal.json");
    const seat = ["--dir", council.folder("a"), "--rpc", council.rpc];
    const code = `${BUREAU}001`;
    await council.council("propose", "change-seal", "--seal", code, "--to", "lost", "-o", file, ...seat);
    for (const name of ["a", "b"]) await council.council("sign", file, "--dir", council.folder(name), "--yes");
    const sender = ["--dir", council.folder("sender"), "--rpc", council.rpc];
    const detail = await council.refused("conflict.seal_state", "submit", file, ...sender);
    expect(detail).to.deep.equal({ error: "SealRegistryState", args: [sealIdOf(code), 0] });
  },
  async "close-member"(council) {
    await council.decide("close-member", "--member", CENTRE);
    expect((await memberOf(council, CENTRE)).closedAt).to.not.equal(0n);
  },
  async succeed(council) {
    await council.widen("succeed", "--member", CENTRE, "--successor", BUREAU);
    expect((await memberOf(council, CENTRE)).successor).to.equal(memberIdOf(BUREAU));
  },
  async "close-network"(council) {
    const next = `0x${"19".repeat(32)}`;
    await council.widen("close-network", "--network", next);
    const { directory } = council.world.network.contracts;
    expect(await read(council.world.chain.rpc, "Directory", directory, "successor")).to.deep.equal([next]);
  },
  async "continue-from"(council) {
    const origin = {
      origin_id: `0x${"23".repeat(32)}`,
      chain: 7,
      log_size: 12,
      log_root: `0x${"24".repeat(32)}`,
      block: 99,
      block_hash: `0x${"25".repeat(32)}`,
      block_time: council.world.clock() - 60,
      size: 3,
      root: `0x${"26".repeat(32)}`,
    };
    await council.widen("continue-from", "--origin", await council.write("origin.json", origin));
    const { statusRegistry } = council.world.network.contracts;
    const found = await read(
      council.world.chain.rpc,
      "StatusRegistry",
      statusRegistry,
      "continuedFrom",
      origin.origin_id,
    );
    expect(found).to.deep.equal([3n, origin.root]);
  },
  async "register-registry"(council) {
    const { directory, claimRegistry } = council.world.network.contracts;
    await council.widen("register-registry", "--name", "claimRegistry/2", "--address", claimRegistry);
    const name = `0x${Buffer.from("claimRegistry/2").toString("hex").padEnd(64, "0")}`;
    const [found] = await read(council.world.chain.rpc, "Directory", directory, "registryOf", name);
    expect(String(found).toLowerCase()).to.equal(claimRegistry);
  },
  async "replace-councillor"(council) {
    const [, leaves] = council.world.councilKeys.map(addressOf);
    await council.decide("replace-councillor", "--out", String(leaves), "--in", NEW);
    expect(await safe(council, "isOwner", NEW)).to.deep.equal([true]);
    expect(await safe(council, "isOwner", leaves)).to.deep.equal([false]);
  },
  async "add-councillor"(council) {
    await council.decide("add-councillor", "--in", NEW, "--quorum", "3");
    expect(await safe(council, "getThreshold")).to.deep.equal([3n]);
    expect(await safe(council, "isOwner", NEW)).to.deep.equal([true]);
  },
  async "remove-councillor"(council) {
    await council.decide("add-councillor", "--in", NEW, "--quorum", "3");
    const file = council.path("remove.json");
    const seat = ["--dir", council.folder("a"), "--rpc", council.rpc];
    await council.council("propose", "remove-councillor", "--out", NEW, "--quorum", "2", "-o", file, ...seat);
    for (const name of ["a", "b", "c"]) await council.council("sign", file, "--dir", council.folder(name), "--yes");
    await council.council("submit", file, "--dir", council.folder("sender"), "--rpc", council.rpc);
    expect(await safe(council, "isOwner", NEW)).to.deep.equal([false]);
  },
  async "change-quorum"(council) {
    await council.decide("change-quorum", "--quorum", "3");
    expect(await safe(council, "getThreshold")).to.deep.equal([3n]);
  },
};

describe("yz council: every act, on the real contracts", () => {
  let council: CouncilWorld;

  beforeEach(async () => {
    council = await openCouncilWorld();
  });

  afterEach(() => council.close());

  for (const act of ACT_NAMES) it(`carries out ${act}`, () => CASES[act](council));
});
