import { toBase64 } from "../../crypto/encoding.ts";
import { sealIdOf } from "../../proof/ids.ts";
import type { Cargo } from "../cargo.ts";
import { fact } from "../payloads.ts";
import { countsOf } from "../seal-counts.ts";
import { documentsIn } from "./document.ts";
import { DOCUMENT_NAMES, DOCUMENT_SUITE, representationLeaf } from "./manifest.ts";
import { manifestIn, provenDocument } from "./proof.ts";
import { documentFaults } from "./self-check.ts";

/** Batches of documents of one member's certificates. */
export const DOCUMENTS: Cargo = {
  listed: false,
  names: () => DOCUMENT_NAMES,
  hashSuite: () => DOCUMENT_SUITE,
  // The seal in each document is the member's signature.
  batchKeys: () => [],
  async *items(context, { batchId }) {
    for await (const { id, placed } of documentsIn(context, batchId)) yield { id, index: placed.index };
  },
  async *leaves(context, { batchId }) {
    for await (const document of documentsIn(context, batchId)) {
      const leaf = representationLeaf(manifestIn(context, document));
      yield { id: document.id, index: document.placed.index, leaf };
    }
  },
  async *shown({ objects, ...context }, { batchId }) {
    for await (const { placed, sealed, languages, carrier, limits } of documentsIn({ objects, ...context }, batchId)) {
      const [file, bundle] = await Promise.all([objects.get(sealed.file), objects.get(sealed.bundle)]);
      const { sealedAt, salt } = sealed;
      const written = carrier === undefined ? {} : { carrier };
      const terms = { languages, ...written, ...(limits === undefined ? {} : { limits }), sealedAt };
      yield { index: placed.index, sealed: toBase64(file), bundle: new TextDecoder().decode(bundle), ...terms, salt };
    }
  },
  async uses(context, { batchId }) {
    const seals: string[] = [];
    for await (const { sealed } of documentsIn(context, batchId)) seals.push(...new Set(sealed.seals));
    return countsOf(seals.map(sealIdOf));
  },
  async faults(context, batch, tree) {
    for await (const document of documentsIn(context, batch.batchId)) {
      const proven = await provenDocument(context, batch, document, tree.path(document.placed.index));
      const faults = await documentFaults(context, proven, batch.capture.time);
      if (faults !== null) return faults;
    }
    return null;
  },
  async *issues(context, { batchId }, tree) {
    for await (const { id, placed, issued } of documentsIn(context, batchId)) {
      const issue = () => fact("document.issued", id, { path: tree.path(placed.index) });
      yield { id, fact: issued === undefined ? issue() : null };
    }
  },
  finished: async () => undefined,
};
