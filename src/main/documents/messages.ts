import type {
  CertificateSealing,
  Documents,
  FontFiles,
  OfdRequest,
  PdfRequest,
  SealKey,
  SealOptions,
  SignatureRequest,
  StampedSeal,
  StampRequest,
} from "../../documents/documents.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly fonts: FontFiles;
}

type SignOptions = Parameters<Documents["sign"]>[1];

type Shown<S extends StampedSeal> = Omit<S, "key"> & { readonly key: ShownKey };
export type ShownKey = Omit<SealKey, "sign">;

/** A stamping without its callbacks. */
export type ShownStamp = Shown<Omit<StampRequest, "pades" | "more">> & {
  readonly more: readonly Shown<StampedSeal>[];
  readonly pades: { readonly signer: Omit<SignatureRequest["signer"], "sign">; readonly stamped: boolean } | null;
};

/** Which callback is asked: of seals by their order. */
export type Asked = "sign" | "timestamp" | `seal ${number}`;

/** What can be sent to a worker: callbacks stay behind and are asked for by their number. */
export type Job =
  | { readonly id: number; readonly kind: "certificate"; readonly request: PdfRequest }
  | {
      readonly id: number;
      readonly kind: "certificate ofd";
      readonly request: OfdRequest;
      readonly sealing: Omit<CertificateSealing, "key"> & { readonly key: ShownKey };
    }
  | {
      readonly id: number;
      readonly kind: "sign";
      readonly pdf: Uint8Array;
      readonly request: Omit<SignOptions, "signer" | "timestamper"> & {
        readonly signer: Omit<SignatureRequest["signer"], "sign">;
        readonly stamped: boolean;
      };
    }
  | {
      readonly id: number;
      readonly kind: "seal";
      readonly pdf: Uint8Array;
      readonly request: Omit<SealOptions, "key"> & { readonly key: ShownKey };
    }
  | { readonly id: number; readonly kind: "stamp"; readonly file: Uint8Array; readonly request: ShownStamp }
  | { readonly id: number; readonly kind: "answer"; readonly call: number; readonly outcome: Outcome };

/** What a worker sends: the end of a job, or a question to the callback of one. */
export type Reply =
  | { readonly id: number; readonly kind: "done"; readonly outcome: Outcome }
  | {
      readonly id: number;
      readonly kind: "ask";
      readonly call: number;
      readonly what: Asked;
      readonly bytes: Uint8Array;
    };

/** An error of ours crosses as its code and detail, any other as its words. */
export type Outcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: string | null; readonly detail: object; readonly message: string };
