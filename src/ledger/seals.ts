import type { OfficerSignature } from "../domain/anchor.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type {
  RegisteredSeal,
  SealApplication,
  SealChange,
  SealDelegation,
  SealMaking,
  SealUse,
  SealUseRecord,
} from "../domain/seal.ts";

interface Signed {
  readonly signatures: readonly OfficerSignature[];
}

/** What officers sign about seals, as it is sent to the chain. */
export type SealCall =
  | ({ readonly kind: "seal-apply"; readonly application: SealApplication } & Signed)
  | ({ readonly kind: "seal-make"; readonly making: SealMaking } & Signed)
  | ({ readonly kind: "seal-change"; readonly change: SealChange } & Signed)
  | ({ readonly kind: "seal-delegate"; readonly delegation: SealDelegation } & Signed)
  | ({ readonly kind: "seal-use"; readonly use: SealUse } & Signed);

const KINDS: readonly string[] = ["seal-apply", "seal-make", "seal-change", "seal-delegate", "seal-use"];

export const isSealCall = <C extends { readonly kind: string }>(call: C): call is C & SealCall =>
  KINDS.includes(call.kind);

/** A member's right to use another one's seal; both ends belong to it, and an end that is past ended it. */
export interface SealWindow {
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
}

/**
 * The part of the port that is about seals. Every question throws `chain.no_seals` in an installation without a registry of
 * them. `submit` of a call about seals: what is there already, to the letter, is success; so are an application of the same
 * maker and limit, a making of the same digest and period, and a use of the same count, whatever their window. Otherwise it
 * throws `conflict.seal_state`, `conflict.order_stale` (`expected` is not the seal's `changes`), `conflict.used` (uses in this
 * batch were counted with another number), `policy.seal_user`, `policy.seal_period`, `policy.seal_limit`, and as other calls do.
 */
export interface SealLedger {
  /** null: nobody ever applied for it. */
  sealOf(sealId: Hex): Promise<RegisteredSeal | null>;
  /** A member's uses of the seal in one batch; null: none are counted. */
  sealUseOf(sealId: Hex, memberId: Hex, batchId: Hex): Promise<SealUseRecord | null>;
  /** null: its owner never let this member use it. */
  sealDelegation(sealId: Hex, memberId: Hex): Promise<SealWindow | null>;
}
