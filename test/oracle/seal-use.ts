import { anchorLines } from "./anchoring.ts";
import {
  anchorRecord,
  type Bundle,
  checkpoint,
  continuedShape,
  evidenceShape,
  logProof,
  type Manifest,
  type PooledState,
  profile,
  writtenOut,
} from "./bundle.ts";
import { hex, join, must, same, sha256, tagged, text, toHex, uint, word } from "./bytes.ts";
import { type Answer, faultsIn, instantOf } from "./check.ts";
import { hashOf, holds, leafIsInTree } from "./integrity.ts";
import { type Json, jcsBytes, readJson } from "./json.ts";
import { leafHash } from "./merkle.ts";
import { followingIn } from "./moved.ts";
import type { Facts, Line, Policy, Standing } from "./report.ts";
import { anyText, bytes, integer, list, object, oneOf, upToBytes } from "./shape.ts";
import { anchorSlotsOf, mapping, type Slot, unpack } from "./state.ts";
import { evidenceLine } from "./status.ts";
import { readTrust, type Trust } from "./trust.ts";
import { establish } from "./vouching.ts";

/** What the proof says (seal-use.md, "Members"). */
interface Proof
  extends Pick<Bundle, "registryId" | "path" | "anchor" | "log" | "evidence" | "checkpoint" | "continued"> {
  readonly manifest: Manifest & { readonly seals: readonly string[] };
  readonly member: { readonly code: string };
  readonly salt: string;
  readonly uses: readonly { readonly sealId: string; readonly leaf: string }[];
}

/** A seal as it stands on the file. */
export interface Seal {
  readonly code: string;
  readonly digest: string;
}

/** A stamped file, taken apart; its signatures are taken for sound. */
export interface Stamped {
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly seals: readonly Seal[];
  /** null: it has none. */
  readonly proof: Uint8Array | null;
}

const W = bytes(32);
/** Of what several kinds of proofs say the same about seals. */
export const usesShape = list(object({ sealId: W, leaf: upToBytes(4096) }), 16);
export const revocationsShape = list(anyText(2 ** 20), 8);

const file = object(
  {
    format: oneOf("yinzheng-seal-use/1"),
    registryId: W,
    member: profile,
    manifest: object({
      format: oneOf("yinzheng-manifest/1"),
      registryId: W,
      memberId: W,
      typeId: W,
      kind: oneOf("seal-use"),
      batchId: W,
      index: integer(2 ** 20 - 1),
      entries: list(object({ mediaType: oneOf("application/pdf", "application/ofd"), length: integer(), value: W }), 1),
      seals: list(W, 16),
    }),
    salt: bytes(16),
    path: list(W, 64),
    anchor: anchorRecord,
    log: logProof,
    evidence: evidenceShape,
    checkpoint,
    uses: usesShape,
  },
  { revocations: revocationsShape, continued: continuedShape },
);

function readProof(source: Uint8Array): Proof | null {
  try {
    must(source.length <= 8 * 2 ** 20, "too large");
    const value = readJson(source);
    file(value);
    const proof = writtenOut(value as unknown as Omit<Proof, "evidence" | "continued"> & PooledState);
    must(new Set(proof.manifest.seals).size === proof.manifest.seals.length, "a seal twice");
    return proof;
  } catch {
    return null;
  }
}

/** Steps 2 to 4 of seal-use.md. */
export function checkStamped(
  stamped: Stamped,
  trustBytes: Uint8Array,
  facts: Facts,
  policy: Policy,
  now: number,
): Answer {
  const trust = readTrust(trustBytes);
  const proof = stamped.proof === null ? null : readProof(stamped.proof);
  if (proof === null) {
    const missing = stamped.proof === null;
    const line: Line = missing
      ? ["seal.stamped", "error", "seal.proof_missing"]
      : ["seal.stamped", "invalid", "seal.proof_unreadable"];
    return { verdict: missing ? "indeterminate" : "invalid", faults: faultsIn([line]) };
  }
  const lines = linesOf(stamped, proof, trust, facts, policy, now);
  const [wrong, open] = ["invalid", "error"].map((kind) => lines.some(([, result]) => result === kind));
  const all = lines.every(([, result]) => result === "valid");
  const verdict = wrong ? "invalid" : open || !all ? "indeterminate" : "valid";
  return { verdict, faults: faultsIn(lines) };
}

const idOf = (code: string): string => toHex(tagged("yinzheng/seal/v1", text(code)));
const RESERVED = toHex(tagged("yinzheng/type/v1", text("seal-use")));

/** Slots of one seal, by what they hold (chain.md, layout seal/1). */
function slotsOfSeal(sealId: string, memberId: string, batchId: string) {
  return {
    owner: mapping("sealRegistry", 0, [sealId]),
    digest: mapping("sealRegistry", 0, [sealId], 2n),
    state: mapping("sealRegistry", 0, [sealId], 3n),
    delegation: mapping("sealRegistry", 1, [sealId, memberId]),
    use: mapping("sealRegistry", 2, [sealId, memberId, batchId]),
  };
}

