import type { Seconds } from "../../domain/bytes.ts";
import type { SealApplication, SealChange, SealDelegation, SealMaking } from "../../domain/seal.ts";

/** What officers sign for the registry about one seal, as the ledger takes it, but for its uses. */
export type SealActCall =
  | { readonly kind: "seal-apply"; readonly application: SealApplication }
  | { readonly kind: "seal-make"; readonly making: SealMaking }
  | { readonly kind: "seal-change"; readonly change: SealChange }
  | { readonly kind: "seal-delegate"; readonly delegation: SealDelegation };

/** What all of them have. */
export type ActFields = Pick<SealApplication, "memberId" | "officerEpoch" | "sealId" | "notBefore" | "deadline">;

export interface Window {
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

export function actFields(act: SealActCall): ActFields {
  if (act.kind === "seal-apply") return act.application;
  if (act.kind === "seal-make") return act.making;
  return act.kind === "seal-change" ? act.change : act.delegation;
}
