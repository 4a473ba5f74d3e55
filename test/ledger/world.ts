import { createHash } from "node:crypto";
import { signingMessage } from "../../src/crypto/eip712.ts";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { Anchor, OfficerSignature } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { Claim } from "../../src/domain/claim.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { KEY_CUSTODY, KEY_PURPOSES, KEY_SUITES } from "../../src/domain/member.ts";
import { type ContractName, type PerRegistry, perRegistry } from "../../src/domain/network.ts";
import type { StatusChange } from "../../src/domain/status.ts";
import { REGISTRY_ARTIFACTS } from "../../src/ledger/evm/artifacts.ts";
import type { Sender } from "../../src/ledger/evm/chain.ts";
import { type CouncilCall, decide, type MessageSigner } from "../../src/ledger/evm/council.ts";
import { type Founding, found } from "../../src/ledger/evm/found.ts";
import { accountSender } from "../../src/ledger/evm/sender.ts";
import type { Call, Outbox, PreparedTransaction } from "../../src/ledger/ledger.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { keyIdOf, SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../src/proof/ids.ts";

/** A clock that goes when it is told to. Milliseconds. */
export interface TestClock {
  (): number;
  advance(seconds: number): void;
}

export function testClock(start = Date.UTC(2026, 10, 23, 8)): TestClock {
  let now = start;
  const advance = (seconds: number) => {
    now += seconds * 1000;
  };
  return Object.assign(() => now, { advance });
}

export const seconds = (clock: () => number): number => Math.floor(clock() / 1000);

/** 32 bytes that are the same in every run. */
export const digest = (name: string): Hex => toHex(createHash("sha256").update(name).digest());

export function signerOf(name: string): MessageSigner {
  const secret = Uint8Array.from(createHash("sha256").update(`key of ${name}`).digest());
  return { address: addressOf(secret), sign: async (message) => signDigest(secret, keccak256(message)) };
}

export const AGENCY = digest("agency");
/** Makes seals, and uses those that it is let use. */
export const BANK = digest("bank");
export const TYPE = digest("type");
export const MAKER = signerOf("maker");
export const CHECKER = signerOf("checker");
export const BANKERS = [signerOf("bank maker"), signerOf("bank checker")] as const;
export const STRANGER = signerOf("stranger");
export const RELAYER = signerOf("relayer");
export const NOTHING: Hex = `0x${"00".repeat(32)}`;
/** The council; two of them decide. */
export const OWNERS = ["a", "b", "c"].map((name) => signerOf(`council ${name}`));
const YEAR = 365 * 24 * 3600;

const PUBLIC_KEY = fromHex(digest("public key"));
/** The agency's key: suite 1, for credentials and lists, hosted. */
export const KEY = {
  keyId: keyIdOf("eddsa-jcs-2022", PUBLIC_KEY),
  suite: KEY_SUITES["eddsa-jcs-2022"],
  purposes: KEY_PURPOSES.credential | KEY_PURPOSES.status,
  custody: KEY_CUSTODY.hosted,
  publicKey: toHex(PUBLIC_KEY),
};

/** Founds an installation with one agency, whose maker and checker sign, and a bank that makes its seals. */
export async function foundWorld(rpc: Rpc, chainId: number, genesisHash: Hex, clock: () => number): Promise<Founding> {
  const now = seconds(clock);
  const term = { notBefore: now, notAfter: now + YEAR };
  const officer = (account: Hex, role: number) => ({ account, role, limits: [], ...term });
  const agency = {
    memberId: AGENCY,
    profile: digest("profile"),
    threshold: 2,
    officers: [officer(MAKER.address, 1), officer(CHECKER.address, 2)],
    scopes: [TYPE, SEAL_TYPE_ID, SEAL_USE_TYPE_ID].map((typeId) => ({ typeId, ...term })),
    keys: [{ ...KEY, possession: "0x01" as Hex, ...term }],
  };
  const bank = {
    memberId: BANK,
    profile: digest("profile of the bank"),
    threshold: 2,
    officers: BANKERS.map(({ address }, i) => officer(address, i + 1)),
    scopes: [SEAL_MAKING_TYPE_ID, SEAL_USE_TYPE_ID].map((typeId) => ({ typeId, ...term })),
    keys: [],
  };
  const deployer = deployerOf(rpc, chainId);
  const random = Uint8Array.from(createHash("sha256").update("random").digest());
  return found({ rpc, deployer, council: OWNERS, chainId, genesisHash, random, members: [agency, bank] });
}

