import type { ComponentChildren } from "preact";
import { say } from "../../domain/i18n/say.ts";
import { Icon } from "./icons.tsx";
import type { LookupFault, Outcome, PublicRecord } from "./outcome.ts";
import type { Place } from "./report-card.tsx";
import { REPORT_WORDS } from "./report-words.ts";

interface PlainProps extends Place {
  readonly shape: "question" | "cross" | "dash";
  readonly says: string;
  readonly todo: string;
  readonly children?: ComponentChildren;
}

/** A card that has no verdict: what it says instead, and what to do. */
export function Plain({ id, name, shape, says, todo, children }: PlainProps) {
  return (
    <article class="card card-plain" aria-labelledby={id}>
      <h3 id={id} class="card-title">
        <span class="file-name">{name}</span>
      </h3>
      <div class="verdict verdict-plain">
        <p class="verdict-word">
          <Icon shape={shape} />
          <strong>{says}</strong>
        </p>
        <p class="verdict-do">{todo}</p>
      </div>
      {children}
    </article>
  );
}

/** A trust file among the certificates. */
export function TrustFileCard(place: Place) {
  const { errorTrust, errorTrustDo } = REPORT_WORDS;
  return <Plain {...place} shape="question" says={errorTrust[place.language]} todo={errorTrustDo[place.language]} />;
}

/** What is no bundle at all. */
export function ErrorCard(props: Place & { readonly outcome: Extract<Outcome, { readonly kind: "error" }> }) {
  const { outcome, ...place } = props;
  const { code, message, where } = outcome;
  const word = (name: keyof typeof REPORT_WORDS): string => REPORT_WORDS[name][place.language];
  const [says, todo] =
    code === "internal" ? (["errorInternal", "errorInternalDo"] as const) : (["errorMeaning", "errorDo"] as const);
  return (
    <Plain {...place} shape="cross" says={word(says)} todo={word(todo)}>
      <p>
        {message[place.language]} <span class="hint">{word("code")}</span> <code>{code}</code>
      </p>
      {(where.pointer ?? where.expected) !== undefined && (
        <dl class="detail">
          {where.pointer !== undefined && <Line term={word("pointer")} value={where.pointer} />}
          {where.expected !== undefined && <Line term={word("expected")} value={where.expected} language="en" />}
        </dl>
      )}
    </Plain>
  );
}

/** Type, issuer and status by the service's word; no field of the certificate. */
export function LookupCard({ record, ...place }: Place & { readonly record: PublicRecord }) {
  const { language } = place;
  const status = record.status === null ? say(language, "lookup.none") : say(language, `state.${record.status}`);
  return (
    <Plain {...place} shape="dash" says={say(language, "lookup.record")} todo={say(language, "lookup.record.do")}>
      <dl class="summary">
        {place.name !== record.id && <Line term={REPORT_WORDS.identifier[language]} value={record.id} />}
        <Line term={say(language, "report.type")} value={record.type[language]} />
        <Line term={say(language, "report.issuer")} value={record.issuer[language]} />
        <Line term={say(language, "lookup.state")} value={say(language, `certificate.${record.state}`)} />
        <Line term={say(language, "lookup.status")} value={status} />
      </dl>
    </Plain>
  );
}

/** A look-up that has no record to show. */
export function LookupFaultCard({ fault, ...place }: Place & { readonly fault: LookupFault }) {
  const { language } = place;
  const [says, todo] =
    fault === "offline"
      ? [REPORT_WORDS.lookupOffline[language], REPORT_WORDS.lookupOfflineDo[language]]
      : [say(language, `lookup.${fault}`), say(language, `lookup.${fault}.do`)];
  return <Plain {...place} shape="question" says={says} todo={todo} />;
}

/** Not judged yet. */
export function WaitingCard({ trusted, ...place }: Place & { readonly trusted: boolean }) {
  const { language, id, name } = place;
  if (!trusted) {
    const { waiting, waitingDo } = REPORT_WORDS;
    return <Plain {...place} shape="question" says={waiting[language]} todo={waitingDo[language]} />;
  }
  return (
    <article class="card card-plain" aria-labelledby={id}>
      <h3 id={id} class="card-title">
        <span class="file-name">{name}</span>
      </h3>
      <p>{REPORT_WORDS.verifying[language]}</p>
    </article>
  );
}

/** A term and what it is. */
export function Line(props: { readonly term: string; readonly value: string; readonly language?: "en" }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd lang={props.language}>{props.value}</dd>
    </div>
  );
}
