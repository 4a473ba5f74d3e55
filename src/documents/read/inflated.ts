import { inflate } from "../../crypto/gzip.ts";

/** A file as it was before it was compressed; null: it is none, is longer than it may be, or not as long as it says. */
export async function inflated(
  file: { readonly zipped: Uint8Array; readonly size: number } | null,
  most: number,
): Promise<Uint8Array | null> {
  if (file === null || file.size > most) return null;
  const whole = await inflate(file.zipped, file.size).catch(() => null);
  return whole?.length === file.size ? whole : null;
}
