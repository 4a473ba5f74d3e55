import type { ComponentChildren } from "preact";

/** Something that somebody must know before he goes on. */
export function Notice({ text }: { readonly text: string }) {
  return (
    <div class="notice" role="alert">
      <p>{text}</p>
    </div>
  );
}

/** A term and what it is, in a summary. */
export function Row(props: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
