import type { SealApplication, SealChange, SealDelegation, SealMaking } from "../../domain/seal.ts";

/** What officers sign for the registry about one seal, as the ledger takes it, but for its uses. */
export type SealActCall =
  | { readonly kind: "seal-apply"; readonly application: SealApplication }
  | { readonly kind: "seal-make"; readonly making: SealMaking }
  | { readonly kind: "seal-change"; readonly change: SealChange }
  | { readonly kind: "seal-delegate"; readonly delegation: SealDelegation };
