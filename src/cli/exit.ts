import type { Verdict } from "../domain/checks.ts";

/** Exit codes (design §5). */
export const EXIT = { done: 0, invalid: 1, usage: 2, notInForce: 3, indeterminate: 4 } as const;

const OF_VERDICT: Readonly<Record<Verdict, number>> = {
  valid: EXIT.done,
  invalid: EXIT.invalid,
  not_in_force: EXIT.notInForce,
  indeterminate: EXIT.indeterminate,
};

/** For several verdicts the worst: invalid, then could not check, then not in force. */
const WORST: readonly Verdict[] = ["invalid", "indeterminate", "not_in_force", "valid"];

export function exitOf(verdicts: readonly Verdict[]): number {
  const worst = WORST.find((verdict) => verdicts.includes(verdict));
  return worst === undefined ? EXIT.usage : OF_VERDICT[worst];
}
