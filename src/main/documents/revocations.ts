import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../../cli/replace-file.ts";
import { isListOf, type RevocationList, readRevocationList } from "../../crypto/crl.ts";
import { writeRevocationList } from "../../crypto/crl-write.ts";
import { derOfSignature } from "../../crypto/signature-der.ts";
import type { Certificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Signer } from "../../keys/keys.ts";
import { infoOfKey } from "./issued.ts";

const DAY = 86_400;
/** A list answers for a week, and is made anew each day that somebody asks. */
const LASTS = 7 * DAY;

export interface RevocationParts {
  readonly dir: string;
  /** The authority, and its key. */
  readonly authority: Certificate;
  readonly signer: Signer;
  readonly clock: () => Seconds;
}

/** Which certificates an authority has revoked. */
export interface Revocations {
  /** DER; made anew where the last one is a day old. */
  list(): Promise<Uint8Array>;
  revoke(serial: bigint, since: Seconds): Promise<void>;
}

/**
 * The list lies in its file, and nowhere else: what it says is what is revoked. Opening throws `store.damaged` for a file that is not
 * the authority's list, lest a revocation be forgotten.
 */
export async function openRevocations(parts: RevocationParts): Promise<Revocations> {
  let last = await readLast(parts);
  let queue: Promise<unknown> = Promise.resolve();
  /** One at a time: two lists of one number would contradict each other. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = queue.then(act);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const renew = async (revoked: ReadonlyMap<bigint, Seconds>): Promise<RevocationList> => {
    last = readRevocationList(await written(parts, revoked, last));
    return last;
  };
  return {
    list: () =>
      inTurn(async () => {
        const fresh = last !== null && parts.clock() < last.thisUpdate + DAY;
        return (fresh && last !== null ? last : await renew(last?.revoked ?? new Map())).whole;
      }),
    revoke: (serial, since) =>
      inTurn(async () => {
        const known = last?.revoked ?? new Map<bigint, Seconds>();
        if ((known.get(serial) ?? Number.POSITIVE_INFINITY) <= since) return;
        await renew(new Map([...known, [serial, since]]));
      }),
  };
}

const pathIn = (dir: string): string => join(dir, "revoked.crl");

/** null: there is none yet. */
async function readLast({ dir, authority }: RevocationParts): Promise<RevocationList | null> {
  const path = pathIn(dir);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new YinzhengError("store.unreachable", { path }, error);
  });
  if (bytes === null) return null;
  try {
    const list = readRevocationList(new Uint8Array(bytes));
    if (isListOf(list, authority)) return list;
  } catch (cause) {
    throw new YinzhengError("store.damaged", { path }, cause);
  }
  throw new YinzhengError("store.damaged", { path, expected: "a list by the authority beside it" });
}

async function written(
  { dir, authority, signer, clock }: RevocationParts,
  revoked: ReadonlyMap<bigint, Seconds>,
  last: RevocationList | null,
): Promise<Uint8Array> {
  // Later than the one before, also within a second: the time is the list's number as well, which has to grow (RFC 5280 §5.2.3).
  const thisUpdate = Math.max(clock(), (last?.thisUpdate ?? 0) + 1);
  const list = await writeRevocationList({
    number: BigInt(thisUpdate),
    issuer: authority.subject,
    issuerKey: infoOfKey("sm2", signer),
    thisUpdate,
    nextUpdate: thisUpdate + LASTS,
    revoked: [...revoked].map(([serial, since]) => ({ serial, since })),
    algorithm: "sm2Sm3",
    sign: async (bytes) => derOfSignature(await signer.sign(bytes)),
  });
  await replaceFile(pathIn(dir), list);
  return list;
}
