import { toBase64, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { JsonObject } from "../domain/json-value.ts";
import { trustDigest } from "../proof/trust.ts";
import { offlinePage } from "../web/pages/index.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";
import { readTrust } from "./trust.ts";

/** `yz page build`: the verify page, its verifier and, if given, a trust file, in one HTML file. */
export async function buildPage(
  runtime: Runtime,
  { trust: path, output, json: asJson }: { readonly trust?: string; readonly output: string; readonly json?: boolean },
): Promise<number> {
  const trust = path === undefined ? null : await readTrust(path);
  const { script, style } = await runtime.offlineParts();
  const page = offlinePage({
    script: part(insideElement(script)),
    style: part(style),
    trust: trust as unknown as JsonObject | null,
  });
  await replaceFile(output, page);
  const made = { path: output, bytes: utf8(page).length, trust: trust === null ? null : trustDigest(trust) };
  runtime.stdout.write(
    asJson
      ? json(made)
      : `${made.path}\n${made.bytes} bytes\ntrust file: ${made.trust === null ? "none" : `SHA-256 ${made.trust}`}\n`,
  );
  return EXIT.done;
}

/** The text of a script, such that nothing in it ends its element or begins a comment of HTML (HTML §4.12.1.3). */
const insideElement = (script: string): string => script.replace(/<(?=\/script|script|!--)/gi, "\\x3c");

const part = (text: string) => ({ text, digest: `sha256-${toBase64(sha256(utf8(text)))}` });
