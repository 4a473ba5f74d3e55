import { concat } from "./encoding.ts";
import { ensure } from "./failure.ts";

/**
 * GZIP (RFC 1952), as W3C Bitstring Status Lists are compressed. The platform's own coder: the bytes may differ from one
 * to the next, what they hold does not.
 */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  return readAll(through(bytes, new CompressionStream("gzip")), Number.POSITIVE_INFINITY);
}

/** What was compressed. Throws `schema.pattern` for what is not GZIP, and as soon as it holds more than `most` bytes. */
export async function gunzip(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const stream = through(bytes, new DecompressionStream("gzip"));
  const whole = await readAll(stream, most).catch(() => null);
  ensure(whole !== null, "gzip", `GZIP of at most ${most} bytes`);
  return whole;
}

type Coder = CompressionStream | DecompressionStream;

function through(bytes: Uint8Array, coder: Coder): Coder["readable"] {
  const writer = coder.writable.getWriter();
  // A fault shows where the other end is read.
  writer.write(Uint8Array.from(bytes)).catch(() => undefined);
  writer.close().catch(() => undefined);
  return coder.readable;
}

async function readAll(stream: Coder["readable"], most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...chunks);
    const chunk = Uint8Array.from(value as Uint8Array);
    size += chunk.length;
    if (size > most) {
      reader.cancel().catch(() => undefined);
      throw new RangeError(`more than ${most} bytes`);
    }
    chunks.push(chunk);
  }
}
