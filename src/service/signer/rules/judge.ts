import type { Seconds } from "../../../domain/bytes.ts";
import { amountOf, type Judged, judgeFields } from "./fields.ts";
import type { Amount } from "./rates.ts";
import type { SignerRules } from "./rules.ts";

/** Judges the documents of one batch as they come, and adds up what has a limit. */
export interface DocumentJudge {
  /** Throws `signer.refused` where the document is not within its type's limits. */
  judge(document: Omit<Judged, "type">): void;
  /** The sum so far; undefined where no rule asks for one. */
  amount(): Amount | undefined;
}

/** The judge of one batch of the type with this code, as of `now`. */
export function documentJudge(rules: SignerRules, type: string, now: Seconds): DocumentJudge {
  const own = rules.types?.[type] ?? {};
  const rule = own.amount;
  let sum = 0n;
  return {
    judge(document) {
      judgeFields(own, { type, ...document }, now);
      if (rule !== undefined) sum += amountOf(rule, { type, ...document });
    },
    amount: () => (rule === undefined ? undefined : { field: rule.field, sum }),
  };
}
