import { instant } from "../../domain/i18n/times.ts";
import { Notice, Row } from "./basis-parts.tsx";
import { FilePicker } from "./picker.tsx";
import type { Session, SnapshotState, State } from "./session.ts";
import { tell, WORDS } from "./words.ts";

/** The snapshot that offline codes are judged by: chosen by a person, and what it is. */
export function SnapshotChoice(props: { readonly online: boolean; readonly state: State; readonly session: Session }) {
  const { online, state, session } = props;
  const { language, snapshot, trouble } = state;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  return (
    <div class="field snapshot">
      <h3>{word("snapshot")}</h3>
      <p class="hint">{word(online ? "snapshotHint" : "snapshotHintOffline")}</p>
      {trouble === "snapshot-refused" && <Notice text={word("snapshotRefused")} />}
      {snapshot !== null && <Snapshot snapshot={snapshot} language={language} />}
      <FilePicker
        class="button"
        label={word("chooseSnapshot")}
        onFiles={([file]) => file !== undefined && void session.chooseSnapshot(file)}
      />
    </div>
  );
}

function Snapshot({ snapshot, language }: { readonly snapshot: SnapshotState; readonly language: State["language"] }) {
  const { name, about } = snapshot;
  const word = (key: keyof typeof WORDS): string => WORDS[key][language];
  const vouched = about.vouchedBy.join(language === "zh" ? "、" : ", ");
  return (
    <dl class="summary">
      <Row term={word("trustSource")}>
        {name === "" ? word("source_site") : tell(WORDS.source_file, language, { name })}
      </Row>
      {about.network !== null && <Row term={word("trustNetworks")}>{about.network[language]}</Row>}
      {about.block !== null && <Row term={word("snapshotAt")}>{instant(about.block.time, language)}</Row>}
      <Row term={word("snapshotBatches")}>{about.batches}</Row>
      <Row term={word("snapshotVouched")}>{vouched === "" ? word("snapshotUnknown") : vouched}</Row>
    </dl>
  );
}
