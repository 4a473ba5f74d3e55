import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { SignBatch } from "../cli/runtime.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import type { JsonObject } from "../domain/json-value.ts";
import { shown } from "../http/schemas/officers.ts";
import { signingHead } from "../http/schemas/signing.ts";
import { parseShape } from "../http/shape.ts";
import type { Shown } from "../service/officers.ts";
import { SIGNATURE_FORMAT } from "../service/signing/requests.ts";
import { openOfficer } from "./signer.ts";
import { Closing } from "./stop.ts";

/**
 * `yz batch sign`: an officer's signer over its own folder judges a request in a file, by the same rule and into the same
 * log as one that runs, without a network. Throws `conflict.request_stale` for one that can't be brought back in time.
 */
export const signBatch: SignBatch = async ({ dir, file, clock }) => {
  const closing = new Closing();
  try {
    const lines = linesIn(file);
    const first = await lines.next();
    if (first.done === true) throw new YinzhengError("json.empty", { path: file });
    const { anchor, voidValue } = parseShape(signingHead, first.value);
    if (anchor.deadline <= clock()) throw new YinzhengError("conflict.request_stale", { batchId: anchor.batchId });
    const officer = await openOfficer(dir, closing, clock);
    const signed = await officer.signAnchor({ anchor, voidValue, documents: documentsIn(lines) });
    return { format: SIGNATURE_FORMAT, anchor, officer: signed.signer, signature: signed.signature };
  } finally {
    await closing.close();
  }
};

async function* linesIn(file: string): AsyncGenerator<JsonObject> {
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line !== "") yield parseJsonObject(Buffer.from(line));
  } catch (cause) {
    const code: unknown = Object(cause).code;
    if (code !== "ENOENT" && code !== "EACCES" && code !== "EISDIR") throw cause;
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  } finally {
    input.destroy();
  }
}

async function* documentsIn(lines: AsyncIterable<JsonObject>): AsyncGenerator<Shown> {
  for await (const line of lines) yield parseShape(shown, line);
}
