import { fromHex, toBase64, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { rootFromPath } from "../../crypto/merkle.ts";
import type { Cargo } from "../cargo.ts";
import { fact } from "../payloads.ts";
import { documentsIn } from "./document.ts";
import { DOCUMENT_SUITE, representationLeaf } from "./manifest.ts";
import { manifestIn, proofOf } from "./proof.ts";

const NAMES = { zh: "证照文件", en: "Documents of certificates" };

/** Batches of documents of one member's certificates. */
export const DOCUMENTS: Cargo = {
  listed: false,
  names: () => NAMES,
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
    for await (const { placed, sealed, languages, limits } of documentsIn({ objects, ...context }, batchId)) {
      const [file, bundle] = await Promise.all([objects.get(sealed.file), objects.get(sealed.bundle)]);
      const { sealedAt, salt } = sealed;
      const terms = { languages, ...(limits === undefined ? {} : { limits }), sealedAt };
      yield { index: placed.index, sealed: toBase64(file), bundle: new TextDecoder().decode(bundle), ...terms, salt };
    }
  },
  async faults(context, batch, tree) {
    for await (const document of documentsIn(context, batch.batchId)) {
      const { index } = document.placed;
      const { manifest, path, anchor } = proofOf(context, batch, document, tree.path(index));
      const leaf = representationLeaf(manifest);
      const root = rootFromPath(sha256, { index, size: anchor.anchor.size, leaf, path: path.map(fromHex) });
      if (root === null || toHex(root) !== anchor.anchor.root) return ["seal.representation_leaf"];
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
