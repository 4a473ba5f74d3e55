import type { Language } from "../domain/i18n/dictionary.ts";
import type { BatchView } from "../service/import/batches.ts";
import type { Api } from "./api.ts";
import { progressText } from "./batch-text.ts";
import { linesIn } from "./lines.ts";
import type { Output, Runtime } from "./runtime.ts";

/**
 * Follows an import until it `enough`, telling how far it is on stderr: a bar on a terminal, a line for each step
 * elsewhere. A connection that breaks is opened again; one that can't be, ends with what the service last said.
 */
export async function watchBatch(
  { stderr }: Runtime,
  api: Api,
  id: string,
  enough: (view: BatchView) => boolean,
  language: Language,
): Promise<BatchView> {
  const path = `/v1/batches/${encodeURIComponent(id)}`;
  const progress = new ProgressLine(stderr, language);
  try {
    for (;;) {
      const view = (await seenIn(await api.send(`${path}/events`, {}), enough, progress)) ?? (await last(api, path));
      if (enough(view)) return view;
    }
  } finally {
    progress.end();
  }
}

async function last(api: Api, path: string): Promise<BatchView> {
  return (await api.get(path)) as unknown as BatchView;
}

/** The view that was enough; null where the events ended before. */
async function seenIn(
  events: Response,
  enough: (view: BatchView) => boolean,
  progress: ProgressLine,
): Promise<BatchView | null> {
  try {
    for await (const line of linesIn(events)) {
      if (!line.startsWith("data: ")) continue;
      const view: BatchView = JSON.parse(line.slice("data: ".length));
      progress.show(view);
      if (enough(view)) return view;
    }
  } catch {
    // It broke off: the next question tells whether the service is still there.
  }
  return null;
}

/** Where the last line is written over on a terminal, and where a line is written only when the step is another. */
class ProgressLine {
  readonly #output: Output;
  readonly #language: Language;
  #step = "";
  #open = false;

  constructor(output: Output, language: Language) {
    this.#output = output;
    this.#language = language;
  }

  show(view: BatchView): void {
    const { columns } = this.#output;
    const step = `${view.state}/${view.progress?.step ?? ""}`;
    if (columns === undefined) {
      if (step !== this.#step) this.#output.write(`${progressText(view, this.#language)}\n`);
    } else {
      this.#output.write(`\r\u001B[K${progressText(view, this.#language, columns)}`);
      this.#open = true;
    }
    this.#step = step;
  }

  end(): void {
    if (this.#open) this.#output.write("\n");
  }
}
