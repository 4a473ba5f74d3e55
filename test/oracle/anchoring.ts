import { hex, same, sha256, toHex } from "./bytes.ts";
import { rootOfPath } from "./merkle.ts";
import { type AnchorCase, type Line, line, type Standing } from "./report.ts";
import { anchorDigest, recordLeaf } from "./signed.ts";
import { type Slot, unpack } from "./state.ts";
import { recovered } from "./suites.ts";

/** Step 7: was the batch put on chain, by officers who were entitled to? */
export function anchorLines(question: AnchorCase, standing: Standing): readonly Line[] {
  return [
    recordLine(question, standing),
    logLine(question, standing),
    memberLine(question, standing),
    scopeLine(question, standing),
    officersLine(question, standing),
  ];
}

function recordLine({ bundle, slots }: AnchorCase, { states, latest }: Standing): Line {
  const words = states.map(({ state }) => state.read(slots.record));
  if (latest === null || words.includes(undefined)) return ["anchor.record", "error", "anchor.unproven"];
  if (words.includes(0n)) return ["anchor.record", "invalid", "anchor.not_anchored"];
  const leaf = BigInt(toHex(recordLeaf(bundle.registryId, bundle.anchor)));
  return line(
    "anchor.record",
    words.every((word) => word === leaf),
    "anchor.record_mismatch",
  );
}

function logLine({ bundle }: AnchorCase, { log }: Standing): Line {
  if (log === null) return ["anchor.log", "error", "anchor.missing"];
  const { size, root, path } = bundle.log;
  const leads = (): boolean => {
    try {
      const leaf = recordLeaf(bundle.registryId, bundle.anchor);
      return same(rootOfPath(sha256, bundle.anchor.logIndex, size, leaf, path.map(hex)), hex(root));
    } catch {
      return false;
    }
  };
  return line("anchor.log", log.size === size && log.root === root && leads(), "anchor.log_mismatch");
}

function memberLine({ bundle, slots }: AnchorCase, { latest }: Standing): Line {
  const word = latest?.read(slots.member);
  if (word === undefined) return ["anchor.member", "error", "anchor.member_unproven"];
  const [admitted = 0, closed = 0] = unpack(word, 40, 40);
  const { time } = bundle.anchor;
  const member = admitted !== 0 && admitted <= time && (closed === 0 || time < closed);
  return line("anchor.member", member, "anchor.member_unknown");
}

function scopeLine({ bundle, slots }: AnchorCase, { latest }: Standing): Line {
  const word = latest?.read(slots.scope);
  if (word === undefined) return ["anchor.scope", "error", "anchor.unproven"];
  return line("anchor.scope", within(word, bundle.anchor.time), "anchor.out_of_scope");
}

function within(window: bigint, time: number): boolean {
  const [notBefore = 0, notAfter = 0] = unpack(window, 40, 40);
  return notBefore <= time && time < notAfter;
}

function officersLine(question: AnchorCase, { latest }: Standing): Line {
  const { anchor, signatures, threshold, time } = question.bundle.anchor;
  const { notBefore, deadline } = anchor;
  const inTime = notBefore <= time && time <= deadline && deadline - notBefore <= 86_400;
  if (!inTime || !signedByAll(question)) return ["anchor.officers", "invalid", "anchor.signature_bad"];
  const { officers, limits } = question.slots;
  const read = (slot: Slot | undefined) => (slot === undefined ? undefined : latest?.read(slot));
  const standings = signatures.map((_, i) => standingOf(read(officers[i]), () => read(limits[i]), time));
  if (standings.includes("unproven")) return ["anchor.officers", "error", "anchor.officer_unproven"];
  const count = (role: string): number => standings.filter((one) => one === role).length;
  const [makers, checkers] = [count("maker"), count("checker")];
  const enough = makers > 0 && checkers > 0 && makers + checkers >= Math.max(threshold, 2);
  const code = count("compromised") > 0 ? "anchor.officer_compromised" : "anchor.below_threshold";
  return line("anchor.officers", enough, code);
}

function signedByAll({ bundle, network }: AnchorCase): boolean {
  const { signatures } = bundle.anchor;
  try {
    const digest = anchorDigest(network, network.contracts.anchorRegistry.address, bundle.anchor);
    return signatures.every(
      ({ signer, signature }, i) =>
        recovered(digest, signature) === signer && (i === 0 || (signatures[i - 1]?.signer ?? "") < signer),
    );
  } catch {
    return false;
  }
}

/** What a signer was at the time of anchoring. */
function standingOf(word: bigint | undefined, limit: () => bigint | undefined, time: number): string {
  if (word === undefined) return "unproven";
  const [role, limited, notBefore = 0, notAfter = 0, compromised = 0] = unpack(word, 8, 8, 40, 40, 40);
  if (time >= notBefore && compromised !== 0 && time >= compromised) return "compromised";
  if (time < notBefore || time >= notAfter || (role !== 1 && role !== 2)) return "none";
  const window = limited === 0 ? null : limit();
  if (window === undefined) return "unproven";
  if (window !== null && !within(window, time)) return "none";
  return role === 1 ? "maker" : "checker";
}