/** Whoever sends what the council has signed. */
export const deployerOf = (rpc: Rpc, chainId: number): Sender =>
  accountSender({ rpc, signer: signerOf("deployer"), chainId, sleep: impatient });

/** Two of the council's three decide, and it is carried out. */
export async function decided(rpc: Rpc, { network, council }: Founding, calls: readonly CouncilCall[]): Promise<void> {
  await decide(rpc, deployerOf(rpc, network.chainId), council, OWNERS.slice(0, 2), calls);
}

export function codeHashesOf({ network, deployments }: Founding): PerRegistry<Hex> {
  return perRegistry(
    network.contracts,
    (_, name): Hex => deployments.find(({ contract }) => contract === REGISTRY_ARTIFACTS[name])?.codeHash ?? "0x",
  );
}

/** What officers sign for one installation. */
export class Officers {
  readonly #founding: Founding;
  readonly #clock: () => number;

  constructor(founding: Founding, clock: () => number) {
    this.#founding = founding;
    this.#clock = clock;
  }

  async anchor(
    name: string,
    fields: Partial<Anchor> = {},
    ...officers: MessageSigner[]
  ): Promise<Call & { kind: "anchor" }> {
    const anchor: Anchor = {
      memberId: AGENCY,
      officerEpoch: 1,
      batchId: digest(name),
      root: digest(`root of ${name}`),
      size: 16,
      hashSuite: 1,
      typeId: TYPE,
      ...this.#window(),
      ...fields,
    };
    const message = signingMessage(this.#domain("anchorRegistry"), "Anchor", anchor);
    return { kind: "anchor", anchor, signatures: await signAll(message, officers) };
  }

  async change(name: string, fields: Partial<StatusChange> = {}): Promise<Call & { kind: "status" }> {
    const change: StatusChange = {
      memberId: AGENCY,
      actingMemberId: AGENCY,
      officerEpoch: 1,
      batchId: digest(name),
      ranges: [{ first: 3, count: 1 }],
      to: 2,
      reason: 1,
      successor: { memberId: NOTHING, batchId: NOTHING, index: 0 },
      expectedHead: NOTHING,
      ...this.#window(),
      ...fields,
    };
    const message = signingMessage(this.#domain("statusRegistry"), "StatusChange", change);
    return { kind: "status", change, signatures: await signAll(message, []) };
  }

  /** A claim by the key of this name. */
  async claim(name: string, fields: Partial<Claim> = {}): Promise<Call & { kind: "claim" }> {
    const key = signerOf(`claim ${name}`);
    const claim = { nullifier: key.address, commitment: digest(`claim of ${name}`), ...this.#window(), ...fields };
    const message = signingMessage(this.#domain("claimRegistry"), "Claim", claim);
    return { kind: "claim", claim, signature: toHex(await key.sign(message)) };
  }

  #domain(contract: ContractName) {
    const { chainId, registryId, contracts } = this.#founding.network;
    return { chainId, verifyingContract: contracts[contract], salt: registryId };
  }

  #window() {
    const now = seconds(this.#clock);
    return { notBefore: now, deadline: now + 3600 };
  }
}

/** Whoever signs, the checker's name comes before the maker's here: the ledger has to order them. */
async function signAll(message: Uint8Array, officers: readonly MessageSigner[]): Promise<OfficerSignature[]> {
  const signers = officers.length > 0 ? officers : [CHECKER, MAKER];
  return Promise.all(
    signers.map(async ({ address, sign }) => ({ signer: address, signature: toHex(await sign(message)) })),
  );
}

/** An outbox in memory that remembers everything, as a journal would. */
export class TestOutbox implements Outbox {
  readonly prepares: PreparedTransaction[] = [];
  readonly settles: Hex[] = [];

  async prepared(tx: PreparedTransaction): Promise<void> {
    this.prepares.push(tx);
  }

  async settled(hash: Hex): Promise<void> {
    this.settles.push(hash);
  }

  async pending(): Promise<readonly PreparedTransaction[]> {
    const pending = this.prepares.filter(({ hash }) => !this.settles.includes(hash));
    return pending.toSorted((a, b) => a.nonce - b.nonce);
  }
}

/** Polls as fast as the machine goes: a test waits for what happens, never for time. */
export const impatient = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Resolves when `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await impatient();
}

/** The error that a promise ends in. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error("it succeeded"),
    (cause: unknown) => cause,
  );
}

/** As httpRpc throws it. */
export function unreachable(): Error {
  return new YinzhengError("chain.unreachable", { node: "gone" });
}
