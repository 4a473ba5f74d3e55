import { heading, line } from "./mark.ts";

/** One promise of docs/performance.md. Whether it is kept is printed, and does not decide the exit code. */
interface Goal {
  readonly what: string;
  readonly ratio: number;
  readonly least: number;
}

const goals: Goal[] = [];

/** Notes what came of a goal: `ratio` is to be `least` or more. */
export function goal(what: string, ratio: number, least: number): void {
  goals.push({ what, ratio, least });
}

/** The goals, and which of them were met. */
export function printGoals(): void {
  heading("goals: at least this many times as fast");
  for (const { what, ratio, least } of goals) {
    line(what, `${least} ×`, `${ratio.toPrecision(3)} ×`, ratio >= least ? "met" : "MISSED");
  }
}
