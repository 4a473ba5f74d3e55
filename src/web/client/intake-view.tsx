import { useState } from "preact/hooks";
import type { Host } from "./host.ts";
import { FilePicker } from "./picker.tsx";
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
  const word = (name: keyof typeof WORDS): string => WORDS[name][state.language];
  const [text, setText] = useState("");
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    setText("");
    void session.addPasted(text, word("pastedName"));
  };
  return (
    <section class={dragging ? "intake dragging" : "intake"} aria-label={word("choose")}>
      <FilePicker
        class="main-button"
        label={word("choose")}
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
