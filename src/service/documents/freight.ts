import { REPRESENTATION_TYPE } from "../../proof/representation.ts";
import type { Freight } from "../batcher.ts";
import { type Context, memberIn } from "../context.ts";
import { fact } from "../payloads.ts";
import type { Version } from "../projection.ts";
import { isPlaced, isSealed, loadDocument, type SealedDocument } from "./document.ts";
import type { Making } from "./making.ts";
import { DOCUMENT_VERSION } from "./manifest.ts";

/** Cells of a batch of documents; what stands empty costs nothing. */
const CAPACITY = 256;

/** Sealed documents: what they say of themselves does not hang on their cell. */
export function documentFreight(
  context: Context,
  making: Making,
): Freight<SealedDocument & Version & { readonly tenant: string }> {
  return {
    capacity: CAPACITY,
    expectsMore: ({ memberId }) => making.expects(memberId),
    async waiting(id) {
      const document = await loadDocument(context, id);
      if (!isSealed(document) || isPlaced(document)) return null;
      const { tenant } = memberIn(context, document.memberId);
      return { ...document, tenant, type: REPRESENTATION_TYPE, typeVersion: DOCUMENT_VERSION };
    },
    placed: async ({ id }, { batchId }, index) => fact("document.placed", id, { batchId, index }),
  };
}
