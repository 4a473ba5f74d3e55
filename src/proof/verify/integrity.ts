import { fromHex } from "../../crypto/encoding.ts";
import type { HashSuite } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { CredentialView } from "../../domain/credential.ts";
import { claimSecretIssues } from "../../domain/draft.ts";
import { hashSuiteOf, type TypeDefinition } from "../../domain/types/definition.ts";
import { parseTypeDefinition } from "../../domain/types/parse.ts";
import { validateSubject } from "../../domain/types/validate.ts";
import { type Bundle, CREDENTIAL_MEDIA_TYPE, type Representation } from "../bundle.ts";
import { sriOf, typeIdOf } from "../ids.ts";
import { entryOf, leafOfBytes } from "../leaf.ts";
import { remember } from "../sealed.ts";
import type { Question } from "./context.ts";
import { isInBatch } from "./inclusion.ts";

/** Is this, byte for byte, what stands in the cell that it names, and is it what its type says? */
export function integrityChecks(
  { bundle, document, manifest }: Question,
  suite: HashSuite | null,
  view: CredentialView | null,
  type: TypeDefinition | null,
): readonly Check[] {
  return [
    documentCheck(bundle, document, suite),
    leafCheck(bundle, manifest, suite, type),
    cellCheck(bundle, view),
    bundle.manifest.kind === "certificate"
      ? check("integrity.kind", "valid", "integrity.ok")
      : check("integrity.kind", "invalid", "integrity.wrong_kind"),
    contextCheck(bundle, view),
    typeCheck(bundle, view, type),
    subjectCheck(view, type),
  ];
}

/** The definition that the credential pins, as the bundle carries it; null where it is absent, altered or malformed. */
export function pinnedType(bundle: Pick<Bundle, "types">, view: CredentialView): TypeDefinition | null {
  const document = pinnedDocument(bundle.types, view.typeDefinition);
  return document === null ? null : definitionIn(document);
}

const definitionIn = remember((document: JsonObject): TypeDefinition | null => {
  try {
    return parseTypeDefinition(document);
  } catch {
    return null;
  }
});

type Documents = Bundle["types"];

/** The only document carried, if it is the one of that id and digest. */
function pinnedDocument(documents: Documents, pinned: { id: string; digestSRI: string }): JsonObject | null {
  const [only, ...more] = documents;
  const right = only !== undefined && more.length === 0 && only.id === pinned.id;
  return right && sriOf(only.document) === pinned.digestSRI ? only.document : null;
}

function documentCheck(bundle: Bundle, document: Uint8Array, suite: HashSuite | null): Check {
  const [only, ...more] = bundle.representations;
  // A second one would be passed on with proofs that nobody has checked.
  const right =
    suite !== null &&
    only?.mediaType === CREDENTIAL_MEDIA_TYPE &&
    more.length === 0 &&
    inManifest(bundle, only, document, suite);
  return right
    ? check("integrity.document", "valid", "integrity.ok")
    : check("integrity.document", "invalid", "integrity.document_mismatch");
}

function inManifest(
  { manifest }: Bundle,
  { mediaType, entry, salt }: Representation,
  document: Uint8Array,
  suite: HashSuite,
): boolean {
  const expected = manifest.entries[entry];
  const found = entryOf(mediaType, document, fromHex(salt), suite);
  return mediaType === expected?.mediaType && found.length === expected.length && found.value === expected.value;
}

function leafCheck(
  { manifest: { index }, path, anchor }: Bundle,
  manifest: Uint8Array,
  suite: HashSuite | null,
  type: TypeDefinition | null,
): Check {
  if (suite !== null && type !== null && suite !== hashSuiteOf(type))
    return check("integrity.leaf", "invalid", "integrity.hash_suite", { suite });
  const right = suite !== null && isInBatch(anchor, suite, { index, leaf: leafOfBytes(manifest, suite), path });
  return right
    ? check("integrity.leaf", "valid", "integrity.ok")
    : check("integrity.leaf", "invalid", "integrity.path_mismatch");
}

/** Bundle, manifest, anchor and credential must all name one cell. */
function cellCheck({ registryId, manifest, anchor }: Bundle, view: CredentialView | null): Check {
  const names = (cell: Omit<CredentialView["cell"], "index">): boolean =>
    cell.memberId === manifest.memberId && cell.typeId === manifest.typeId && cell.batchId === manifest.batchId;
  const own =
    view === null ||
    (names(view.cell) && view.cell.registryId === manifest.registryId && view.cell.index === manifest.index);
  const same = own && names({ ...anchor.anchor, registryId }) && registryId === manifest.registryId;
  return same
    ? check("integrity.cell", "valid", "integrity.ok")
    : check("integrity.cell", "invalid", "integrity.cell_mismatch");
}

function contextCheck(bundle: Bundle, view: CredentialView | null): Check {
  if (view === null) return check("integrity.context", "skipped", "integrity.skipped");
  return pinnedDocument(bundle.contexts, view.context) !== null
    ? check("integrity.context", "valid", "integrity.ok")
    : check("integrity.context", "error", "integrity.context_mismatch");
}

function typeCheck(bundle: Bundle, view: CredentialView | null, type: TypeDefinition | null): Check {
  if (view === null) return check("integrity.type", "skipped", "integrity.skipped");
  if (bundle.types.length === 0) return check("integrity.type", "error", "integrity.type_unknown");
  if (type === null) return check("integrity.type", "error", "integrity.type_mismatch");
  const named =
    type.code === view.certificateType.code &&
    type.version === view.certificateType.version &&
    type.credentialType === view.credential.type[1] &&
    typeIdIn(type) === bundle.manifest.typeId;
  return named
    ? check("integrity.type", "valid", "integrity.ok")
    : check("integrity.type", "invalid", "integrity.type_mismatch");
}

const typeIdIn = remember((type: TypeDefinition): Hex => typeIdOf(type.code));

function subjectCheck(view: CredentialView | null, type: TypeDefinition | null): Check {
  if (view === null) return check("integrity.subject", "invalid", "integrity.subject_invalid");
  if (type === null) return check("integrity.subject", "skipped", "integrity.skipped");
  const result = validateSubject(type, view.subject, { pointer: "/credentialSubject" });
  const issues = [...(result.ok ? [] : result.issues), ...claimSecretIssues(view.credential, type)];
  return issues.length === 0
    ? check("integrity.subject", "valid", "integrity.ok")
    : check("integrity.subject", "invalid", "integrity.subject_invalid", {
        pointers: issues.map(({ pointer }) => pointer),
      });
}
