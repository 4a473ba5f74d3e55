// This runs in a page.
/// <reference lib="dom" />
import type { FileReading } from "../../src/documents/read/file.ts";
import { Reader } from "../../src/web/client/reading/reader.ts";

/** How long a file may take, milliseconds. */
export interface Given {
  readonly longest: number;
}

/** A worker that never ends with a file of ones, dies of one of twos, and answers any other. */
const SCRIPT = `
  onmessage = ({ data }) => {
    if (data[0] === 1) for (;;);
    if (data[0] === 2) throw new Error("of this file");
    postMessage({ fault: "pdf.foreign" });
  };
  postMessage("ready");`;

/** In the page: what becomes of an endless file, of an ordinary one behind it, and of one that kills. */
export async function run({ longest }: Given): Promise<readonly FileReading[]> {
  const url = URL.createObjectURL(new Blob([SCRIPT], { type: "text/javascript" }));
  const reader = new Reader(() => new Worker(url), longest);
  const files = [1, 3, 2].map((first) => reader.read(Uint8Array.of(first)));
  return Promise.all(files);
}
