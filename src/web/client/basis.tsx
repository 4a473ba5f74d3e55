import { Fragment } from "preact";
import { Notice, Row } from "./basis-parts.tsx";
import { FilePicker } from "./picker.tsx";
import type { Session, State, TrustState } from "./session.ts";
import { SnapshotChoice } from "./snapshot-choice.tsx";
import type { TrustSummary } from "./trust-summary.ts";
import { tell, WORDS } from "./words.ts";

interface Props {
  /** Whether there is a service that has a snapshot. */
  readonly online: boolean;
  readonly state: State;
  readonly session: Session;
}

const LEVELS_HERE = ["archival", "snapshot"] as const;

/** What every verdict hangs on, in the open: the trust file, the level and the day. */
export function Basis({ online, state, session }: Props) {
  const { language, trust, trouble, demand } = state;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  return (
    <section class="basis" aria-labelledby="basis">
      <h2 id="basis">{word("basis")}</h2>
      <h3>{word("trustFile")}</h3>
      {trouble === "trust-refused" && <Notice text={word("trustRefused")} />}
      {trouble === "trust-unreachable" && <Notice text={word("trustUnreachable")} />}
      {trust === null ? <Notice text={word("noTrust")} /> : <Trust state={state} trust={trust} />}
      <FilePicker
        class={trust === null ? "main-button" : "button"}
        label={trust === null ? word("chooseTrust") : word("changeTrust")}
        onFiles={([file]) => file !== undefined && void session.chooseTrust(file)}
      />
      <SnapshotChoice online={online} state={state} session={session} />
      <fieldset>
        <legend>{word("level")}</legend>
        {LEVELS_HERE.map((level) => (
          <label class="choice" key={level}>
            <input
              type="radio"
              name="level"
              checked={demand.level === level}
              onChange={() => void session.demand({ level })}
            />
            <span>{word(`level_${level}`)}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="as-of">{word("asOf")}</label>
        <p class="hint" id="as-of-hint">
          {word("asOfHint")}
        </p>
        <input
          id="as-of"
          type="date"
          aria-describedby="as-of-hint"
          value={demand.asOf}
          onChange={({ currentTarget }) => void session.demand({ asOf: currentTarget.value })}
        />
      </div>
    </section>
  );
}

function Trust({ state, trust }: { readonly state: State; readonly trust: TrustState }) {
  const { language } = state;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  return (
    <>
      <dl class="summary">
        <Row term={word("trustSource")}>{tell(WORDS[`source_${trust.source}`], language, { name: trust.name })}</Row>
        {trust.summary?.networks.map((network) => (
          <Fragment key={network.registryId}>
            <Row term={word("trustNetworks")}>{network.name[language]}</Row>
            <Row term={word("trustWitnesses")}>{witnessesOf(network, language)}</Row>
          </Fragment>
        ))}
        {trust.summary !== null && (
          <Row term={word("trustDigest")}>
            <code class="long">{trust.summary.digest}</code>
          </Row>
        )}
      </dl>
      <p class="caution">{word(`caution_${trust.source}`)}</p>
    </>
  );
}

function witnessesOf(network: TrustSummary["networks"][number], language: State["language"]): string {
  const { quorum, witnesses } = network;
  const names = witnesses.join(language === "zh" ? "、" : ", ");
  return tell(WORDS.quorum, language, { all: witnesses.length, quorum, names });
}
