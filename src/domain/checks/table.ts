import type { Bilingual } from "../bilingual.ts";

export const CHECK_FAMILIES = [
  "integrity",
  "issuer",
  "anchor",
  "status",
  "time",
  "seal",
  "holder",
  "trust",
  "qr",
] as const;
export type CheckFamily = (typeof CHECK_FAMILIES)[number];

/** What a code says and, where it isn't "fine", what the reader should do. */
export interface CodeMeaning extends Bilingual {
  /** The certificate is genuine but does not hold at the instant asked about. */
  readonly notInForce?: true;
}

/**
 * One check of the verifier: its name is `<family>.<what is checked>`; its codes are written out in full, so that they
 * can be searched for. `….ok`, and only that, goes with the result "valid".
 */
export interface CheckDefinition {
  /** What the check looks at, as a heading. */
  readonly title: Bilingual;
  readonly codes: Readonly<Record<`${CheckFamily | "pdf" | "ofd"}.${string}`, CodeMeaning>>;
}

/** Every check can be left out: its sentence, used by all of them. */
export const SKIPPED: CodeMeaning = {
  en: "Not checked: nothing here calls for it, or an earlier check settled the matter.",
  zh: "未检查：不涉及，或前面的检查已有结论。",
};
