import { useRef } from "preact/hooks";

/** A button that opens the system's file dialog. The browser's own file input speaks the browser's language, not the page's. */
export function FilePicker(props: {
  readonly label: string;
  readonly class: string;
  readonly multiple?: boolean;
  /** What the dialog offers; a file of ours in JSON where nothing is said. */
  readonly accept?: string;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={props.class} onClick={() => input.current?.click()}>
        {props.label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={props.label}
        multiple={props.multiple === true}
        accept={props.accept ?? ".json,application/json"}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file chosen again is a change again.
          currentTarget.value = "";
          props.onFiles(files);
        }}
      />
    </>
  );
}
