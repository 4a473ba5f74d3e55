import { fromHex, multibase58, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { SUITES } from "../../crypto/suites/table.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import type { CodeOf } from "../../domain/checks.ts";
import { type Allocation, credentialOf } from "../../domain/credential.ts";
import { formatInstant } from "../../domain/dates.ts";
import { DRAFT_FORMAT, type Draft } from "../../domain/draft.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { buildIdentifier } from "../../domain/identifier.ts";
import type { Manifest } from "../../domain/manifest.ts";
import type { MemberProfile } from "../../domain/member.ts";
import { hashSuiteOf, type TypeDefinition } from "../../domain/types/definition.ts";
import { parseTypeDefinition } from "../../domain/types/parse.ts";
import { type Bundle, CREDENTIAL_MEDIA_TYPE, type Representation } from "../bundle.ts";
import { proofConfig, unsecuredBytes } from "../data-integrity.ts";
import { jcsBytes, memberIdOf, sriOf, typeIdOf } from "../ids.ts";
import { entryOf } from "../leaf.ts";
import { remember } from "../sealed.ts";
import { CodeReader, fault } from "./bytes.ts";
import type { CodeProof, CodeRecord } from "./record.ts";
import { readSubject } from "./subject.ts";

/** What a reader of codes knows beforehand of the batches that codes are of; none of it is trusted for that. */
export interface Known<B extends KnownBatch = KnownBatch> {
  readonly registryId: Hex;
  readonly members: readonly KnownMember[];
  readonly contexts: Bundle["contexts"];
  readonly types: Bundle["types"];
  readonly batches: readonly B[];
}

export type KnownBatch = Pick<Bundle, "anchor" | "batchSignatures"> & {
  /** URL of the status list in which the batch stands. */
  readonly statusList: string;
};

/** A member with the public keys that sign its certificates and batches. */
export interface KnownMember {
  readonly profile: MemberProfile;
  readonly keys: Bundle["keys"];
}

/** A certificate as a bundle holds it, and what it was made from. */
export interface Rebuilt<B extends KnownBatch = KnownBatch>
  extends Pick<Bundle, "manifest" | "path" | "keys" | "contexts" | "types"> {
  readonly batch: B;
  readonly member: MemberProfile;
  readonly representation: Representation;
}

/** Why there is no certificate: something that the code names is not known. */
export type RebuiltResult<B extends KnownBatch = KnownBatch> =
  | { readonly ok: true; readonly certificate: Rebuilt<B> }
  | { readonly ok: false; readonly code: Exclude<CodeOf<"qr.code">, "qr.ok" | "qr.signature_only"> };

/** What a bundle's own certificate needs to be known. */
export function knownOf(bundle: Bundle): Known {
  const { registryId, member, keys, contexts, types, anchor, batchSignatures } = bundle;
  const credential = bundle.representations[0]?.credential ?? {};
  const [, entry] = credential.credentialStatus as unknown as readonly { statusListCredential?: string }[];
  const statusList = entry?.statusListCredential ?? "";
  const members = [{ profile: member, keys }];
  return { registryId, members, contexts, types, batches: [{ anchor, batchSignatures, statusList }] };
}

/** The certificate that a code says, by what is known of its batch. Throws `qr.format`. */
export function rebuild<B extends KnownBatch>(record: CodeRecord, known: Known<B>): RebuiltResult<B> {
  if (!known.registryId.startsWith(record.registry)) return { ok: false, code: "qr.other_network" };
  const batch = only(known.batches, ({ anchor }) => anchor.anchor.batchId.startsWith(record.batch));
  const member =
    batch && only(known.members, ({ profile }) => memberIdOf(profile.code) === batch.anchor.anchor.memberId);
  if (batch === null || member === null) return { ok: false, code: "qr.batch_unknown" };
  const context = only(known.contexts, ({ document }) => digestIn(document).startsWith(record.context));
  const resource = only(known.types, ({ document }) => digestIn(document).startsWith(record.type));
  const type = resource && definitionIn(resource.document);
  if (context === null || resource === null || type === null || typeIdOf(type.code) !== batch.anchor.anchor.typeId)
    return { ok: false, code: "qr.type_unknown" };
  const signing = record.proofs.map(({ suite, key }) =>
    only(member.keys, (one) => one.suite === suite && one.keyId.startsWith(key)),
  );
  const ofBatch = batch.batchSignatures.map(({ keyId }) => only(member.keys, (one) => one.keyId === keyId));
  const keys = [...signing, ...ofBatch].filter((key) => key !== null);
  if (keys.length < signing.length + ofBatch.length) return { ok: false, code: "qr.key_unknown" };
  const unsigned = unsignedOf(record, {
    registryId: known.registryId,
    batch,
    profile: member.profile,
    context,
    resource,
    type,
  });
  const credential = withProofs(unsigned, record.proofs, keys, member.profile.issuer);
  const representation = { mediaType: CREDENTIAL_MEDIA_TYPE, entry: 0, salt: record.salt, credential };
  const manifest = manifestOf(record, { registryId: known.registryId, batch, type, credential });
  const distinct = [...new Map(keys.map((key) => [key.keyId, key])).values()];
  const carried = distinct.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));
  const parts = { contexts: [context], types: [resource], keys: carried, manifest, path: record.path };
  return { ok: true, certificate: { batch, member: member.profile, representation, ...parts } };
}

