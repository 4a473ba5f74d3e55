import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { Anchor, OfficerSignature } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { StatusChange } from "../../src/domain/status.ts";
import { decodeKey, type OpenedKey } from "../../src/keys/file/key-file.ts";
import { openMaster } from "../../src/keys/file/master.ts";
import { openFileKeys } from "../../src/keys/file/open.ts";
import { typeIdOf } from "../../src/proof/ids.ts";
import { anchorMessage, statusMessage } from "../../src/proof/messages.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import { change, failure, issued, serve } from "./harness.ts";
import { type Agency, hashOf, openWorld, type World } from "./world.ts";

const PASSPHRASE = "everything the operator knows";
const CHEAP = { N: 2 ** 12, r: 8, p: 1 };
const FIRST: Hex = `0x${"00".repeat(32)}`;

/** What an attacker has who took the service's folder, its passphrase and its memory. */
interface Loot {
  readonly keys: readonly OpenedKey[];
  /** Everything that looks like an officer's signature, from every record of the journal. */
  readonly signatures: readonly OfficerSignature[];
}

describe("service: what it holds", () => {
  let dir: string;
  let world: World;
  let loot: Loot;
  let batchId: Hex;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-holdings-"));
    const keys = await openFileKeys({ dir: join(dir, "keys"), passphrase: PASSPHRASE, scrypt: CHEAP });
    world = await openWorld(keys);
    const store = await openLevelStore({ dir: join(dir, "store"), passphrase: PASSPHRASE });
    const harness = await serve(world, { store });
    const view = await issued(harness.service, world);
    batchId = view.cell?.batchId ?? FIRST;
    await change(harness.service, world, view, "suspended");
    await change(harness.service, world, view, "active");
    await harness.close();
    await store.close();
    await keys.close();
    loot = { keys: await stolenKeys(), signatures: await stolenSignatures() };
  });

  after(async () => {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function stolenKeys(): Promise<readonly OpenedKey[]> {
    const folder = join(dir, "keys");
    const master = await openMaster(folder, PASSPHRASE, CHEAP, (n) => new Uint8Array(randomBytes(n)));
    const files = (await readdir(folder)).filter((name) => name.endsWith(".key.json"));
    return Promise.all(
      files.map(async (file) => decodeKey(await readFile(join(folder, file), "utf8"), file.slice(0, -9), master)),
    );
  }

  async function stolenSignatures(): Promise<readonly OfficerSignature[]> {
    const store = await openLevelStore({ dir: join(dir, "store"), passphrase: PASSPHRASE });
    const found: OfficerSignature[] = [];
    for await (const { payload } of store.journal.scan(1)) {
      JSON.stringify(payload, (_name, value: unknown) => {
        const { signer, officer, signature } = Object(value);
        if (typeof signature === "string") found.push({ signer: signer ?? officer, signature: signature as Hex });
        return value;
      });
    }
    await store.close();
    return found;
  }

  const own = (message: Uint8Array): OfficerSignature[] =>
    loot.keys.map(({ secret }) => ({
      signer: addressOf(secret),
      signature: toHex(signDigest(secret, keccak256(message))),
    }));

  /** Every pair, in the order that the contract wants: own signatures, stolen ones, and mixtures. */
  function pairs(message: Uint8Array): readonly (readonly OfficerSignature[])[] {
    const all = [...own(message), ...loot.signatures].sort((a, b) => (a.signer < b.signer ? -1 : 1));
    return all.flatMap((first, i) =>
      all
        .slice(i + 1)
        .filter(({ signer }) => signer > first.signer)
        .map((second) => [first, second]),
    );
  }

  const anchorFor = ({ memberId, type }: Agency): Anchor => ({
    memberId,
    officerEpoch: 1,
    batchId: hashOf(`forged ${memberId}`),
    root: hashOf("forged"),
    size: 16,
    hashSuite: 1,
    typeId: typeIdOf(type),
    ...signingWindow(world.clock()),
  });

  /** Refused by the contract, and for want of officers, not for a slip of the attacker's. */
  function expectUnauthorised({ code, detail }: Awaited<ReturnType<typeof failure>>): void {
    expect(code).to.equal("chain.rejected");
    expect(detail?.error).to.be.oneOf(["MemberRegistryOfficerNotValid", "MemberRegistryTooFewSigners"]);
  }

  async function head(memberId: Hex): Promise<Hex> {
    return world.ledger().statusHead(memberId, batchId);
  }

  it("holds keys and signatures worth stealing, and no officer's key", () => {
    const purposes = Object.entries(Object.groupBy(loot.keys, ({ info }) => info.purpose));
    expect(purposes.map(([purpose, { length }]) => `${purpose} ${length}`).sort()).to.deep.equal([
      "batch 2",
      "credential 6",
      "status 2",
      "transaction 1",
    ]);
    expect(loot.signatures.length).to.be.greaterThan(6);
    const officers = [world.licences, world.identities].flatMap((agency) =>
      agency.officers.map(({ address }) => address),
    );
    expect(loot.keys.filter(({ secret }) => officers.includes(addressOf(secret)))).to.deep.equal([]);
  });

  it("Everything the service holds can't anchor for any demo member", async () => {
    const ledger = world.ledger();
    await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    const { size } = await ledger.logState();
    for (const agency of [world.licences, world.identities]) {
      const anchor = anchorFor(agency);
      const tries = pairs(anchorMessage(world.network, anchor));
      expect(tries.length).to.be.greaterThan(10);
      for (const signatures of tries) {
        expectUnauthorised(await failure(ledger.submit({ kind: "anchor", anchor, signatures })));
      }
    }
    expect((await ledger.logState()).size).to.equal(size);
    await ledger.close();
  });

  it("Everything the service holds can't revoke, nor resume with an old signature", async () => {
    const ledger = world.ledger();
    await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    const { memberId } = world.licences;
    for (const to of [0, 1, 2]) {
      const order: StatusChange = {
        memberId,
        actingMemberId: memberId,
        officerEpoch: 1,
        batchId,
        ranges: [{ first: 0, count: 16 }],
        to,
        reason: 0,
        successor: NO_CELL,
        expectedHead: await head(memberId),
        ...signingWindow(world.clock()),
      };
      const message = statusMessage(world.network, order);
      const one = [...own(message), ...loot.signatures].map((signature) => [signature]);
      for (const signatures of [...one, ...pairs(message)]) {
        expectUnauthorised(await failure(ledger.submit({ kind: "status", change: order, signatures })));
      }
    }
    await ledger.close();
  });

  it("signs nothing of an officer's even when asked: its keys know their purpose", async () => {
    const keys = await openFileKeys({ dir: join(dir, "keys"), passphrase: PASSPHRASE });
    const message = anchorMessage(world.network, anchorFor(world.licences));
    for (const { name } of await keys.list()) {
      expect((await failure((await keys.get(name)).sign(message))).code).to.equal("keys.purpose");
    }
    await keys.close();
  });
});
