import type { Language } from "../../domain/i18n/dictionary.ts";
import { ErrorCard, LookupCard, LookupFaultCard, TrustFileCard, WaitingCard } from "./other-cards.tsx";
import type { Item } from "./outcome.ts";
import { ReportCard } from "./report-card.tsx";
import { CodeFaultCard } from "./scan/code-card.tsx";
import { PlateCard, PlateFaultCard } from "./scan/plate-card.tsx";

/** A card for everything that came in, the newest first. */
export function Results(props: {
  readonly items: readonly Item[];
  readonly language: Language;
  readonly trusted: boolean;
}) {
  const { items, language, trusted } = props;
  const alone = items.length === 1;
  return (
    <>
      {items.map((item) => (
        <Card key={item.key} item={item} language={language} trusted={trusted} alone={alone} />
      ))}
    </>
  );
}

interface CardProps {
  readonly item: Item;
  readonly language: Language;
  readonly trusted: boolean;
  readonly alone: boolean;
}

function Card({ item, language, trusted, alone }: CardProps) {
  const { outcome, name, key } = item;
  const place = { id: `card-${key}`, name, language };
  switch (outcome?.kind) {
    case "report":
      return <ReportCard {...place} outcome={outcome} open={alone} />;
    case "error":
      return <ErrorCard {...place} outcome={outcome} />;
    case "trust-file":
      return <TrustFileCard {...place} />;
    case "lookup":
      return <LookupCard {...place} record={outcome.record} />;
    case "lookup-fault":
      return <LookupFaultCard {...place} fault={outcome.fault} />;
    case "plate":
      return <PlateCard {...place} plate={outcome.plate} />;
    case "plate-fault":
      return <PlateFaultCard {...place} fault={outcome.fault} />;
    case "code-fault":
      return <CodeFaultCard {...place} fault={outcome.fault} shows={outcome.shows} />;
    default:
      return <WaitingCard {...place} trusted={trusted} />;
  }
}
