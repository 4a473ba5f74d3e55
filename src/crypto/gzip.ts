import { concat } from "./encoding.ts";
import { ensure } from "./failure.ts";

/**
 * GZIP (RFC 1952), as W3C Bitstring Status Lists are compressed. The platform's own coder: the bytes may differ from one
 * to the next, what they hold does not.
 */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new CompressionStream("gzip"), Number.POSITIVE_INFINITY);
}

/** ZLIB (RFC 1950), as PDF compresses streams. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new CompressionStream("deflate"), Number.POSITIVE_INFINITY);
}

/** What was compressed. Throws `schema.pattern` for what is not GZIP, and as soon as it holds more than `most` bytes. */
export async function gunzip(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const whole = await through(bytes, new DecompressionStream("gzip"), most).catch(() => null);
  ensure(whole !== null, "gzip", `GZIP of at most ${most} bytes`);
  return whole;
}

/**
 * What was compressed as files in PDF are (zlib, RFC 1950). Throws `schema.pattern` for what is not, and as soon as it holds
 * more than `most` bytes.
 */
export async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const whole = await through(bytes, new DecompressionStream("deflate"), most).catch(() => null);
  ensure(whole !== null, "zlib", `zlib of at most ${most} bytes`);
  return whole;
}

/** DEFLATE without a frame (RFC 1951), as ZIP compresses entries. Throws `schema.pattern` as `inflate` does. */
export async function inflateRaw(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const whole = await through(bytes, new DecompressionStream("deflate-raw"), most).catch(() => null);
  ensure(whole !== null, "deflate", `DEFLATE of at most ${most} bytes`);
  return whole;
}

/** Some browsers unpack all that they are given at once, however much that is: so they are given a little at a time. */
const PIECE = 4096;

/** Throws as soon as more than `most` bytes come out, and what the platform's coder throws. */
async function through(
  bytes: Uint8Array,
  { readable, writable }: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const reader = readable.getReader();
  // A fault shows where the other end is read.
  feed(bytes, writable.getWriter()).catch(() => undefined);
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

type Writer = ReturnType<(CompressionStream | DecompressionStream)["writable"]["getWriter"]>;

async function feed(bytes: Uint8Array, writer: Writer): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) await writer.write(Uint8Array.from(bytes.subarray(at, at + PIECE)));
  await writer.close();
}
