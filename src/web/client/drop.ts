import { useEffect, useState } from "preact/hooks";
import type { Session } from "./session.ts";

/** Takes files dropped, and files or text pasted, anywhere on the page; true while files hang over it. */
export function useDrop(session: Session, pastedName: string): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(true);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(false);
      void session.addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const typing = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
      if (files.length > 0) void session.addFiles(files);
      else if (!typing && text.trim() !== "") void session.addPasted(text, pastedName);
    };
    addEventListener("dragover", over, { signal });
    addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && setDragging(false), { signal });
    addEventListener("drop", drop, { signal });
    addEventListener("paste", paste, { signal });
    return () => listening.abort();
  }, [session, pastedName]);
  return dragging;
}
