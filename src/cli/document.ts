import { YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import { parseJsonObject } from "../domain/json.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

export interface DocumentOptions extends ApiOptions {
  readonly languages: "zh" | "zh+en";
  /** Where to leave it; a file of the certificate's name in the working directory where absent. */
  readonly output?: string;
}

/** Asked again so often, at the service's own pace, before it is left for later. */
const MOST = 300;

/** Has the certificate's document made where there is none yet, waits for it, and leaves it in a file. */
export async function pdf(runtime: Runtime, id: string, options: DocumentOptions): Promise<number> {
  const api = await openApi(runtime, options);
  const language = languageOf(runtime.env, options.lang);
  const path = `/v1/certificates/${encodeURIComponent(id)}.pdf?${new URLSearchParams({ languages: options.languages })}`;
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

async function leave(runtime: Runtime, id: string, bytes: Uint8Array, options: DocumentOptions): Promise<number> {
  const file = options.output ?? `${id}.pdf`;
  await replaceFile(file, bytes).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be written" }, cause);
  });
  runtime.stdout.write(options.json === true ? json({ id, file, length: bytes.length }) : `${file}\n`);
  return EXIT.done;
}
