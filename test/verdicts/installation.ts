import { randomBytes } from "node:crypto";
import { utf8 } from "../../src/crypto/encoding.ts";
import { type Anchor, HASH_SUITES } from "../../src/domain/anchor.ts";
import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import { KEY_CUSTODY, KEY_PURPOSES, KEY_SUITES, OFFICER_ROLES } from "../../src/domain/member.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { found, type MemberInput } from "../../src/ledger/evm/found.ts";
import { openEvmLedger } from "../../src/ledger/evm/ledger.ts";
import { accountSender } from "../../src/ledger/evm/sender.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import { bundleText } from "../../src/proof/build.ts";
import { BUNDLE_FORMAT, type Bundle } from "../../src/proof/bundle.ts";
import { profileDigest } from "../../src/proof/ids.ts";
import { anchorMessage } from "../../src/proof/messages.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { REPRESENTATION_TYPE_ID } from "../../src/proof/representation.ts";
import { type Slot, slotsOf, subjectOf } from "../../src/proof/slots.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { codeHashesOf, impatient, RELAYER, signerOf, TestOutbox } from "../ledger/world.ts";
import { certificate, MEMBER_ID, PROFILE, TYPE_ID } from "../proof/paper/certificate.ts";
import { noteOf } from "../proof/paper/installation.ts";
import { digest, issuerKey, officerNamed, signedBy, witnessNamed } from "../proof/paper/keys.ts";
import { type Council, councilOf } from "../service/council.ts";
import { type Clock, testClock, trustOf } from "../service/world.ts";

export const HOUR: Seconds = 3600;
const FOREVER = 2 ** 40 - 1;
const WITNESSES = ["court", "bank"];
/** Until when the agency's key is good, from the founding on. */
export const KEY_TERM: Seconds = 100 * HOUR;
export const HEIR = digest("the member that takes the agency's place");
export const KEY_ID = issuerKey("ours").key.keyId;
export const OFFICERS = {
  maker: officerNamed("maker of ours"),
  checker: officerNamed("checker of ours"),
  deputy: officerNamed("deputy of ours"),
} as const;
export type OfficerName = keyof typeof OFFICERS;

/** A batch, signed by officers for its anchor, and whether the registry took that. */
export interface Batched {
  readonly anchor: Anchor;
  readonly signatures: Bundle["anchor"]["signatures"];
  /** Time and number of the block in which it was, or would have been, anchored. */
  readonly block: { readonly time: Seconds; readonly hash: Hex };
  /** Name of the registry's error; null: it is on chain. */
  readonly refused: string | null;
}

/** A certificate in a batch of its own. */
export interface Attempt extends Batched {
  readonly made: Awaited<ReturnType<typeof certificate>>;
}

/** Which batch, and who signs. */
export interface Batch {
  readonly memberId?: Hex;
  readonly typeId: Hex;
  readonly batchId: Hex;
  readonly root: Hex;
  readonly signers?: readonly OfficerName[];
}

/** One agency on real contracts, whose certificates are made without a service: any may be tried at any moment. */
export interface Installation {
  readonly clock: Clock;
  readonly council: Council;
  readonly ledger: Ledger;
  readonly trust: TrustFile;
  readonly foundedAt: Seconds;
  anchor(name: string, ...signers: readonly OfficerName[]): Promise<Attempt>;
  /** Puts any batch of 16 cells on chain, if the registry takes it. */
  put(batch: Batch): Promise<Batched>;
  /** What proves a batch that is on chain, by these slots as of now. */
  proofOf(batched: Batched, slots: readonly Slot[]): Promise<Proven>;
  /** Its bundle as of now; of one that was refused, one that says that it was not. */
  bundle(attempt: Attempt): Promise<Bundle>;
  /** A block of now. */
  beat(): Promise<void>;
  close(): Promise<void>;
}

export async function openInstallation(): Promise<Installation> {
  const clock = testClock();
  const foundedAt = clock();
  const chain = await openMemoryChain({ clock: clock.ms });
  const { rpc, chainId, genesisHash } = chain;
  const owners = ["a", "b", "c"].map((name) => signerOf(`council ${name}`));
  const deployer = accountSender({ rpc, signer: signerOf("deployer"), chainId, sleep: impatient });
  const members = [agency(foundedAt), { ...agency(foundedAt), memberId: HEIR, keys: [] }];
  const founding = await found({
    ...{ rpc, deployer, council: owners, chainId, genesisHash, members },
    random: new Uint8Array(randomBytes(32)),
  });
  const ledger = openEvmLedger({
    ...{ rpc, network: founding.network, codeHashes: codeHashesOf(founding), relayer: RELAYER },
    ...{ clock: clock.ms, sleep: impatient },
  });
  await ledger.start(new TestOutbox());
  const world = { clock, ledger, foundedAt };
  return {
    ...world,
    council: councilOf({ rpc, sender: deployer, founding, owners, clock }),
    trust: twoWitnesses(trustOf(founding, "")),
    anchor: (name, ...signers) => attempt(world, name, signers.length === 0 ? ["maker", "checker"] : signers),
    put: (batch) => put(world, batch),
    proofOf: (batched, slots) => proofOf(ledger, batched, slots),
    bundle: (made) => bundleOf(ledger, made),
    beat: async () => {
      await ledger.submit({ kind: "heartbeat" });
    },
    async close() {
      await ledger.close();
      await chain.close();
    },
  };
}

