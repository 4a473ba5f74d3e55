import { fromHex, toHex } from "../../crypto/encoding.ts";
import { keccak256, sha256 } from "../../crypto/hash.ts";
import { anchorLeafData } from "../../crypto/log-record.ts";
import { leafHash, rootFromPath } from "../../crypto/merkle.ts";
import { isSignedBy } from "../../crypto/secp256k1.ts";
import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { OfficerRole } from "../../domain/member.ts";
import type { Bundle, LogProof } from "../bundle.ts";
import { anchorMessage } from "../messages.ts";
import { remember } from "../sealed.ts";
import { memberSlot, officerSlot, officerTypeSlot, recordSlot, scopeSlot } from "../slots.ts";
import type { TrustedNetwork } from "../trust.ts";
import type { Established } from "./context.ts";
import { memberWord, officerWord, standing, windowWord } from "./fields.ts";
import type { ProvenState } from "./state.ts";

/** Smallest threshold that a member can have (design §3.3). */
const LEAST_THRESHOLD = 2;

/** Was the batch put on chain, and by enough of the member's officers, being entitled to at that time? */
export function anchorChecks({ bundle, network }: Anchoring, established: Established): readonly Check[] {
  return checksOf(bundle.anchor, bundle.registryId, bundle.log, network, established);
}

/** What the checks here look at: the same for a whole batch. */
interface Anchoring {
  readonly bundle: Pick<Bundle, "anchor" | "registryId" | "log">;
  readonly network: TrustedNetwork;
}

const checksOf = remember(
  (
    anchor: Bundle["anchor"],
    registryId: Hex,
    log: LogProof,
    network: TrustedNetwork,
    established: Established,
  ): readonly Check[] => {
    const question = { bundle: { anchor, registryId, log }, network };
    return [
      recordCheck(question, established, recordLeaf(anchor, registryId)),
      logCheck(question, established),
      memberCheck(question, established.latest),
      scopeCheck(question, established.latest),
      officersCheck(question, established.latest),
    ];
  },
);

/** Log leaf hash of an anchor's record in its installation, which AnchorRegistry holds; 32 bytes. */
export const recordLeaf = remember(
  (anchor: Bundle["anchor"], registryId: Hex): Uint8Array =>
    leafHash(sha256, anchorLeafData(registryId, { ...anchor, block: 0 })),
);

function recordCheck({ bundle }: Anchoring, { states, latest }: Established, leaf: Uint8Array): Check {
  const { memberId, batchId } = bundle.anchor.anchor;
  const words = states.map(({ state }) => state.read(recordSlot(memberId, batchId)));
  if (latest === null || words.some((word) => word === undefined))
    return check("anchor.record", "error", "anchor.unproven");
  if (words.some((word) => word === 0n)) return check("anchor.record", "invalid", "anchor.not_anchored");
  const right = words.every((word) => word === BigInt(toHex(leaf)));
  return right
    ? check("anchor.record", "valid", "anchor.ok", { time: bundle.anchor.time })
    : check("anchor.record", "invalid", "anchor.record_mismatch");
}

const logRoot = remember(({ size, path }: LogProof, anchor: Bundle["anchor"], registryId: Hex): Hex | null => {
  const leaf = recordLeaf(anchor, registryId);
  const root = rootFromPath(sha256, { index: anchor.logIndex, size, leaf, path: path.map(fromHex) });
  return root === null ? null : toHex(root);
});

function logCheck({ bundle }: Anchoring, { log }: Established): Check {
  if (log === null) return check("anchor.log", "error", "anchor.missing");
  const { size, root } = bundle.log;
  const right =
    logRoot(bundle.log, bundle.anchor, bundle.registryId) === root && log.size === size && log.root === root;
  return right ? check("anchor.log", "valid", "anchor.ok") : check("anchor.log", "invalid", "anchor.log_mismatch");
}

