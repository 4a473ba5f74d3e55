import type { Hex, Seconds } from "../domain/bytes.ts";
import type { Check, Verdict } from "../domain/checks.ts";
import type { Succession } from "../domain/succession.ts";
import type { Level } from "./policy.ts";
import type { Stamped } from "./stamped-file.ts";

/** The answer to one verification (design §3.7). */
export interface Report {
  readonly verdict: Verdict;
  readonly level: Level;
  /** Which block's state, and which instant, the verdict is about. block is null where no evidence could be used. */
  readonly asOf: {
    readonly block: number | null;
    /** Time of that block: what happened later is not known to this verdict. */
    readonly known: Seconds | null;
    readonly time: Seconds;
  };
  /** SHA-256 of the trust file's JCS form. */
  readonly trust: Hex;
  /** Who vouched for the state, as the trust file names them. */
  readonly vouchedBy: readonly string[];
  /** The certificate the report is about; null where the bundle could not be read. */
  readonly certificate: {
    readonly id: string;
    readonly type: { readonly zh: string; readonly en: string };
    readonly issuer: { readonly zh: string; readonly en: string };
    /** The cell of the version before it, and how this one takes its place; absent for a first version. */
    readonly replaces?: Succession;
  } | null;
  /** Where the file bears electronic seals and stands for no certificate: what was stamped, as it says. */
  readonly stamped?: Stamped;
  readonly checks: readonly Check[];
}