interface Parts {
  readonly registryId: Hex;
  readonly batch: KnownBatch;
  readonly profile: MemberProfile;
  readonly context: Bundle["contexts"][number];
  readonly resource: Bundle["types"][number];
  readonly type: TypeDefinition;
}

/** Throws `qr.format` where the code says what no credential of ours does. */
function unsignedOf(record: CodeRecord, { registryId, batch, profile, context, resource, type }: Parts): JsonObject {
  const { memberId, typeId, batchId } = batch.anchor.anchor;
  const { serial, version, validUntil, replaces } = record;
  const reader = new CodeReader(record.subject);
  const subject = readSubject(reader, type);
  if (!reader.ended) throw fault("nothing behind the certificate");
  const draft: Draft = {
    format: DRAFT_FORMAT,
    identifier: attempt(() => buildIdentifier({ typeCode: type.code, issuerCode: profile.code, serial, version })),
    registryId,
    memberId,
    typeId,
    typeVersion: type.version,
    subject,
    validFrom: formatInstant(record.validFrom),
    ...(validUntil === null ? {} : { validUntil: formatInstant(validUntil) }),
    ...(replaces === null ? {} : { supersedes: { memberId, ...replaces } }),
  };
  const allocation: Allocation = {
    profile,
    type,
    cell: { batchId, index: record.index },
    statusList: { url: batch.statusList, position: record.position },
    context: { id: context.id, digestSRI: sriOf(context.document) },
    typeDefinition: { id: resource.id, digestSRI: sriOf(resource.document) },
  };
  return credentialOf(draft, allocation) as unknown as JsonObject;
}

function withProofs(
  unsigned: JsonObject,
  proofs: readonly CodeProof[],
  keys: Bundle["keys"],
  issuer: string,
): JsonObject {
  const made = proofs.map(({ suite, created, signature }, i): JsonObject => {
    const verificationMethod = `${issuer}#${keys[i]?.keyId ?? ""}`;
    const config = proofConfig(unsigned, { suite: SUITES[suite], created: formatInstant(created), verificationMethod });
    return { ...config, proofValue: multibase58(fromHex(signature)) };
  });
  const [single, ...more] = made;
  if (single === undefined) return unsigned;
  return { ...unsigned, proof: more.length === 0 ? single : made };
}

function manifestOf(
  { index, salt }: CodeRecord,
  {
    registryId,
    batch,
    type,
    credential,
  }: Pick<Parts, "registryId" | "batch" | "type"> & { readonly credential: JsonObject },
): Manifest {
  const { memberId, typeId, batchId } = batch.anchor.anchor;
  const entry = entryOf(CREDENTIAL_MEDIA_TYPE, unsecuredBytes(credential), fromHex(salt), hashSuiteOf(type));
  const cell = { registryId, memberId, typeId, batchId, index };
  return { format: "yinzheng-manifest/1", kind: "certificate", ...cell, entries: [entry] };
}

/** The one that fits; null where none does, or a second one too. */
function only<T>(items: readonly T[], fits: (item: T) => boolean): T | null {
  const [first, ...more] = items.filter(fits);
  return first === undefined || more.length > 0 ? null : first;
}

const digestIn = remember((document: JsonObject): Hex => toHex(sha256(jcsBytes(document))));

const definitionIn = remember((document: JsonObject): TypeDefinition | null => {
  try {
    return parseTypeDefinition(document);
  } catch {
    return null;
  }
});

function attempt<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!isYinzhengError(cause)) throw cause;
    throw new YinzhengError("qr.format", { expected: "an identifier" }, cause);
  }
}
