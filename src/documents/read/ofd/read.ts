import { equal, toHex, utf8 } from "../../../crypto/encoding.ts";
import { sm3 } from "../../../crypto/hash.ts";
import { canonicalize } from "../../../domain/canonical.ts";
import { partsOf } from "./document.ts";
import { hold, OfdError, type OfdFaulty } from "./fault.ts";
import { CERTIFICATE_ENTRY, type Files, PROOF_ENTRY, packageOf } from "./package.ts";
import { type ReadOfdSignature, signaturesOf } from "./signature.ts";
import { openPackage, type Packed, unpacked } from "./zip.ts";

export type { OfdFault, OfdFaulty } from "./fault.ts";
export { CERTIFICATE_ENTRY, PROOF_ENTRY } from "./package.ts";
export type { ReadOfdSignature, StampPlace } from "./signature.ts";

/** An OFD document that was sealed. Its form is right and every digest in it; whose signatures they are is not judged. */
export interface ReadOfd {
  /** At least one, in the order in which they were made; the last one covers everything but itself, the list of them and the proof. */
  readonly signatures: readonly ReadOfdSignature[];
  readonly pages: number;
  /** The bundle that a document of ours carries; null: it carries none. */
  readonly certificate: Uint8Array | null;
  /** What proves that it is on chain; null: nothing was added. */
  readonly proof: Uint8Array | null;
  /** What the leaf of a sealed document is over: every entry but the proof, with its digest (`listedOf`). */
  readonly listed: Uint8Array;
}

export type OfdReading = ReadOfd | OfdFaulty;

/** Whether a file is a ZIP container, as OFD documents are. */
export const isZip = (bytes: Uint8Array): boolean => equal(bytes.subarray(0, 4), Uint8Array.of(0x50, 0x4b, 3, 4));

/** Reads any bytes. Memory and time are bounded by their length. Never throws for them. */
export async function readOfd(bytes: Uint8Array): Promise<OfdReading> {
  return caught(async () => {
    const files = await filesOf(openPackage(bytes));
    // What bears a certificate or a proof was written here: it has one form, and nothing can hide between its lines.
    const ours = files.has(PROOF_ENTRY) || files.has(CERTIFICATE_ENTRY);
    hold(!ours || equal(packageOf(files), bytes), "ofd.repacked");
    const { signatures: list, pages } = partsOf(files);
    hold(list !== null, "ofd.unsigned");
    const signatures = signaturesOf(files, list, pages);
    demandOrder(signatures);
    demandWhole(files, list, signatures);
    return {
      signatures,
      pages: pages.length,
      certificate: files.get(CERTIFICATE_ENTRY) ?? null,
      proof: files.get(PROOF_ENTRY) ?? null,
      listed: listedOf(files),
    };
  });
}

/** A sealed document with its proof, which nothing before it hangs on; one that was there is replaced. Never throws for the bytes. */
export async function provenOfd(
  sealed: Uint8Array,
  proof: Uint8Array,
): Promise<{ readonly bytes: Uint8Array } | OfdFaulty> {
  return caught(async () => {
    const files = await filesOf(openPackage(sealed));
    return { bytes: packageOf(new Map([...files, [PROOF_ENTRY, proof]])) };
  });
}

/** All files of a container. Throws `OfdError`. */
export async function filesOf(packed: readonly Packed[]): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const one of packed) files.set(one.path, await unpacked(one));
  return files;
}

/** What the leaf of a sealed OFD is over: JCS of [[path, SM3 in hex], …] of every entry but the proof, in the order of paths. */
export function listedOf(files: Files): Uint8Array {
  const paths = [...files.keys()].filter((path) => path !== PROOF_ENTRY).sort();
  return utf8(canonicalize(paths.map((path) => [path, toHex(sm3(files.get(path) ?? new Uint8Array()))])));
}

/** Ends with the fault that was thrown. */
export async function caught<T>(task: () => Promise<T>): Promise<T | OfdFaulty> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof OfdError) return error.fault;
    throw error;
  }
}

/** No signature refers to one that was made after it. */
function demandOrder(signatures: readonly ReadOfdSignature[]): void {
  signatures.forEach(({ covers }, i) => {
    const later = signatures.slice(i + 1).flatMap(({ own }) => own);
    const wrong = later.find((path) => covers.has(path));
    hold(wrong === undefined, "ofd.order", wrong);
  });
}

/** The last signature refers to all that was there before it. */
function demandWhole(files: Files, list: string, signatures: readonly ReadOfdSignature[]): void {
  const last = signatures.at(-1);
  hold(last !== undefined, "ofd.unsigned");
  const free = new Set([...last.own, list, PROOF_ENTRY]);
  // One that refers to the list forbids any seal after it: it is the last for good.
  for (const path of files.keys()) hold(free.has(path) || last.covers.has(path), "ofd.uncovered", path);
}
