import { readFile } from "node:fs/promises";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { readArray, readHex, readInteger, readObject, readOneOf } from "../domain/shape.ts";
import type { SeenLog } from "../proof/policy.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";

/** Registered name and version of the file. */
const SEEN_FORMAT = "yinzheng-seen/1";
const MAX_NETWORKS = 256;

/** The largest log that this verifier has seen of each network, and where, in a file beside the trust file. */
export interface SeenLogs {
  of(registryId: Hex): SeenLog | undefined;
  /** Keeps a log that goes beyond the one known; on disk when it resolves. Throws `trust.seen` where it can't be. */
  raise(registryId: Hex, log: SeenLog): Promise<void>;
}

/** `trust.json` → `trust.seen.json`. */
export const seenPath = (trust: string): string => `${trust.replace(/\.json$/, "")}.seen.json`;

/**
 * What was seen before; nothing where there is no file yet. Throws `trust.seen` for one that can't be read or is none of
 * ours: a memory that is lost unnoticed is no memory.
 */
export async function openSeen(path: string): Promise<SeenLogs> {
  const known = await read(path);
  return {
    of: (registryId) => known.get(registryId),
    async raise(registryId, log) {
      // Another process may have seen more in the meantime.
      const latest = await read(path);
      if (!goesBeyond(log, latest.get(registryId))) return;
      latest.set(registryId, log);
      await write(path, latest);
    },
  };
}

/** More of the log, or the same at a later block; a block is never given up for an earlier one, or for none. */
function goesBeyond(log: SeenLog, known: SeenLog | undefined): boolean {
  if (known === undefined) return true;
  const [before, now] = [known.block?.number ?? -1, log.block?.number ?? -1];
  return log.size >= known.size && now >= before && (log.size > known.size || now > before);
}

async function read(path: string): Promise<Map<Hex, SeenLog>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unusable(path, cause);
  });
  if (bytes === null) return new Map();
  try {
    const file = readObject(parseJson(bytes), "", ["format", "logs"]);
    readOneOf(file.format, "/format", [SEEN_FORMAT]);
    const logs = readArray(file.logs, "/logs", 0, MAX_NETWORKS).map((entry, i): [Hex, SeenLog] => {
      const at = `/logs/${i}`;
      const log = readObject(entry, at, ["registryId", "size", "root"], ["block"]);
      const head = {
        size: readInteger(log.size, `${at}/size`, 0, 2 ** 26),
        root: readHex(log.root, `${at}/root`, 32),
      };
      const registryId = readHex(log.registryId, `${at}/registryId`, 32);
      // Files of before hold no block.
      return [registryId, log.block === undefined ? head : { ...head, block: readBlock(log.block, `${at}/block`) }];
    });
    return new Map(logs);
  } catch (cause) {
    if (isYinzhengError(cause)) throw unusable(path, cause);
    throw cause;
  }
}

function readBlock(value: unknown, at: string): NonNullable<SeenLog["block"]> {
  const block = readObject(value, at, ["number", "hash"]);
  return {
    number: readInteger(block.number, `${at}/number`, 0, Number.MAX_SAFE_INTEGER),
    hash: readHex(block.hash, `${at}/hash`, 32),
  };
}

async function write(path: string, logs: ReadonlyMap<Hex, SeenLog>): Promise<void> {
  const list = [...logs].map(([registryId, log]) => ({ registryId, ...log }));
  await replaceFile(path, json({ format: SEEN_FORMAT, logs: list })).catch((cause: unknown) => {
    throw unusable(path, cause);
  });
}

const unusable = (path: string, cause: unknown): YinzhengError => new YinzhengError("trust.seen", { path }, cause);
