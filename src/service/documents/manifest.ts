import type { HashSuite } from "../../domain/anchor.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { ManifestEntry } from "../../domain/manifest.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { leafOf } from "../../proof/leaf.ts";
import {
  certificateCell,
  REPRESENTATION_TYPE_ID,
  type RepresentationLimits,
  type RepresentationManifest,
} from "../../proof/representation.ts";

/** Of the trees, leaves and values of all batches of documents. */
export const DOCUMENT_SUITE: HashSuite = "sha256";
/** What the reserved type is called where people read of it. */
export const DOCUMENT_NAMES: Bilingual = { zh: "证照文书", en: "Documents of certificates" };
/** Batches of documents are all of one version. */
export const DOCUMENT_VERSION = 1;

/** What the leaf of a document says. */
export function representationManifest(
  cell: Pick<RepresentationManifest, "registryId" | "memberId" | "batchId" | "index">,
  document: {
    readonly entry: ManifestEntry;
    readonly of: RepresentationManifest["of"];
    readonly limits?: RepresentationLimits;
  },
): RepresentationManifest {
  const { registryId, memberId, batchId, index } = cell;
  const { entry, of, limits } = document;
  return {
    format: "yinzheng-manifest/1",
    registryId,
    memberId,
    typeId: REPRESENTATION_TYPE_ID,
    kind: "representation",
    batchId,
    index,
    entries: [entry],
    of,
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The cell and leaf of a bundle's certificate. */
export function cellOf(bundle: Bundle): RepresentationManifest["of"] {
  const cell = certificateCell(bundle);
  if (cell === null) throw new YinzhengError("bundle.format", { pointer: "/anchor/anchor/hashSuite" });
  return cell;
}

/** The leaf of a document in its cell. */
export function representationLeaf(manifest: RepresentationManifest): Uint8Array {
  return leafOf(manifest, DOCUMENT_SUITE);
}
