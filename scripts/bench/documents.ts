import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument, StandardFonts } from "@cantoo/pdf-lib";
import { PDF } from "@libpdf/core";
import type { DocumentSigner, PdfRequest } from "../../src/documents/documents.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { openOwnAuthority } from "../../src/main/documents/own-authority.ts";
import { type DocumentPool, openDocumentPool } from "../../src/main/documents/pool.ts";
import { compactCode } from "../../src/proof/compact.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { AGENCY, paperOf, SAMPLED, TODAY } from "../../test/documents/paper.ts";
import { goal } from "./goals.ts";
import { type Contender, grouped, heading, line, mark, medianOf, race } from "./mark.ts";
import { times } from "./peers.ts";

const CORES = 2;
/** Documents of one turn: each type in both forms, twice. */
const TURN = 4 * SAMPLED.length;
const PER_SECOND = 60;
const LARGEST = 60_000;
const CODE = "11371000004352185C";

/** Signed documents of every type, by a pool of two threads, beside the libraries' own least. Returns nothing that is kept. */
export async function benchDocuments(file: Uint8Array, count: number): Promise<void> {
  const pool = openDocumentPool(await readFonts(), CORES);
  const signer = await memberKey();
  const requests = requestsOf(file);
  try {
    const contenders = [rawSignature(), plainDocument(signer), whole(pool, signer, requests)];
    const [raw, plain, own] = await race("documents", contenders);
    heading("documents: certificates on paper, of every type, rendered and sealed (PAdES B-B) by two threads");
    for (const one of [raw, plain, own]) if (one !== undefined) mark(one, { raw, plain });
    const rate = CORES * (own?.perSecond ?? 0);
    line("  on two cores that do nothing else", `${grouped(rate)}/s`);
    await wallTime(pool, signer, requests);
    goal(`signed documents × ${PER_SECOND}/s, on two cores`, rate / PER_SECOND, 1);
    goal("size: 60 kB ÷ the largest", LARGEST / (await sizes(pool, signer, requests)), 1);
    await memory(pool, signer, { requests, count });
  } finally {
    await pool.close();
  }
}

/** Every type, in Chinese and with English, with a bundle and an offline code as long as real ones. */
function requestsOf(file: Uint8Array): readonly PdfRequest[] {
  const offlineCode = compactCode(parseBundle(file));
  return SAMPLED.flatMap((code) =>
    (["zh", "zh+en"] as const).map((languages) => paperOf(code, { languages, certificate: file, offlineCode })),
  );
}

/** A member's key with a certificate by the development authority, as the service has them. */
async function memberKey(): Promise<DocumentSigner> {
  const dir = mkdtempSync(join(tmpdir(), "yinzheng-bench-"));
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
  const parts = { dir, keys: memoryKeys({ random }), network: "bench", now: TODAY, random };
  try {
    return await (await openOwnAuthority(parts)).signerFor({ code: CODE, names: AGENCY });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function sealed(pool: DocumentPool, signer: DocumentSigner, request: PdfRequest): Promise<Uint8Array> {
  return pool.sign(await pool.certificate(request), { signer, time: TODAY });
}

/** Two for each thread are under way at a time. */
async function run(pool: DocumentPool, signer: DocumentSigner, requests: readonly PdfRequest[], count: number) {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      const request = requests[next++ % requests.length];
      if (request !== undefined) await sealed(pool, signer, request);
    }
  };
  await Promise.all(Array.from({ length: 2 * CORES }, one));
}

function whole(pool: DocumentPool, signer: DocumentSigner, requests: readonly PdfRequest[]): Contender {
  return {
    name: "certificates of every type, zh and zh+en, rendered and sealed",
    async run() {
      await run(pool, signer, requests, TURN);
      return TURN;
    },
  };
}

/** The limit: the signature that no document can be without. */
function rawSignature(): Contender {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const message = randomBytes(64);
  return {
    name: "raw P-256 sign (node:crypto, key object reused)",
    run: () => times(256, () => sign("sha256", message, privateKey)),
  };
}

/** What the two libraries take for the least of documents: one page, one line of Latin letters in a font that no file holds. */
function plainDocument(signer: DocumentSigner): Contender {
  const { certificate, chain } = signer;
  return {
    name: "pdf-lib, a page with one line, no font; signed by libpdf",
    async run() {
      const count = 8;
      for (let i = 0; i < count; i++) {
        const pdf = await PDFDocument.create();
        const font = await pdf.embedFont(StandardFonts.Helvetica);
        pdf.addPage().drawText(`Certificate ${i}`, { font });
        const document = await PDF.load(await pdf.save());
        const by = {
          certificate,
          certificateChain: [...chain],
          keyType: "EC" as const,
          signatureAlgorithm: "ECDSA" as const,
          sign: (bytes: Uint8Array) => signer.sign(bytes),
        };
        await document.sign({ signer: by, level: "B-B" });
      }
      return count;
    },
  };
}

async function wallTime(pool: DocumentPool, signer: DocumentSigner, requests: readonly PdfRequest[]): Promise<void> {
  const start = performance.now();
  await run(pool, signer, requests, TURN);
  const seconds = (performance.now() - start) / 1000;
  line("  wall time on this machine, with what else it does", `${grouped(TURN / seconds)}/s`);
}

/** Bytes of the largest. */
async function sizes(pool: DocumentPool, signer: DocumentSigner, requests: readonly PdfRequest[]): Promise<number> {
  const found: number[] = [];
  for (const request of requests) found.push((await sealed(pool, signer, request)).length);
  const [least, most] = [Math.min(...found), Math.max(...found)];
  line("  size, median (least – most)", `${grouped(medianOf(found))} bytes`, `${grouped(least)} – ${grouped(most)}`);
  return most;
}

const MEBIBYTE = 2 ** 20;

/** Memory of the process, threads included, at a tenth, at half and at the end; and what a document adds after the first tenth. */
async function memory(
  pool: DocumentPool,
  signer: DocumentSigner,
  { requests, count }: { readonly requests: readonly PdfRequest[]; readonly count: number },
): Promise<void> {
  const rss: number[] = [];
  let done = 0;
  for (const until of [count / 10, count / 2, count]) {
    await run(pool, signer, requests, until - done);
    done = until;
    rss.push(process.memoryUsage.rss());
  }
  const slope = ((rss.at(-1) ?? 0) - (rss[0] ?? 0)) / (count * 0.9);
  const shown = rss.map((bytes) => `${grouped(bytes / MEBIBYTE)} MiB`);
  line(`  memory (RSS) after ${[count / 10, count / 2, count].map(grouped).join(", ")} in a row`, ...shown);
  line("  growth from the first of these to the last", `${grouped(slope / 1024)} kB each`);
}
