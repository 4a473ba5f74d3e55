import { YinzhengError } from "../../domain/errors.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { readCsv } from "./csv.ts";
import { decodeText } from "./decode.ts";
import { readJsonl } from "./jsonl.ts";
import { type Encoding, IMPORT_LIMITS, type ImportFormat, type ReadRows } from "./rows.ts";

/** A file as somebody sent it. */
export interface ImportFile {
  readonly bytes: Uint8Array;
  readonly format: ImportFormat;
  /** Absent: found out. JSON Lines are UTF-8. */
  readonly encoding?: Encoding;
}

/** Throws what `decodeText` and `readCsv` throw; `http.too_large`; `csv.empty` where there is no row. */
export function readRows(file: ImportFile, type: TypeDefinition): ReadRows {
  if (file.bytes.length > IMPORT_LIMITS.bytes) {
    throw new YinzhengError("http.too_large", { expected: `at most ${IMPORT_LIMITS.bytes} bytes` });
  }
  const { text, encoding } = decodeText(file.bytes, file.format === "jsonl" ? "utf-8" : file.encoding);
  const rows = file.format === "csv" ? readCsv(text, type) : readJsonl(text);
  if (rows.length === 0) throw new YinzhengError("csv.empty");
  return { encoding, rows };
}