function memberCheck({ bundle }: Anchoring, state: ProvenState | null): Check {
  const word = state?.read(memberSlot(bundle.anchor.anchor.memberId));
  if (word === undefined) return check("anchor.member", "error", "anchor.member_unproven");
  const { admittedAt, closedAt } = memberWord(word);
  const { time } = bundle.anchor;
  const member = admittedAt !== 0 && admittedAt <= time && (closedAt === 0 || time < closedAt);
  return member
    ? check("anchor.member", "valid", "anchor.ok")
    : check("anchor.member", "invalid", "anchor.member_unknown");
}

function scopeCheck({ bundle }: Anchoring, state: ProvenState | null): Check {
  const { memberId, typeId } = bundle.anchor.anchor;
  const word = state?.read(scopeSlot(memberId, typeId));
  if (word === undefined) return check("anchor.scope", "error", "anchor.unproven");
  return standing(windowWord(word), bundle.anchor.time) === "valid"
    ? check("anchor.scope", "valid", "anchor.ok")
    : check("anchor.scope", "invalid", "anchor.out_of_scope");
}

/** The verifier checks the officers' signatures again itself, and judges each officer at the time of anchoring. */
function officersCheck(question: Anchoring, state: ProvenState | null): Check {
  const { anchor, signatures, threshold, time } = question.bundle.anchor;
  const { notBefore, deadline } = anchor;
  // Signed for a time, as the contract demands, and that time was it.
  const inTime = notBefore <= time && time <= deadline && deadline - notBefore <= SIGNING_WINDOW;
  if (!inTime) return check("anchor.officers", "invalid", "anchor.signature_bad", { notBefore, deadline, time });
  const signers = signersOf(question.network, question.bundle.anchor);
  if (signers === null) return check("anchor.officers", "invalid", "anchor.signature_bad");
  const found = signers.map((signer) => officerAt(question, state, signer));
  if (found.includes("unproven")) return check("anchor.officers", "error", "anchor.officer_unproven");
  const good = found.filter((role) => role === "maker" || role === "checker");
  const needed = Math.max(threshold, LEAST_THRESHOLD);
  const detail = { signed: signatures.length, good: good.length, needed, epoch: anchor.officerEpoch };
  if (good.length >= needed && good.includes("maker") && good.includes("checker")) {
    return check("anchor.officers", "valid", "anchor.ok", detail);
  }
  const code = found.includes("compromised") ? "anchor.officer_compromised" : "anchor.below_threshold";
  return check("anchor.officers", "invalid", code, detail);
}

/** Addresses that signed, in strictly ascending order; null where a signature is not that of the named signer. */
const signersOf = remember(signersAgainst);

function signersAgainst(network: TrustedNetwork, { anchor, signatures }: Bundle["anchor"]): readonly Hex[] | null {
  const contracts = {
    directory: network.contracts.directory.address,
    anchorRegistry: network.contracts.anchorRegistry.address,
    statusRegistry: network.contracts.statusRegistry.address,
    claimRegistry: network.contracts.claimRegistry.address,
  };
  const digest = keccak256(anchorMessage({ ...network, contracts }, anchor));
  const right = signatures.every(
    ({ signer, signature }, i) =>
      isSignedBy(signer, digest, fromHex(signature)) && (i === 0 || (signatures[i - 1]?.signer ?? signer) < signer),
  );
  return right ? signatures.map(({ signer }) => signer) : null;
}

function officerAt(
  { bundle }: Anchoring,
  state: ProvenState | null,
  officer: Hex,
): OfficerRole | "compromised" | "none" | "unproven" {
  const { memberId, typeId } = bundle.anchor.anchor;
  const word = state?.read(officerSlot(memberId, officer));
  if (word === undefined) return "unproven";
  const { role, typesLimited, ...validity } = officerWord(word);
  const held = standing(validity, bundle.anchor.time);
  if (held === "compromised") return "compromised";
  if (held !== "valid" || role === null) return "none";
  if (!typesLimited) return role;
  const limit = state?.read(officerTypeSlot(memberId, officer, typeId));
  if (limit === undefined) return "unproven";
  return standing(windowWord(limit), bundle.anchor.time) === "valid" ? role : "none";
}
