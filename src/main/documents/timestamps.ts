import { ALGORITHM } from "../../crypto/certificate-oids.ts";
import { der, derInteger, derOid, TAG } from "../../crypto/der.ts";
import { equal, toHex } from "../../crypto/encoding.ts";
import type { Certificate } from "../../crypto/x509.ts";
import type { Timestamper } from "../../documents/documents.ts";
import { isVouchedFor, readTimestamp, tokenIn } from "../../documents/read/timestamp.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";

export interface TimestampOptions {
  readonly url: string;
  /** One of them issued the certificate of who stamps, or it is among them. */
  readonly authorities: readonly Certificate[];
  readonly random: (bytes: number) => Uint8Array;
  readonly clock: () => Seconds;
  readonly timeoutMs?: number;
}

/** Largest token that a document has room for, bytes. */
const LARGEST = 6000;
/** How far the authority's clock may be from ours, seconds. */
const DRIFT = 300;

/**
 * Asks an authority for time-stamps over HTTP (RFC 3161 §3.4), and checks each before it goes into a document.
 * Throws `document.timestamp_unreachable` and `document.timestamp_refused`.
 */
export function timestamperAt(options: TimestampOptions): Timestamper {
  return async (digest) => {
    // 63 bits, so that the number is positive in 8 bytes.
    const nonce = BigInt(toHex(options.random(8))) >> 1n;
    const answer = await post(options, timestampQuery(digest, nonce));
    try {
      const token = tokenIn(answer);
      const stamp = readTimestamp(token);
      const right = equal(stamp.digest, digest) && stamp.nonce === nonce && token.length <= LARGEST;
      const near = Math.abs(stamp.time - options.clock()) <= DRIFT;
      if (right && near && isVouchedFor(stamp, options.authorities)) return token;
      throw new YinzhengError("schema.mismatch", {
        expected: "a token for this question, of now, by a known authority",
      });
    } catch (cause) {
      const expected = cause instanceof YinzhengError ? cause.detail.expected : undefined;
      throw new YinzhengError(
        "document.timestamp_refused",
        { url: options.url, ...(expected ? { expected } : {}) },
        cause,
      );
    }
  };
}

/** TimeStampReq for a SHA-256, DER: the token is to bring the authority's certificate. */
export function timestampQuery(digest: Uint8Array, nonce: bigint): Uint8Array {
  const algorithm = der(TAG.sequence, derOid(ALGORITHM.sha256), der(TAG.null));
  const imprint = der(TAG.sequence, algorithm, der(TAG.octetString, digest));
  return der(TAG.sequence, derInteger(1), imprint, derInteger(nonce), der(TAG.boolean, Uint8Array.of(0xff)));
}

async function post({ url, timeoutMs = 10_000 }: TimestampOptions, query: Uint8Array): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body: query as Uint8Array<ArrayBuffer>,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const kind = response.headers.get("content-type")?.split(";")[0]?.trim();
    if (!response.ok || kind !== "application/timestamp-reply") {
      await response.body?.cancel();
      throw new Error(`status ${response.status}, ${kind ?? "no type"}`);
    }
    return await limited(response);
  } catch (cause) {
    throw new YinzhengError("document.timestamp_unreachable", { url }, cause);
  }
}

async function limited({ body }: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    // The rest of a longer one is not waited for.
    if (length > 2 * LARGEST) throw new Error("the answer is too long");
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
