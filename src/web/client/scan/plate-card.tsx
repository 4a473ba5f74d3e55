import { dateInWords } from "../../../domain/i18n/times.ts";
import { PLATE_KINDS } from "../../../domain/plate.ts";
import { Line, Plain } from "../other-cards.tsx";
import type { PlateFault, PlateRecord } from "../outcome.ts";
import type { Place } from "../report-card.tsx";
import { tell } from "../words.ts";
import { PLATE_FAULTS, PLATE_WORDS } from "./plate-words.ts";

/** Who put a plate up and on what, in the service's words, and what that is worth. */
export function PlateCard({ plate, ...place }: Place & { readonly plate: PlateRecord }) {
  const { language } = place;
  const { member, kind, label, issuedOn, withdrawn } = plate;
  const [says, todo] = withdrawn === null ? (["up", "upDo"] as const) : (["withdrawn", "withdrawnDo"] as const);
  const word = (name: keyof typeof PLATE_WORDS): string => PLATE_WORDS[name][language];
  return (
    <Plain
      {...place}
      shape={withdrawn === null ? "dash" : "cross"}
      says={tell(PLATE_WORDS[says], language, { name: member.names[language] })}
      todo={word(todo)}
    >
      <dl class="summary">
        <Line term={word("kind")} value={PLATE_KINDS[kind][language]} />
        <Line term={word("label")} value={label} />
        <Line term={word("issuedOn")} value={dateInWords(issuedOn, language)} />
        {withdrawn !== null && <Line term={word("reason")} value={withdrawn.reason} />}
      </dl>
    </Plain>
  );
}

/** A plate of which nothing good can be said. */
export function PlateFaultCard({ fault, ...place }: Place & { readonly fault: PlateFault }) {
  const { says, todo } = PLATE_FAULTS[fault];
  const shape = fault === "forged" ? "cross" : "question";
  return <Plain {...place} shape={shape} says={says[place.language]} todo={todo[place.language]} />;
}
