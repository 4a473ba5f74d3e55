import { deflateSync } from "node:zlib";
import { concat, toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import type { DocumentSigner } from "../../../src/documents/documents.ts";
import { bytesOf, latin1 } from "../../../src/documents/read/latin1.ts";
import { type Sealed, takeApart } from "../../../src/documents/read/sealed.ts";
import { tailOf } from "../../../src/documents/read/tail.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { representationText } from "../../../src/proof/representation.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { type DocumentOptions, paperDocument } from "../../proof/paper/document.ts";
import type { Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import { type TestSigner, testSigner } from "../paper.ts";
import { sealedPaper } from "../sealed.ts";
import { type CmsOptions, cmsOf } from "./cms.ts";

/** A real sealed document, anchored on paper, and everybody who could try something with it. */
export interface HostileWorld {
  readonly paper: Paper;
  readonly trust: TrustFile;
  readonly issuer: TestSigner;
  readonly rendered: Uint8Array;
  /** The sealed revision. */
  readonly sealed: Uint8Array;
  /** With its proof behind it: valid. */
  readonly whole: Uint8Array;
}

/** A file, and what a verifier must say of it: the codes of all checks that fail, and nothing else. */
export interface Hostile {
  /** What was done to it. */
  readonly name: string;
  readonly make: (world: HostileWorld) => Uint8Array | Promise<Uint8Array>;
  readonly codes: readonly string[];
  /** What it is called, where that matters. */
  readonly file?: string;
}

export async function openHostileWorld(): Promise<HostileWorld> {
  const world = await paper();
  const issuer = await testSigner(PROFILE.code);
  const { rendered, pdf: sealed } = await sealedPaper({ signer: issuer, certificate: utf8(bundleText(world.bundle)) });
  const networks = [{ ...world.network, documentAuthorities: [toBase64(issuer.authority)] }];
  const trust: TrustFile = { ...world.trust, networks };
  return { paper: world, trust, issuer, rendered, sealed, whole: anchored(world, sealed) };
}

/** With the proof that these bytes are anchored, for a certificate of this world. */
export function anchored(world: Paper, sealed: Uint8Array, options: DocumentOptions = {}): Uint8Array {
  return withFile(sealed, utf8(representationText(paperDocument(world, { sealed, ...options }).proof)));
}

/** With the one revision that may follow; `zipped` and `size` say what they like. */
export function withFile(
  sealed: Uint8Array,
  file: Uint8Array,
  { zipped = new Uint8Array(deflateSync(file)), size = file.length }: { zipped?: Uint8Array; size?: number } = {},
): Uint8Array {
  const tail = tailOf(sealed, zipped, size);
  if (tail === null) throw new Error("no tail");
  return concat(sealed, tail);
}

/** Another text in place of one that is there, padded to its length, so that nothing moves. */
export function edited(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = latin1(bytes);
  const at = text.indexOf(from);
  if (at < 0 || to.length > from.length) throw new Error(`no room for ${to}`);
  return bytesOf(text.slice(0, at) + to.padEnd(from.length) + text.slice(at + from.length));
}

export function partsOf(bytes: Uint8Array): Sealed {
  const parts = takeApart(bytes);
  if ("fault" in parts) throw new Error(parts.fault);
  return parts;
}

/** Another CMS in the place of the last seal's, padded with zeros, or with what is given. */
export function withCms(bytes: Uint8Array, cms: Uint8Array, padding = "0"): Uint8Array {
  const [from, to] = partsOf(bytes).signatures.at(-1)?.gap ?? [0, 0];
  const hex = Buffer.from(cms).toString("hex");
  if (hex.length > to - from - 2) throw new Error("no room for the signature");
  return concat(bytes.slice(0, from + 1), bytesOf(hex.padEnd(to - from - 2, padding)), bytes.slice(to - 1));
}

/** Sealed anew where it stands, as the bytes now are. */
export async function resealed(bytes: Uint8Array, by: DocumentSigner, options: CmsOptions = {}): Promise<Uint8Array> {
  const { gap, end } = partsOf(bytes).signatures.at(-1) ?? { gap: [0, 0], end: 0 };
  const covered = sha256(bytes.subarray(0, gap[0]), bytes.subarray(gap[1], end));
  return withCms(bytes, await cmsOf(by, covered, options));
}
