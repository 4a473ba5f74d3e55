import { useState } from "preact/hooks";
import type { Host } from "./host.ts";
import { FilePicker } from "./picker.tsx";
import { Scanner } from "./scan/scanner.tsx";
import { SCAN_WORDS } from "./scan/words.ts";
import type { Session, State } from "./session.ts";
import { WORDS } from "./words.ts";

/** Where certificates come in: the one main button, and a box to paste into. */
export function Intake(props: {
  readonly host: Host;
  readonly state: State;
  readonly session: Session;
  readonly dragging: boolean;
}) {
  const { host, state, session, dragging } = props;
  const { language } = state;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const [text, setText] = useState("");
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    setText("");
    void session.addPasted(text, word("pastedName"));
  };
  return (
    <section class={dragging ? "intake dragging" : "intake"} aria-label={word("choose")}>
      <div class="scan-row">
        <Scanner
          language={language}
          onCodes={(texts) => void session.addScanned(texts, SCAN_WORDS.scannedName[language])}
        />
        <FilePicker
          class="button"
          label={SCAN_WORDS.photo[language]}
          accept="image/*"
          multiple
          onFiles={(files) => void session.addFiles(files)}
        />
      </div>
      <p class="hint">{SCAN_WORDS[host.online ? "scanHint" : "scanHintOffline"][language]}</p>
      <FilePicker
        class="main-button"
        label={word("choose")}
        accept=".json,application/json,.pdf,application/pdf,.ofd,application/ofd,.esl,.dat"
        multiple
        onFiles={(files) => void session.addFiles(files)}
      />
      <p class="hint drop-hint">{dragging ? word("dropNow") : word("dropHint")}</p>
      <form onSubmit={submit}>
        <label for="pasted">{word("paste")}</label>
        <p class="hint" id="pasted-hint">
          {host.online ? word("pasteHint") : word("pasteHintOffline")}
        </p>
        <textarea
          id="pasted"
          rows={3}
          spellcheck={false}
          autocomplete="off"
          aria-describedby="pasted-hint"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" class="button">
          {word("verifyPasted")}
        </button>
      </form>
    </section>
  );
}
