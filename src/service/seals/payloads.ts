import type { OfficerSignature } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { ErrorCode } from "../../domain/errors.ts";
import type { SealForm } from "../../domain/seal-order.ts";
import type { ObjectRef } from "../../store/store.ts";
import type { SealActCall } from "./act.ts";
import type { SignedSealOrder } from "./seals.ts";

/** Records of the life of seals. Subject: "seal/" and the seal's code. */
export interface SealPayloads {
  /** A member applies for a seal, kept and used here. */
  "seal.applied": {
    /** The owner to be, and the member that is to make it. */
    readonly memberId: Hex;
    readonly maker: Hex;
    readonly form: SealForm;
    /** Bytes of the picture that the owner brought. */
    readonly picture?: ObjectRef;
  };
  /** Its maker has made the seal object; nothing has left the service yet. `digest`: SM3. */
  "seal.made": { readonly object: ObjectRef; readonly digest: Hex };
  /** `orderId`: SHA-256 of the EIP-712 message of the order. */
  "seal.ordered": SignedSealOrder & { readonly orderId: Hex };
  /** What the officers signed for the registry. */
  "seal.signed": { readonly orderId: Hex; readonly act: SealActCall; readonly signatures: readonly OfficerSignature[] };
  "seal.changed": { readonly orderId: Hex; readonly block: number; readonly time: Seconds };
  /** Given up for good; `code` says why. */
  "seal.failed": { readonly orderId: Hex; readonly code: ErrorCode };
}
