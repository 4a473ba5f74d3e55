import type { Languages } from "../../documents/documents.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";

/** What tells one document of a certificate from another. */
export interface DocumentTerms {
  readonly languages: Languages;
  /** Of a copy for one purpose. */
  readonly limits?: RepresentationLimits;
}
