import { structHash } from "../../crypto/eip712.ts";
import { equal, fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { readLogLeaf } from "../../crypto/log-read.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { SealFact } from "../../crypto/seal-record.ts";
import type { Hex } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import {
  type RegisteredSeal,
  SEAL_STATES,
  type SealState,
  type SealUse,
  type SealUseRecord,
} from "../../domain/seal.ts";
import { fromData } from "../quantity.ts";
import type { SealCall, SealWindow } from "../seals.ts";
import type { RecordPlace } from "./record-index.ts";
import type { RecordParts } from "./records.ts";
import { readView } from "./views.ts";

/** What SealRegistry says, and what the log says of seals. */

/** null where nobody ever applied for it. */
export async function sealState({ rpc, network }: RecordParts, sealId: Hex): Promise<RegisteredSeal | null> {
  const view = { contract: "sealRegistry", name: "sealOf", args: [sealId], at: "latest" } as const;
  const [seal] = await readView(rpc, network, view);
  const state = SEAL_STATES[Number(seal.state)];
  if (state === undefined) throw new YinzhengError("chain.mismatch", { what: "seal", value: String(seal.state) });
  if (state === "none") return null;
  return {
    sealId,
    owner: fromData(seal.owner, 32),
    maker: fromData(seal.maker, 32),
    digest: fromData(seal.digest, 32),
    state,
    validFrom: Number(seal.validFrom),
    validUntil: Number(seal.validUntil),
    lostSince: Number(seal.lostSince),
    dailyLimit: Number(seal.dailyLimit),
    day: Number(seal.day),
    usedToday: Number(seal.usedToday),
    uses: Number(seal.uses),
    changes: Number(seal.changes),
  };
}

/** null where its owner never let this member use it. */
export async function delegationOf(
  { rpc, network }: RecordParts,
  sealId: Hex,
  memberId: Hex,
): Promise<SealWindow | null> {
  const view = { contract: "sealRegistry", name: "delegation", args: [sealId, memberId], at: "latest" } as const;
  const [window] = await readView(rpc, network, view);
  const { validFrom, validUntil } = window;
  return validFrom === 0n && validUntil === 0n
    ? null
    : { validFrom: Number(validFrom), validUntil: Number(validUntil) };
}

/** null where no uses are counted. Throws `chain.mismatch` where the registry and the log say different things. */
export async function useRecord(
  parts: RecordParts,
  { sealId, memberId, batchId }: Pick<SealUse, "sealId" | "memberId" | "batchId">,
): Promise<SealUseRecord | null> {
  const { rpc, network, log } = parts;
  const view = { contract: "sealRegistry", name: "useOf", args: [sealId, memberId, batchId], at: "latest" } as const;
  const [held] = await readView(rpc, network, view);
  if (BigInt(held) === 0n) return null;
  const place = (await log.records()).sealUse(sealId, memberId, batchId);
  const leaf = place === null ? null : await log.leafAt(place);
  if (leaf === null || !equal(leafHash(sha256, fromHex(leaf)), fromHex(held)))
    throw new YinzhengError("chain.mismatch", { what: "seal record", sealId, batchId });
  const { time, record } = readLogLeaf(fromHex(leaf));
  if (record.kind !== "seal" || record.fact.what !== "used")
    throw new YinzhengError("chain.mismatch", { what: "seal record", sealId, batchId });
  return { use: record.fact.use, time, leaf };
}

/**
 * The block at which what was refused is on chain already. Otherwise throws the refusal, where it is about the seal's state
 * with that; `conflict.used` where the uses in this batch were counted with another number.
 */
export async function sealThere(parts: RecordParts, call: SealCall, rejection: YinzhengError): Promise<number> {
  if (isYinzhengError(rejection, "chain.no_seals", "chain.unreachable")) throw rejection;
  if (call.kind === "seal-use") return useThere(parts, call.use, rejection);
  const sealId = idOf(call);
  for (const place of (await parts.log.records()).seal(sealId).toReversed()) {
    const fact = await factAt(parts, place);
    if (fact !== null && isSame(call, fact)) return place.block;
  }
  throw await withState(parts, sealId, rejection);
}

async function useThere(parts: RecordParts, use: SealUse, rejection: YinzhengError): Promise<number> {
  const known = await useRecord(parts, use);
  if (known === null) throw await withState(parts, use.sealId, rejection);
  const { sealId, memberId, batchId } = use;
  if (known.use.count !== use.count)
    throw new YinzhengError("conflict.used", { sealId, batchId, count: known.use.count }, rejection);
  const place = (await parts.log.records()).sealUse(sealId, memberId, batchId);
  if (place === null) throw new YinzhengError("chain.mismatch", { what: "seal record", sealId, batchId });
  return place.block;
}

async function factAt({ log }: RecordParts, place: RecordPlace): Promise<SealFact | null> {
  const { record } = readLogLeaf(fromHex(await log.leafAt(place)));
  return record.kind === "seal" ? record.fact : null;
}

/** An application or a making is the same whenever it was signed; a change or a delegation only to the letter. */
function isSame(call: Exclude<SealCall, { readonly kind: "seal-use" }>, fact: SealFact): boolean {
  if (call.kind === "seal-apply" && fact.what === "applied") {
    const { memberId, maker, dailyLimit } = fact.application;
    const asked = call.application;
    return memberId === asked.memberId && maker === asked.maker && dailyLimit === asked.dailyLimit;
  }
  if (call.kind === "seal-make" && fact.what === "made") {
    const { memberId, digest, validFrom, validUntil } = fact.making;
    const asked = call.making;
    const period = validFrom === asked.validFrom && validUntil === asked.validUntil;
    return memberId === asked.memberId && digest === asked.digest && period;
  }
  if (call.kind === "seal-change" && fact.what === "changed")
    return toHex(structHash("SealChange", call.change)) === toHex(structHash("SealChange", fact.change));
  if (call.kind === "seal-delegate" && fact.what === "delegated")
    return (
      toHex(structHash("SealDelegation", call.delegation)) === toHex(structHash("SealDelegation", fact.delegation))
    );
  return false;
}

function idOf(call: Exclude<SealCall, { readonly kind: "seal-use" }>): Hex {
  if (call.kind === "seal-apply") return call.application.sealId;
  if (call.kind === "seal-make") return call.making.sealId;
  return call.kind === "seal-change" ? call.change.sealId : call.delegation.sealId;
}

/** What the seal's state doesn't allow, with the state that it has. */
async function withState(parts: RecordParts, sealId: Hex, rejection: YinzhengError): Promise<YinzhengError> {
  if (rejection.code !== "conflict.seal_state") return rejection;
  const state: SealState = (await sealState(parts, sealId))?.state ?? "none";
  return new YinzhengError(rejection.code, { ...rejection.detail, state }, rejection);
}
