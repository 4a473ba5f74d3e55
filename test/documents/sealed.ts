import { deflateSync } from "node:zlib";
import { concat } from "../../src/crypto/encoding.ts";
import type { DocumentSigner, Documents, SignOptions } from "../../src/documents/documents.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { tailOf } from "../../src/documents/read/tail.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { CERTIFICATE, paperOf, TODAY, testSigner } from "./paper.ts";

let opened: Promise<Documents> | undefined;

/** The port with the fonts of main, opened once for all tests. */
export function testDocuments(): Promise<Documents> {
  opened ??= readFonts().then(openDocuments);
  return opened;
}

export interface SealedPaper {
  readonly rendered: Uint8Array;
  /** The sealed revision, and nothing after it. */
  readonly pdf: Uint8Array;
  readonly signer: DocumentSigner;
}

/** A sealed business licence that carries these bytes as its certificate. */
export async function sealedPaper(
  given: Partial<SignOptions> & { readonly certificate?: Uint8Array } = {},
): Promise<SealedPaper> {
  const { certificate = CERTIFICATE, ...options } = given;
  const documents = await testDocuments();
  const signer = options.signer ?? (await testSigner());
  const rendered = await documents.certificate(paperOf("11100000000013338W011", { certificate }));
  return { rendered, pdf: await documents.sign(rendered, { time: TODAY, ...options, signer }), signer };
}

/** With the one revision that may follow, and this file in it. */
export function withTail(sealed: Uint8Array, file: Uint8Array): Uint8Array {
  const tail = tailOf(sealed, new Uint8Array(deflateSync(file)), file.length);
  if (tail === null) throw new Error("no tail");
  return concat(sealed, tail);
}
