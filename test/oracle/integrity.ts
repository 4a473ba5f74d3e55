import { type Hash, hex, must, same, sha256, sm3, tagged, text, toHex } from "./bytes.ts";
import type { Credential } from "./credential.ts";
import { digestSri, type Json, jcsBytes } from "./json.ts";
import { leafHash, rootOfPath } from "./merkle.ts";
import { type Case, type Line, line } from "./report.ts";
import { type Definition, fitsDefinition, readDefinition } from "./type.ts";

/** Step 5: what stands in the cell, and what its type says of it. */
export function integrityLines(question: Case): readonly Line[] {
  const { bundle, view, type } = question;
  const subject: Line =
    view !== null && type === null
      ? ["integrity.subject", "skipped", "integrity.skipped"]
      : line(
          "integrity.subject",
          view !== null && type !== null && saysWhatItsTypeDemands(view.credential, type),
          "integrity.subject_invalid",
        );
  return [
    line(
      "integrity.document",
      holds(() => documentIsListed(question)),
      "integrity.document_mismatch",
    ),
    leafLine(question),
    line("integrity.cell", namesOneCell(question), "integrity.cell_mismatch"),
    line("integrity.kind", bundle.manifest.kind === "certificate", "integrity.wrong_kind"),
    contextLine(question),
    typeLine(question),
    subject,
  ];
}

/** The fields of the subject, and a secret exactly where the type is claimable. */
const saysWhatItsTypeDemands = ({ credentialSubject, claimSecret }: Credential, type: Definition): boolean =>
  fitsDefinition(type, credentialSubject) && (type.claimable === true) === (claimSecret !== undefined);

export function holds(claim: () => boolean): boolean {
  try {
    return claim();
  } catch {
    return false;
  }
}

export function hashOf({ bundle }: { readonly bundle: Pick<Case["bundle"], "anchor"> }): Hash {
  const { hashSuite } = bundle.anchor.anchor;
  must(hashSuite === 1 || hashSuite === 2, "no such hash suite");
  return hashSuite === 1 ? sha256 : sm3;
}

/** The bytes of a credential: its JCS form without proofs. */
export function unsecured({ bundle }: Case): Uint8Array {
  const { proof: _, ...document } = bundle.representations[0]?.credential ?? {};
  return jcsBytes(document as Json);
}

function documentIsListed(question: Case): boolean {
  const { representations, manifest } = question.bundle;
  const [only] = representations;
  const entry = manifest.entries[only?.entry ?? -1];
  if (representations.length !== 1 || only === undefined || entry === undefined) return false;
  const bytes = unsecured(question);
  return (
    only.mediaType === "application/vc" &&
    entry.mediaType === "application/vc" &&
    entry.length === bytes.length &&
    entry.value === toHex(hashOf(question)(hex(only.salt), bytes))
  );
}

function leafLine(question: Case): Line {
  const number = question.bundle.anchor.anchor.hashSuite;
  const demanded = question.type?.hashSuite === "sm3" ? 2 : 1;
  if (question.type !== null && (number === 1 || number === 2) && number !== demanded)
    return ["integrity.leaf", "invalid", "integrity.hash_suite"];
  return line(
    "integrity.leaf",
    holds(() => leafIsInTree(question)),
    "integrity.path_mismatch",
  );
}

/** The leaf of a manifest, by the hash suite of its batch. */
export const leafOf = (bundle: Pick<Case["bundle"], "anchor" | "manifest">): Uint8Array =>
  leafHash(hashOf({ bundle }), jcsBytes(bundle.manifest as unknown as Json));

export function leafIsInTree({
  bundle,
}: {
  readonly bundle: Pick<Case["bundle"], "anchor" | "manifest" | "path">;
}): boolean {
  const { manifest, path, anchor } = bundle;
  const { root, size } = anchor.anchor;
  must(size >= 16 && size <= 2 ** 20 && 2 ** Math.round(Math.log2(size)) === size, "no size of a batch");
  const hash = hashOf({ bundle });
  const leaf = leafOf(bundle);
  return same(rootOfPath(hash, manifest.index, size, leaf, path.map(hex)), hex(root));
}

function namesOneCell({ bundle, view }: Case): boolean {
  const { manifest, registryId, anchor } = bundle;
  const cells = [{ ...anchor.anchor, registryId, index: manifest.index }, ...(view === null ? [] : [view.cell])];
  return cells.every(
    (cell) =>
      cell.registryId === manifest.registryId &&
      cell.memberId === manifest.memberId &&
      cell.typeId === manifest.typeId &&
      cell.batchId === manifest.batchId &&
      cell.index === manifest.index,
  );
}

type Documents = Case["bundle"]["types"];

function pinned(documents: Documents, resource: { id: string; digestSRI: string }): Json | null {
  const [only] = documents;
  const right = documents.length === 1 && only?.id === resource.id && digestSri(only.document) === resource.digestSRI;
  return right ? only.document : null;
}

export function pinnedDefinition(bundle: Case["bundle"], view: Case["view"]): Definition | null {
  const document = view === null ? null : pinned(bundle.types, view.credential.relatedResource[1]);
  return document === null ? null : readDefinition(document);
}

function contextLine({ bundle, view }: Case): Line {
  if (view === null) return ["integrity.context", "skipped", "integrity.skipped"];
  return pinned(bundle.contexts, view.credential.relatedResource[0]) === null
    ? ["integrity.context", "error", "integrity.context_mismatch"]
    : ["integrity.context", "valid", "integrity.ok"];
}

function typeLine({ bundle, view, type }: Case): Line {
  if (view === null) return ["integrity.type", "skipped", "integrity.skipped"];
  if (bundle.types.length === 0) return ["integrity.type", "error", "integrity.type_unknown"];
  if (type === null) return ["integrity.type", "error", "integrity.type_mismatch"];
  const { code, version } = view.credential.certificateType;
  const right =
    type.code === code &&
    type.version === version &&
    type.credentialType === view.credential.type[1] &&
    toHex(tagged("yinzheng/type/v1", text(type.code))) === bundle.manifest.typeId;
  return line("integrity.type", right, "integrity.type_mismatch");
}
