import { toHex } from "../../crypto/encoding.ts";
import { sm3 } from "../../crypto/hash.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import { sealIdOf } from "../../proof/ids.ts";
import type { SealUseEvidence } from "../../proof/seal-use-evidence.ts";
import type { FoundSeal } from "../../proof/stamped-file.ts";
import type { TrustFile } from "../../proof/trust.ts";
import { countedUse } from "../../proof/verify/seal-use.ts";
import type { SesFinding } from "./ses/check.ts";
import { sesFindings } from "./ses/check.ts";
import { sesLines } from "./ses/lines.ts";
import type { Seal } from "./ses/seal.ts";
import type { SesSignature } from "./ses/signature.ts";
import { sealTrustOf } from "./ses/trust.ts";

/** A use of a seal as it stands in a file. */
export interface FoundUse {
  /** null: what stands there can't be read as one. */
  readonly signature: SesSignature | null;
  /** What it is over; null: that is not at hand. */
  readonly content: Uint8Array | null;
  /** Whether it says itself that it is over that. */
  readonly names: boolean;
}

/** What a proof says of when seals were used, and which certificates were revoked then; nothing where there is none. */
export interface UseProof {
  readonly registryId?: Hex;
  readonly uses?: readonly SealUseEvidence[];
  readonly revocations?: readonly string[];
}

/** A seal, as a proof speaks of it. */
export const foundSeal = (seal: Pick<Seal, "info" | "whole">): FoundSeal => ({
  code: seal.info.id,
  name: seal.info.name,
  digest: toHex(sm3(seal.whole)),
});

/** The seals of all uses that can be read. */
export function sealsIn(uses: readonly FoundUse[]): readonly FoundSeal[] {
  return uses.flatMap(({ signature }) => (signature === null ? [] : [foundSeal(signature.seal)]));
}

/** Whom a trust file trusts for seals: of the proof's network, or where there is none of all. */
export function sealTrust({ networks }: TrustFile, revocations: readonly string[] = [], registryId?: Hex) {
  const own = networks.filter((network) => registryId === undefined || network.registryId === registryId);
  const sealAuthorities = own.flatMap((network) => network.sealAuthorities ?? []);
  return sealTrustOf({ sealAuthorities }, revocations);
}

/** Lines `seal.maker` to `seal.content` on all uses in a file, each at the time at which it was counted, else at the one it claims. */
export function useLines(uses: readonly FoundUse[], proof: UseProof, trust: TrustFile, now: Seconds): readonly Check[] {
  const roots = sealTrust(trust, proof.revocations, proof.registryId);
  const lines = sesLines(
    uses.flatMap(({ signature, content, names }) => {
      if (signature === null) return [];
      const time = usedAt(signature, proof, now);
      const findings = sesFindings(signature, content ?? new Uint8Array(), time, roots);
      if (content === null) return [findings.filter((one) => one.check !== "data_hash")];
      return [names ? findings : findings.map(asUnnamed)];
    }),
  );
  const unreadable = uses.some(({ signature }) => signature === null);
  return unreadable ? [check("seal.signature", "invalid", "seal.signature_unreadable"), ...lines] : lines;
}

/** A signature that says it is over something else is not one over this. */
const asUnnamed = (finding: SesFinding): SesFinding =>
  finding.check === "data_hash" ? { check: "data_hash", result: "bad", why: "differs" } : finding;

function usedAt({ seal, time }: SesSignature, { uses = [] }: UseProof, now: Seconds): Seconds {
  const sealId = sealIdOf(seal.info.id);
  const evidence = uses.find((use) => use.sealId === sealId);
  const counted = evidence === undefined ? null : countedUse(evidence);
  if (counted !== null) return counted.leaf.time;
  return "claimed" in time ? time.claimed : now;
}
