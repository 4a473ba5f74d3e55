import { YinzhengError } from "../../domain/errors.ts";
import { ENCODINGS, type Encoding } from "./rows.ts";

/**
 * A file's text. Without a named encoding: UTF-8 where the bytes are UTF-8, with or without a byte order mark, else
 * GB18030, of which GBK and GB2312 are parts.
 *
 * @throws csv.encoding where the bytes are not text in that encoding
 */
export function decodeText(
  bytes: Uint8Array,
  named?: Encoding,
): { readonly text: string; readonly encoding: Encoding } {
  for (const encoding of named === undefined ? ENCODINGS : [named]) {
    const text = decoded(bytes, encoding);
    if (text !== null) return { text, encoding };
  }
  throw new YinzhengError("csv.encoding", { expected: named ?? ENCODINGS.join(", ") });
}

/** null where the bytes are no text in this encoding; a byte order mark is left out. */
function decoded(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === "gb18030" ? text.replace(/^\uFEFF/, "") : text;
  } catch {
    return null;
  }
}