function agency(now: Seconds): MemberInput {
  const term = { notBefore: now, notAfter: FOREVER };
  const { suite, publicKey, keyId } = issuerKey("ours").key;
  const officer = (name: OfficerName, role: number) => ({ account: OFFICERS[name].address, role, limits: [], ...term });
  return {
    memberId: MEMBER_ID,
    profile: profileDigest(PROFILE),
    threshold: 2,
    officers: [
      officer("maker", OFFICER_ROLES.maker),
      officer("checker", OFFICER_ROLES.checker),
      officer("deputy", OFFICER_ROLES.checker),
    ],
    scopes: [TYPE_ID, REPRESENTATION_TYPE_ID].map((typeId) => ({ typeId, ...term })),
    keys: [
      {
        ...{ keyId, suite: KEY_SUITES[suite], purposes: KEY_PURPOSES.credential, custody: KEY_CUSTODY.own, publicKey },
        ...{ possession: "0x01", notBefore: now, notAfter: now + KEY_TERM },
      },
    ],
  };
}

function twoWitnesses({ networks: [network], ...trust }: TrustFile): TrustFile {
  const keys = WITNESSES.map((name) => witnessNamed(name, "ours").vkey);
  return { ...trust, networks: [{ ...network!, witnesses: { quorum: 2, keys } }] };
}

type Ground = Pick<Installation, "clock" | "ledger">;

async function attempt(ground: Ground, name: string, signers: readonly OfficerName[]): Promise<Attempt> {
  const { registryId } = ground.ledger.network;
  const batchId = digest(`batch ${name}`);
  const suite = "sha256";
  const made = await certificate({
    ...{ registryId, owner: "ours", batchId, index: 5, size: 16, suite, kind: "certificate", draft: {} },
    ...{ type: BUSINESS_LICENCE, typeId: TYPE_ID, proofs: ["eddsa-jcs-2022"], batchProofs: [], touch: (it) => it },
  });
  return { made, ...(await put(ground, { typeId: TYPE_ID, batchId, root: made.root, signers })) };
}

async function put({ clock, ledger }: Ground, batch: Batch): Promise<Batched> {
  const { memberId = MEMBER_ID, typeId, batchId, root, signers = ["maker", "checker"] } = batch;
  // Whoever signs now signs for the present epoch.
  const { officerEpoch } = await ledger.member(memberId);
  const anchor: Anchor = {
    ...{ memberId, officerEpoch, batchId, root, size: 16, hashSuite: HASH_SUITES.sha256 },
    ...{ typeId, notBefore: clock() - HOUR, deadline: clock() + HOUR },
  };
  const message = anchorMessage(ledger.network, anchor);
  const signatures = signedBy(
    message,
    signers.map((signer) => OFFICERS[signer]),
  );
  const refused = await ledger.submit({ kind: "anchor", anchor, signatures }).then(
    () => null,
    ({ detail }: { detail?: { error?: string } }) => detail?.error ?? "?",
  );
  const { hash } = await ledger.head();
  return { anchor, signatures, refused, block: { hash, time: clock() } };
}

type Proven = Pick<Bundle, "anchor" | "log" | "evidence" | "checkpoint">;

async function proofOf(ledger: Ledger, batched: Batched, slots: readonly Slot[]): Promise<Proven> {
  const head = await ledger.head();
  const { size, root } = await ledger.logState(head.number);
  const record = await recordOf(ledger, batched, size);
  return {
    anchor: record,
    log: { size, root, path: await ledger.inclusion(record.logIndex, size) },
    evidence: await ledger.capture(slots, head.number),
    checkpoint: noteOf(ledger.network.registryId, { size, root }, { block: head, evidence: never }, WITNESSES),
  };
}

async function recordOf(
  ledger: Ledger,
  { anchor, signatures, refused, block }: Batched,
  size: number,
): Promise<Bundle["anchor"]> {
  const known = await ledger.anchorOf(anchor.memberId, anchor.batchId);
  if ((known === null) !== (refused !== null)) throw new Error("on chain, or refused");
  const forged = { anchor, signatures, threshold: 2, time: block.time, parentHash: block.hash, logIndex: size - 1 };
  const { block: _, ...record } = known ?? { ...forged, block: 0 };
  return record;
}

async function bundleOf(ledger: Ledger, attempted: Attempt): Promise<Bundle> {
  const { made, anchor, signatures } = attempted;
  const { memberId, batchId } = anchor;
  const { keys, nullifier } = made;
  const subject = subjectOf({ anchor: { anchor, signatures }, keys, manifest: made.manifest }, nullifier);
  const head = await ledger.head();
  const whole = {
    ...{ format: BUNDLE_FORMAT, registryId: ledger.network.registryId, representations: [made.representation] },
    ...{ manifest: made.manifest, path: made.path, keys, member: PROFILE, batchSignatures: [] },
    ...(await proofOf(ledger, attempted, slotsOf(subject))),
    statusChanges: await ledger.changesOf(memberId, batchId, head.number),
    ...{ contexts: made.contexts, types: made.types },
  } satisfies Bundle;
  // As whoever gets the file reads it.
  return parseBundle(utf8(bundleText(whole)));
}

const never = (): never => {
  throw new Error("not asked");
};
