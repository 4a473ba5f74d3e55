import { concat, utf8 } from "../../crypto/encoding.ts";
import { deflate } from "../../crypto/gzip.ts";
import { foundSeal } from "../../documents/read/judge-seals.ts";
import { provenOfd, readOfd } from "../../documents/read/ofd/read.ts";
import { readDocument } from "../../documents/read/read.ts";
import { tailOf } from "../../documents/read/tail.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { LISTED_MEDIA_TYPE, SEALED_MEDIA_TYPE } from "../../proof/representation.ts";
import type { SealedDocument } from "../../proof/sealed-document.ts";
import type { Carrier } from "./terms.ts";

/** What the leaf of a sealed file is over, its media type, and the electronic seals on it. */
export type Content = Required<Pick<SealedDocument, "sealed" | "mediaType" | "seals">>;

/** Throws `internal` for a file that is none of ours. */
export async function contentIn(carrier: Carrier | undefined, file: Uint8Array): Promise<Content> {
  if (carrier !== "ofd") return { sealed: file, mediaType: SEALED_MEDIA_TYPE, seals: await sealsOn(file) };
  const reading = await readOfd(file);
  if ("fault" in reading) throw notOurs(reading.fault);
  const seals = reading.signatures.flatMap(({ ses }) => (ses === null ? [] : [foundSeal(ses.seal)]));
  return { sealed: reading.listed, mediaType: LISTED_MEDIA_TYPE, seals };
}

async function sealsOn(pdf: Uint8Array): Promise<Content["seals"]> {
  const reading = await readDocument(pdf);
  if ("fault" in reading) throw notOurs(reading.fault);
  return reading.ses.flatMap(({ signature }) => (signature === null ? [] : [foundSeal(signature.seal)]));
}

/** The sealed file with its proof. Throws `internal` for a file that is none of ours. */
export async function withProof(carrier: Carrier | undefined, file: Uint8Array, proof: string): Promise<Uint8Array> {
  const text = utf8(proof);
  if (carrier === "ofd") {
    const proven = await provenOfd(file, text);
    if ("fault" in proven) throw notOurs(proven.fault);
    return proven.bytes;
  }
  const tail = tailOf(file, await deflate(text), text.length);
  if (tail === null) throw notOurs("tail");
  return concat(file, tail);
}

const notOurs = (fault: string): YinzhengError =>
  new YinzhengError("internal", { expected: "a document of ours", fault });
