import type { Languages } from "../../documents/documents.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";

/** As what a document is written. */
export type Carrier = "pdf" | "ofd";

/** What tells one document of a certificate from another. */
export interface DocumentTerms {
  readonly languages: Languages;
  /** Absent: PDF. */
  readonly carrier?: Carrier;
  /** Of a copy for one purpose. */
  readonly limits?: RepresentationLimits;
}