/** The slots of several seals (chain.md, layout seal/1). */
export const slotsOfSeals = (ids: readonly string[], memberId: string, batchId: string): readonly Slot[] =>
  ids.flatMap((id) => Object.values(slotsOfSeal(id, memberId, batchId)));

/** `seal.registered`, `seal.use` and `seal.lost`: of each the one of the seal that fares worst. */
export function useLines(
  seals: readonly Seal[],
  proof: Pick<Proof, "registryId" | "anchor" | "uses">,
  standing: Standing | null,
): readonly Line[] {
  const codes = [...new Map(seals.map((seal) => [`${seal.code}/${seal.digest}`, seal])).values()];
  const judged = codes.map((seal) => sealLines(seal, proof, standing));
  return (["seal.registered", "seal.use", "seal.lost"] as const).map((name, i): Line => {
    const lines = judged.map((all) => all[i as 0 | 1 | 2]);
    const rank = ["invalid", "error", "valid", "skipped"].flatMap((kind) =>
      lines.filter(([, result]) => result === kind),
    );
    return rank[0] ?? [name, "skipped", "seal.skipped"];
  });
}

function linesOf(
  stamped: Stamped,
  proof: Proof,
  trust: Trust,
  facts: Facts,
  policy: Policy,
  now: number,
): readonly Line[] {
  const { memberId, batchId } = proof.anchor.anchor;
  const network = trust.networks.find(({ registryId }) => registryId === proof.registryId);
  const slots = {
    ...anchorSlotsOf(proof),
    profile: mapping("memberRegistry", 0, [memberId], 2n),
    seals: slotsOfSeals(proof.manifest.seals, memberId, batchId),
  };
  let standing: Standing | null = null;
  let anchor: readonly Line[] = [["trust.network", "error", "trust.unknown_network"]];
  if (network !== undefined) {
    const bundle = { ...proof, statusChanges: [] };
    const following = followingIn(trust, proof.registryId);
    const at = instantOf(policy, now);
    const question = { bundle, trust, network, following, policy, facts, now, at, slots, nullifier: null };
    standing = establish(question);
    anchor = [...standing.lines, ...anchorLines(question, standing), evidenceLine(question, standing, null)];
  }
  return [
    anchorLine(anchor),
    stampedLine(stamped, proof),
    userLine(proof, standing?.latest?.read(slots.profile)),
    ...useLines(stamped.seals, proof, standing),
  ];
}

function anchorLine(lines: readonly Line[]): Line {
  if (lines.some(([, result]) => result === "invalid")) return ["seal.anchor", "invalid", "seal.anchor_refused"];
  const first = lines.find(([, result]) => result === "error")?.[0];
  if (first === undefined) return ["seal.anchor", "valid", "seal.ok"];
  const vouching = ["trust.network", "trust.level", "trust.history", "trust.continuation"];
  const code = vouching.includes(first) ? "not_vouched" : first === "time.evidence" ? "stale" : "anchor_unproven";
  return ["seal.anchor", "error", `seal.${code}`];
}

function stampedLine({ mediaType, content, seals }: Stamped, proof: Proof): Line {
  const fault = (code: string): Line => ["seal.stamped", "invalid", `seal.${code}`];
  const { manifest, anchor: record, registryId } = proof;
  const { anchor } = record;
  if (manifest.typeId !== RESERVED || anchor.typeId !== RESERVED) return fault("wrong_kind");
  const known = anchor.hashSuite === 1 || anchor.hashSuite === 2;
  const cell = manifest.memberId === anchor.memberId && manifest.batchId === anchor.batchId;
  if (!known || !cell || manifest.registryId !== registryId) return fault("path_mismatch");
  const [entry] = manifest.entries;
  const value = toHex(hashOf({ bundle: { anchor: record } })(hex(proof.salt), content));
  if (entry?.mediaType !== mediaType || entry.length !== content.length || entry.value !== value)
    return fault("other_document");
  const ids = [...new Set(seals.map(({ code }) => code))].map(idOf).join();
  if (ids !== manifest.seals.join() || ids !== proof.uses.map(({ sealId }) => sealId).join())
    return fault("other_seals");
  return holds(() => leafIsInTree({ bundle: proof })) ? ["seal.stamped", "valid", "seal.ok"] : fault("path_mismatch");
}

function userLine({ member, manifest, anchor: { anchor } }: Proof, slot: bigint | undefined): Line {
  if (slot === undefined) return ["seal.user", "error", "seal.profile_unproven"];
  const memberId = toHex(tagged("yinzheng/member/v1", text(member.code)));
  const named = memberId === anchor.memberId && memberId === manifest.memberId;
  const right = named && slot === BigInt(toHex(sha256(jcsBytes(member as unknown as Json))));
  return right ? ["seal.user", "valid", "seal.ok"] : ["seal.user", "invalid", "seal.name_mismatch"];
}

