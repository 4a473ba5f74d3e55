import { availableParallelism } from "node:os";
import type { Documents } from "../../documents/documents.ts";
import { readFonts } from "./fonts.ts";
import { type DocumentPool, openDocumentPool } from "./pool.ts";

/** Documents that are opened when one is first asked for: the fonts are large, and many processes never make any. */
export function lazyDocuments<D extends Documents>(
  open: () => Promise<D>,
): Documents & { readonly opened: () => Promise<D> | undefined } {
  let opened: Promise<D> | undefined;
  const documents = (): Promise<D> => {
    opened ??= open();
    return opened;
  };
  return {
    certificate: async (request) => (await documents()).certificate(request),
    certificateOfd: async (request, sealing) => (await documents()).certificateOfd(request, sealing),
    sign: async (pdf, options) => (await documents()).sign(pdf, options),
    seal: async (pdf, options) => (await documents()).seal(pdf, options),
    stamp: async (file, request) => (await documents()).stamp(file, request),
    opened: () => opened,
  };
}

/** Threads enough for the machine, and the others still get theirs. */
const MOST_THREADS = 4;

/** A pool of threads that is opened when a document is first made. */
export function lazyPool(threads = Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1))): DocumentPool {
  const { opened, ...documents } = lazyDocuments(async () => openDocumentPool(await readFonts(), threads));
  return {
    ...documents,
    async close() {
      await (await opened())?.close();
    },
  };
}
