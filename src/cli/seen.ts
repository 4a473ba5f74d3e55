import { readFile } from "node:fs/promises";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { readArray, readHex, readInteger, readObject, readOneOf } from "../domain/shape.ts";
import type { LogHead } from "../proof/facts.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";

/** Registered name and version of the file. */
const SEEN_FORMAT = "yinzheng-seen/1";
const MAX_NETWORKS = 256;

type SeenLog = LogHead & { readonly registryId: Hex };

/** The largest log that this verifier has seen of each network, in a file beside the trust file. */
export interface SeenLogs {
  of(registryId: Hex): LogHead | undefined;
  /** Keeps a log that is larger than the one known; on disk when it resolves. Throws `trust.seen` where it can't be. */
  raise(registryId: Hex, log: LogHead): Promise<void>;
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
    async raise(registryId, { size, root }) {
      // Another process may have seen more in the meantime.
      const latest = await read(path);
      if (size <= (latest.get(registryId)?.size ?? -1)) return;
      latest.set(registryId, { size, root });
      await write(path, latest);
    },
  };
}

async function read(path: string): Promise<Map<Hex, LogHead>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unusable(path, cause);
  });
  if (bytes === null) return new Map();
  try {
    const file = readObject(parseJson(bytes), "", ["format", "logs"]);
    readOneOf(file.format, "/format", [SEEN_FORMAT]);
    const logs = readArray(file.logs, "/logs", 0, MAX_NETWORKS).map((entry, i): SeenLog => {
      const at = `/logs/${i}`;
      const log = readObject(entry, at, ["registryId", "size", "root"]);
      return {
        registryId: readHex(log.registryId, `${at}/registryId`, 32),
        size: readInteger(log.size, `${at}/size`, 0, 2 ** 26),
        root: readHex(log.root, `${at}/root`, 32),
      };
    });
    return new Map(logs.map(({ registryId, size, root }) => [registryId, { size, root }]));
  } catch (cause) {
    if (isYinzhengError(cause)) throw unusable(path, cause);
    throw cause;
  }
}

async function write(path: string, logs: ReadonlyMap<Hex, LogHead>): Promise<void> {
  const list = [...logs].map(([registryId, log]) => ({ registryId, ...log }));
  await replaceFile(path, json({ format: SEEN_FORMAT, logs: list })).catch((cause: unknown) => {
    throw unusable(path, cause);
  });
}

const unusable = (path: string, cause: unknown): YinzhengError => new YinzhengError("trust.seen", { path }, cause);