/** Time, sealId, memberId and batchId of a record `used`; null where the bytes are none (chain.md, "Log records"). */
function recordIn(data: Uint8Array, sealId: string) {
  const at = (from: number, length = 32): Uint8Array => data.subarray(from, from + length);
  const signers = (data.length - 104 - 4 * 32 - 10 * 32) / 32;
  if (!Number.isInteger(signers) || signers < 0) return null;
  const time = Number(BigInt(toHex(at(64, 8))));
  const order = Array.from({ length: 8 }, (_, i) => at(232 + 32 * i));
  const list = Array.from({ length: signers }, (_, i) => at(232 + 320 + 32 * i));
  const kind = join(text("yinzheng/log/seal/v1"), new Uint8Array(12));
  const what = join(text("used"), new Uint8Array(28));
  const body = [hex(sealId), what, word(96), word(32 * (10 + signers)), ...order, word(9 * 32), word(signers), ...list];
  const again = join(at(0), kind, uint(time, 8), at(72), ...body);
  const numbers = [1, 4, 5, 6, 7].every((i) => BigInt(toHex(order[i] ?? new Uint8Array(1))) < 2n ** 53n);
  const addresses = list.every((one) => same(one.subarray(0, 12), new Uint8Array(12)));
  if (!same(again, data) || !numbers || !addresses) return null;
  const [memberId = data, , named = data, batchId = data] = order;
  return { registryId: toHex(at(0)), time, memberId: toHex(memberId), sealId: toHex(named), batchId: toHex(batchId) };
}

function sealLines(
  { code, digest }: Seal,
  proof: Pick<Proof, "registryId" | "anchor" | "uses">,
  standing: Standing | null,
): readonly [Line, Line, Line] {
  const { memberId, batchId } = proof.anchor.anchor;
  const sealId = idOf(code);
  const slots = slotsOfSeal(sealId, memberId, batchId);
  const states = (standing?.states ?? []).map(({ state }) => state);
  const read = (slot: Slot): readonly bigint[] | null => {
    const words = states.flatMap((state) => state.read(slot) ?? []);
    return words.length === 0 || words.length < states.length ? null : words;
  };
  const [owners, digests, uses, windows, words] = [
    slots.owner,
    slots.digest,
    slots.use,
    slots.delegation,
    slots.state,
  ].map(read);
  const own = proof.uses.find((use) => use.sealId === sealId);
  const record = own === undefined ? null : recordIn(hex(own.leaf), sealId);
  const memberOf = (name: string) => BigInt(toHex(tagged("yinzheng/member/v1", text(name))));
  const formed = /^[0-9A-HJ-NPQRTUWXY]{18}\d{3}$/.test(code);

  const registered = (): Line => {
    const wrong = (why: string): Line => ["seal.registered", "invalid", `seal.${why}`];
    if (!owners || !digests) return ["seal.registered", "error", "seal.registration_unproven"];
    if (owners.includes(0n)) return wrong("unregistered");
    if (!formed || owners.some((one) => one !== memberOf(code.slice(0, 18)))) return wrong("other_owner");
    return digests.some((one) => one !== BigInt(digest))
      ? wrong("other_object")
      : ["seal.registered", "valid", "seal.ok"];
  };
  const used = (): Line => {
    const wrong = (why: string): Line => ["seal.use", "invalid", `seal.${why}`];
    if (own === undefined) return ["seal.use", "error", "seal.use_missing"];
    if (!uses || !owners || !windows) return ["seal.use", "error", "seal.use_unproven"];
    if (uses.includes(0n)) return wrong("not_counted");
    const hash = BigInt(toHex(leafHash(sha256, hex(own.leaf))));
    if (record === null || uses.some((one) => one !== hash)) return wrong("use_mismatch");
    const named = record.sealId === sealId && record.memberId === memberId && record.batchId === batchId;
    if (!named || record.registryId !== proof.registryId) return wrong("use_mismatch");
    if (record.time < proof.anchor.time) return wrong("use_before_anchor");
    const foreign = owners.some((one) => one !== BigInt(memberId)) && windows.includes(0n);
    return foreign ? wrong("user_unknown") : ["seal.use", "valid", "seal.ok"];
  };
  const lost = (): Line => {
    if (record === null) return ["seal.lost", "skipped", "seal.skipped"];
    if (!words) return ["seal.lost", "error", "seal.state_unproven"];
    const gone = words.some((one) => {
      const since = unpack(one, 8, 40, 40, 40)[3] ?? 0;
      return since !== 0 && since <= record.time;
    });
    return gone ? ["seal.lost", "invalid", "seal.lost"] : ["seal.lost", "valid", "seal.ok"];
  };
  return [registered(), used(), lost()];
}
