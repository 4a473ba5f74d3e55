import type { Verdict } from "../../domain/checks.ts";
import type { Standing } from "./chain-steps.ts";

/** Strokes on a grid of 24; told apart by shape, not by colour alone. */
const SHAPES = {
  tick: "M4.5 12.5 10 18 19.5 7",
  cross: "M6 6 18 18M18 6 6 18",
  pause: "M8.5 6V18M15.5 6V18",
  question: "M8 9a4 4 0 1 1 6 3.5c-1.5.9-2 1.5-2 3M12 19v.5",
  dash: "M6 12H18",
} as const;
type Shape = keyof typeof SHAPES;

const OF_VERDICT: Readonly<Record<Verdict, Shape>> = {
  valid: "tick",
  invalid: "cross",
  not_in_force: "pause",
  indeterminate: "question",
};

const OF_STANDING: Readonly<Record<Standing, Shape>> = {
  valid: "tick",
  invalid: "cross",
  lapsed: "pause",
  error: "question",
  skipped: "dash",
};

export const VerdictIcon = ({ verdict }: { readonly verdict: Verdict }) => <Icon shape={OF_VERDICT[verdict]} />;
export const StandingIcon = ({ standing }: { readonly standing: Standing }) => <Icon shape={OF_STANDING[standing]} />;

/** Beside words that say the same, so hidden from screen readers. */
export function Icon({ shape }: { readonly shape: Shape }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[shape]} />
    </svg>
  );
}
