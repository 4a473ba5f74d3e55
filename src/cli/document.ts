import { YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import { parseJsonObject } from "../domain/json.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

export interface LeaveOptions extends ApiOptions {
  /** Where to leave it; a file of its id's name in the working directory where absent. */
  readonly output?: string;
}

export interface DocumentOptions extends LeaveOptions {
  readonly languages: "zh" | "zh+en";
}

/** Asked again so often, at the service's own pace, before it is left for later. */
const MOST = 300;

/** Has the certificate's document made where there is none yet, waits for it, and leaves it in a file. */
export async function document(
  runtime: Runtime,
  ending: "pdf" | "ofd",
  id: string,
  options: DocumentOptions,
): Promise<number> {
  const query = new URLSearchParams({ languages: options.languages });
  const output = options.output ?? `${id}.${ending}`;
  return fetchDocument(runtime, id, `/v1/certificates/${encodeURIComponent(id)}.${ending}?${query}`, {
    ...options,
    output,
  });
}

/** Asks for a document until it is there, telling how far it is, and leaves it in a file. */
export async function fetchDocument(
  runtime: Runtime,
  id: string,
  path: string,
  options: LeaveOptions,
): Promise<number> {
  const api = await openApi(runtime, options);
  const language = languageOf(runtime.env, options.lang);
  let told = "";
  for (let asked = 0; asked < MOST; asked++) {
    const answer = await api.send(path, {});
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 200) return leave(runtime, id, bytes, options);
    const { state } = parseJsonObject(bytes);
    if ((state === "sealing" || state === "anchoring") && state !== told) {
      runtime.stderr.write(`${say(language, `document.${state}`)}\n`);
      told = state;
    }
    await runtime.pause(Number(answer.headers.get("retry-after") ?? 1));
  }
  throw new YinzhengError("chain.timeout", { state: told });
}

async function leave(runtime: Runtime, id: string, bytes: Uint8Array, options: LeaveOptions): Promise<number> {
  const file = options.output ?? `${id}.pdf`;
  await replaceFile(file, bytes).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be written" }, cause);
  });
  runtime.stdout.write(options.json === true ? json({ id, file, length: bytes.length }) : `${file}\n`);
  return EXIT.done;
}
