import { toHex } from "../../crypto/encoding.ts";
import { sha256, taggedHash } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { jcsBytes } from "../../proof/ids.ts";
import { requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import { requireIssuer } from "../issue.ts";
import { type Fact, fact, payloadOf } from "../payloads.ts";
import type { BatchView, ImportInput, Preview } from "./batches.ts";
import { startImport } from "./job.ts";
import { judgeRows } from "./judge.ts";
import { readRows } from "./read-rows.ts";
import type { Row } from "./rows.ts";
import { viewOf } from "./view.ts";

const ROWS_A_RECORD = 200;
/** Faults that a preview tells one by one. */
const TOLD = 10_000;

/**
 * What an import of this file would do: every row is judged as the import would judge it, and nothing is written.
 * Throws `auth.*`, `policy.*`, `csv.*`, `schema.*`, `http.too_large`, `chain.unreachable`.
 */
export async function preview(context: Context, by: Principal, input: Omit<ImportInput, "key">): Promise<Preview> {
  requireMember(by, "clerk");
  const { member, type } = requireIssuer(context, by, input.type);
  const { encoding, rows } = readRows(input.file, type);
  const ground = { member, type, format: input.file.format, now: context.clock() };
  const { good, faults } = await judgeRows(context, ground, rows);
  const counts = { total: rows.length, good: good.length, bad: rows.length - good.length };
  const refused = good.length === 0 || (input.mode === "atomic" && counts.bad > 0);
  return {
    type: { code: type.code, names: type.names },
    encoding,
    rows: counts,
    refused,
    faults: faults.slice(0, TOLD),
  };
}

/**
 * Takes a file of rows under the member's batch key and journals it; judging, drafting and whatever follows goes on by
 * itself. The same file under the same key finds the import that the first one made.
 * Throws what `preview` throws, and `conflict.batch_key` where something else was sent under the key, `chain.closed`.
 */
export async function receive(context: Context, by: Principal, input: ImportInput): Promise<BatchView> {
  requireMember(by, "clerk");
  const { memberId } = by;
  const { type } = requireIssuer(context, by, input.type);
  const digest = digestOf(input);
  return context.locks.run(`import ${memberId}/${input.key}`, async () => {
    const before = await context.records.importOf(memberId, input.key);
    if (before !== null) {
      if (payloadOf("import.received", before)?.digest !== digest) throw new YinzhengError("conflict.batch_key");
      return viewOf(context, before.subject);
    }
    await context.chain.requireOpen();
    const { encoding, rows } = readRows(input.file, type);
    const id = toHex(context.random(16)).slice(2);
    const { mode, key, file } = input;
    const of = { memberId, type: type.code, typeVersion: type.version };
    const received = { ...of, mode, key, digest, format: file.format, encoding, rows: rows.length };
    await context.records.append(by, [fact("import.received", id, received), ...rowFacts(id, rows)]);
    startImport(context, id);
    return viewOf(context, id);
  });
}

function rowFacts(id: string, rows: readonly Row[]): readonly Fact[] {
  const pieces = Array.from({ length: Math.ceil(rows.length / ROWS_A_RECORD) }, (_, i) =>
    rows.slice(i * ROWS_A_RECORD, (i + 1) * ROWS_A_RECORD),
  );
  return pieces.map((piece) => fact("import.rows", `${id}/rows`, { rows: piece }));
}

/** What makes two imports the same one. */
function digestOf({ type, mode, file }: ImportInput): Hex {
  const content = { type, mode, format: file.format, encoding: file.encoding ?? "", sha256: toHex(sha256(file.bytes)) };
  return toHex(taggedHash("yinzheng/import/v1", jcsBytes(content)));
}
