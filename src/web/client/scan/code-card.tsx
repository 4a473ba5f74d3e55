import { Plain } from "../other-cards.tsx";
import type { CodeFault } from "../outcome.ts";
import type { Place } from "../report-card.tsx";
import { CODE_WORDS } from "./code-words.ts";

/** A picture or a code that leads to nothing that could be verified, and what to do. */
export function CodeFaultCard(props: Place & { readonly fault: CodeFault; readonly shows: string }) {
  const { fault, shows, ...place } = props;
  const { says, todo } = CODE_WORDS[fault];
  const { language } = place;
  return (
    <Plain {...place} shape={fault === "foreign" ? "cross" : "question"} says={says[language]} todo={todo[language]}>
      {shows !== "" && (
        <p class="code-text">
          <span class="hint">{CODE_WORDS.shows[language]}</span> <bdi translate={false}>{shows}</bdi>
        </p>
      )}
    </Plain>
  );
}
