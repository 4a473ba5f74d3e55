import { type FileReading, readAnyFile } from "../documents/read/file.ts";
import type { SealKey } from "../documents/seal-key.ts";
import { BATCH_SIZE } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { MemberProfile } from "../domain/member.ts";
import { BUILT_IN, type TypeTable } from "../domain/types/table.ts";
import { memberIdOf } from "../proof/ids.ts";
import type { TrustedNetwork } from "../proof/trust.ts";
import { createVerifier, type Verifier } from "../proof/verifier.ts";
import type { Objects } from "../store/store.ts";
import { ChainState } from "./chain-state.ts";
import {
  BATCH_POLICY,
  type BatchPolicy,
  COPY_POLICY,
  type CopyPolicy,
  type Notice,
  type ServiceDeps,
  type Share,
} from "./deps.ts";
import { type HostedKey, hostedKey } from "./hosted-keys.ts";
import { Progress } from "./import/progress.ts";
import { ListShelf } from "./list-shelf.ts";
import { Locks } from "./locks.ts";
import type { Officer, Witness } from "./officers.ts";
import { Records } from "./records.ts";
import { Waiters } from "./waiters.ts";
import { LatestCheckpoint } from "./witnesses.ts";
import { Work } from "./work.ts";

export interface Member {
  readonly memberId: Hex;
  readonly profile: MemberProfile;
  readonly tenant: string;
  readonly types: readonly string[];
  readonly keys: readonly HostedKey[];
  readonly officers: readonly Officer[];
  readonly sharing: readonly Share[];
}

/** What every verb works with. */
export interface Context
  extends Omit<ServiceDeps, "members" | "types" | "notice" | "copies" | "batching" | "store" | "readDocument"> {
  readonly records: Records;
  readonly objects: Objects;
  readonly network: TrustedNetwork;
  /** Keys of the seals that are kept here and in force; `documents.seals` is the same. */
  readonly sealRing: Map<string, SealKey>;
  /** Who is asked for checkpoints: witnesses, and snapshot signers. */
  readonly cosigners: readonly Witness[];
  readonly members: ReadonlyMap<Hex, Member>;
  readonly types: TypeTable;
  readonly policy: BatchPolicy;
  readonly copies: CopyPolicy;
  readonly chain: ChainState;
  readonly locks: Locks;
  readonly work: Work;
  readonly waiters: Waiters;
  readonly progress: Progress;
  readonly checkpoints: LatestCheckpoint;
  readonly lists: ListShelf;
  /** Judges by `trust`; certificates of one batch share most of their evidence. */
  readonly verifier: Verifier;
  readonly notice: (notice: Notice) => void;
  readonly readDocument: (bytes: Uint8Array) => Promise<FileReading>;
}

/** Throws `config.invalid`, and `chain.mismatch` where the trust file does not hold the ledger's own network. */
export function contextOf(deps: ServiceDeps): Context {
  const { members, types = BUILT_IN, notice = () => undefined, batching, copies = COPY_POLICY, store, ...rest } = deps;
  const network = deps.trust.networks.find(({ registryId }) => registryId === deps.ledger.network.registryId);
  if (network === undefined) throw new YinzhengError("chain.mismatch", { expected: "a network of the trust file" });
  checkShares(members);
  const sealRing = new Map(deps.documents?.seals);
  const served = members.map((member) => memberOf(member, deps.officers));
  return {
    ...rest,
    ...(deps.documents === undefined ? {} : { documents: { ...deps.documents, seals: sealRing } }),
    sealRing,
    types,
    records: new Records(store, deps.clock),
    objects: store.objects,
    network,
    cosigners: [...deps.witnesses, ...(deps.snapshotSigners ?? [])],
    members: new Map(served.map((member) => [member.memberId, member])),
    policy: checkedPolicy({ ...BATCH_POLICY, ...batching }),
    copies,
    chain: new ChainState(deps.ledger),
    locks: new Locks(),
    work: new Work(deps.timers, notice),
    waiters: new Waiters(),
    progress: new Progress(),
    checkpoints: new LatestCheckpoint(),
    lists: new ListShelf(),
    verifier: createVerifier(deps.trust),
    notice,
    readDocument: deps.readDocument ?? readAnyFile,
  };
}

function checkedPolicy(policy: BatchPolicy): BatchPolicy {
  const { capacity } = policy;
  if (!Number.isInteger(Math.log2(capacity)) || capacity < BATCH_SIZE.min || capacity > BATCH_SIZE.max) {
    throw new YinzhengError("config.invalid", {
      pointer: "/batching/capacity",
      expected: "a power of two from 16 to 2^20",
    });
  }
  return policy;
}

/** A department that nobody knows gets nothing, and whoever wrote its code should hear of it. */
function checkShares(members: ServiceDeps["members"]): void {
  const codes = new Set(members.map(({ profile }) => profile.code));
  members.forEach(({ profile, types, sharing = [] }, i) => {
    sharing.forEach(({ type, members: named }, j) => {
      const right = types.includes(type) && named.every((code) => codes.has(code) && code !== profile.code);
      const pointer = `/members/${i}/sharing/${j}`;
      if (!right)
        throw new YinzhengError("config.invalid", { pointer, expected: "a type of its own, and other members" });
    });
  });
}

function memberOf(
  { keys, sharing = [], ...member }: ServiceDeps["members"][number],
  officers: readonly Officer[],
): Member {
  const memberId = memberIdOf(member.profile.code);
  const own = officers.filter((officer) => officer.memberId === memberId);
  return { ...member, sharing, memberId, officers: own, keys: keys.map(hostedKey) };
}

/** Throws `internal` for a member that this service does not serve. */
export function memberIn(context: Context, memberId: Hex): Member {
  const member = context.members.get(memberId);
  if (member === undefined) throw new YinzhengError("internal", { memberId });
  return member;
}
