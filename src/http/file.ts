import type { Request } from "express";
import { MAX_DOCUMENT } from "../documents/read/sealed.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { SentFile } from "../service/service.ts";
import { KIB, readBytes } from "./body.ts";

export const FORM_MEDIA_TYPE = "multipart/form-data";

/** What stands around a file in a form. */
const MAX_HEAD = 4 * KIB;
const FORM = /^multipart\/form-data\s*;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))\s*$/i;

/** Whether the body is a file, by the media type that it is declared as. */
export function isFile(req: Request): boolean {
  return /^(?:multipart\/form-data|application\/(?:pdf|ofd))\s*(?:;|$)/i.test(req.headers["content-type"] ?? "");
}

/**
 * The file that a request brings: its body, or the only part of a form (RFC 7578).
 *
 * @throws http.too_large beyond 20 MiB, http.media_type with a Content-Encoding, schema.pattern for a form with more than one
 *   part, or one that is no file
 */
export async function readFile(req: Request): Promise<SentFile> {
  const coding = req.headers["content-encoding"]?.toLowerCase();
  if (coding !== undefined && coding !== "identity")
    throw new YinzhengError("http.media_type", { expected: "no Content-Encoding" });
  const boundary = FORM.exec(req.headers["content-type"] ?? "");
  const body = await readBytes(req, boundary === null ? MAX_DOCUMENT : MAX_DOCUMENT + MAX_HEAD);
  if (boundary === null) {
    if (/^multipart/i.test(req.headers["content-type"] ?? "")) throw noFile();
    return { name: /ofd/i.test(req.headers["content-type"] ?? "") ? "document.ofd" : "document.pdf", bytes: body };
  }
  const file = onlyPart(Buffer.from(body.buffer, body.byteOffset, body.length), boundary[1] ?? boundary[2] ?? "");
  if (file.bytes.length > MAX_DOCUMENT) throw new YinzhengError("http.too_large", { limit: MAX_DOCUMENT });
  return file;
}

/** Whose delimiters are at the very beginning and the very end, with no other one between. */
function onlyPart(body: Buffer, boundary: string): SentFile {
  const [first, next, last] = [`--${boundary}\r\n`, `\r\n--${boundary}`, `\r\n--${boundary}--`];
  const close = body.lastIndexOf(last);
  const end = body.subarray(close + last.length).toString("latin1");
  const head = body.subarray(0, MAX_HEAD).indexOf("\r\n\r\n");
  const framed = body.subarray(0, first.length).toString("latin1") === first && head >= first.length;
  if (!framed || close < head || !/^(?:\r\n)?$/.test(end) || body.indexOf(next, head) !== close) throw noFile();
  const said = body.subarray(first.length, head).toString("utf8");
  const [, disposition = ""] = /^content-disposition:\s*form-data;([^\r\n]*)$/im.exec(said) ?? [];
  const [, name] = /(?:^|[\s;])filename="([^"]*)"/i.exec(disposition) ?? [];
  if (name === undefined || !/(?:^|[\s;])name="?file"?(?:;|$)/i.test(disposition)) throw noFile();
  return { name, bytes: body.subarray(head + 4, close) };
}

const noFile = (): YinzhengError =>
  new YinzhengError("schema.pattern", { expected: "multipart/form-data with one part, the file, whose name is file" });
