import { canonicalize } from "./canonical.ts";
import { BASE_CONTEXT } from "./context.ts";
import { parseCredential } from "./credential-parse.ts";
import {
  type CellStatusEntry,
  type Credential,
  ID_PREFIX,
  LIST_PURPOSES,
  type ListPurpose,
  type ListStatusEntry,
  type PinnedResource,
} from "./credential-shape.ts";
import { DRAFT_FORMAT, type Draft } from "./draft.ts";
import { isYinzhengError, YinzhengError } from "./errors.ts";
import { parseIdentifier } from "./identifier.ts";
import type { MemberProfile } from "./member.ts";
import type { TypeDefinition } from "./types/definition.ts";

export { parseCredential } from "./credential-parse.ts";
export type {
  CellStatusEntry,
  Credential,
  CredentialView,
  ListStatusEntry,
  PinnedResource,
} from "./credential-shape.ts";

/** What turns a draft into one certificate: everything that is decided after the maker approved, and before signing. */
export interface Allocation {
  readonly profile: Pick<MemberProfile, "code" | "issuer">;
  readonly type: Pick<TypeDefinition, "code" | "version" | "credentialType">;
  readonly cell: { readonly batchId: CellStatusEntry["batchId"]; readonly index: number };
  /** URL of the Bitstring status list credential, and the position in it, counted in pairs of bits. */
  readonly statusList: { readonly url: string; readonly position: number };
  readonly context: PinnedResource;
  readonly typeDefinition: PinnedResource;
}

/**
 * The unsigned credential of an approved draft in its cell: a pure function, so that a signer can derive it again.
 *
 * @throws schema.mismatch where the draft is of another version of the type, or its identifier of another type or issuer
 */
export function credentialOf(draft: Draft, allocation: Allocation): Credential {
  const { profile, type, cell, statusList, context, typeDefinition } = allocation;
  const { typeCode, issuerCode } = parseIdentifier(draft.identifier, "/identifier");
  if (typeCode !== type.code || issuerCode !== profile.code) {
    throw new YinzhengError("schema.mismatch", { pointer: "/identifier" });
  }
  if (draft.typeVersion !== type.version) throw new YinzhengError("schema.mismatch", { pointer: "/typeVersion" });
  const { registryId, memberId, typeId } = draft;
  return {
    "@context": [BASE_CONTEXT, context.id],
    id: `${ID_PREFIX}${draft.identifier}`,
    type: ["VerifiableCredential", type.credentialType],
    issuer: profile.issuer,
    validFrom: draft.validFrom,
    ...(draft.validUntil === undefined ? {} : { validUntil: draft.validUntil }),
    certificateType: { code: type.code, version: type.version },
    credentialSubject: draft.subject,
    credentialStatus: [
      { type: "YinzhengCell", registryId, memberId, typeId, batchId: cell.batchId, index: cell.index },
      listEntry(statusList, "revocation"),
      listEntry(statusList, "suspension"),
    ],
    relatedResource: [context, typeDefinition],
    ...(draft.supersedes === undefined ? {} : { replaces: draft.supersedes }),
    ...(draft.claimSecret === undefined ? {} : { claimSecret: draft.claimSecret }),
  };
}

function listEntry<P extends ListPurpose>(
  { url, position }: Allocation["statusList"],
  statusPurpose: P,
): ListStatusEntry<P> {
  const index = 2 * position + LIST_PURPOSES.indexOf(statusPurpose);
  return {
    id: `${url}#${index}`,
    type: "BitstringStatusListEntry",
    statusPurpose,
    statusListIndex: String(index),
    statusListCredential: url,
  };
}

/** The draft that a credential was made from. */
export function draftOf(credential: Credential): Draft {
  const [cell] = credential.credentialStatus;
  return {
    format: DRAFT_FORMAT,
    identifier: credential.id.slice(ID_PREFIX.length),
    registryId: cell.registryId,
    memberId: cell.memberId,
    typeId: cell.typeId,
    typeVersion: credential.certificateType.version,
    subject: credential.credentialSubject,
    validFrom: credential.validFrom,
    ...(credential.validUntil === undefined ? {} : { validUntil: credential.validUntil }),
    ...(credential.replaces === undefined ? {} : { supersedes: credential.replaces }),
    ...(credential.claimSecret === undefined ? {} : { claimSecret: credential.claimSecret }),
  };
}

/**
 * What was decided about a credential beyond its draft, for a signer to compare with what it knows: its own profile, the
 * type's code and definition, the cell of the batch before it.
 *
 * @throws schema.* as parseCredential does
 */
export function allocationOf(credential: Credential): Required<Allocation> {
  const { identifier, issuer, certificateType, cell, statusList, context, typeDefinition } =
    parseCredential(credential);
  return {
    profile: { code: identifier.issuerCode, issuer },
    type: { ...certificateType, credentialType: credential.type[1] },
    cell: { batchId: cell.batchId, index: cell.index },
    statusList,
    context,
    typeDefinition,
  };
}

/**
 * Is this unsigned credential the approved draft plus its allocation, and nothing else? Derives it again and compares
 * the canonical bytes. Whether the allocation is right is not asked: compare `allocationOf` with what is known.
 */
export function isDraftPlusCell(draft: Draft, credential: unknown): boolean {
  try {
    const { credential: read } = parseCredential(credential);
    return canonicalize(credentialOf(draft, allocationOf(read))) === canonicalize(credential);
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}
