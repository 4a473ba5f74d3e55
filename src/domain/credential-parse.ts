import { BASE_CONTEXT } from "./context.ts";
import {
  type CellStatusEntry,
  type Credential,
  type CredentialView,
  ID_PREFIX,
  LIST_PURPOSES,
  type ListPurpose,
  type ListStatusEntry,
  type PinnedResource,
} from "./credential-shape.ts";
import { parseInstant } from "./dates.ts";
import { readClaimSecret, readPeriod } from "./draft.ts";
import { YinzhengError } from "./errors.ts";
import { type CertificateIdentifier, parseIdentifier } from "./identifier.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "./json-value.ts";
import { readArray, readHex, readInteger, readObject, readOneOf, readString } from "./shape.ts";
import { MAX_INDEX, readSuccession } from "./succession.ts";

const URL = /^(?=.{1,2048}$)https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[\x21-\x7e]*)?$/;
const ISSUER = /^(?=.{1,512}$)did:web:[A-Za-z0-9.%:-]+$/;
const CREDENTIAL_TYPE = /^[A-Z][A-Za-z0-9]{0,63}$/;
const DIGEST = /^sha256-[A-Za-z0-9+/]{43}=$/;
const POSITION = /^(?:0|[1-9]\d{0,9})$/;
const MAX_PROOFS = 8;

const REQUIRED = [
  "@context",
  "id",
  "type",
  "issuer",
  "validFrom",
  "certificateType",
  "credentialSubject",
  "credentialStatus",
  "relatedResource",
];

/**
 * An untrusted value as a credential of ours, with or without proofs. The shape is judged to the last member; what it
 * claims is not: signatures, leaf, anchor, names and the fields of the subject are for the verifier.
 *
 * @throws schema.* with a JSON pointer
 */
export function parseCredential(value: unknown, pointer = ""): CredentialView {
  const at = (name: string): string => pointerTo(pointer, name);
  const whole = readObject(value, pointer, REQUIRED, ["validUntil", "replaces", "claimSecret", "proof"]);
  if (!isJsonObject(whole.credentialSubject))
    throw new YinzhengError("schema.type", { pointer: at("credentialSubject") });
  const status = readArray(whole.credentialStatus, at("credentialStatus"), 3);
  const related = readArray(whole.relatedResource, at("relatedResource"), 2);
  const context = readPinned(related[0], `${at("relatedResource")}/0`);
  const credential: Credential = {
    "@context": readContexts(whole["@context"], at("@context"), context),
    id: readString(whole.id, at("id")),
    type: readType(whole.type, at("type")),
    issuer: readString(whole.issuer, at("issuer"), ISSUER),
    ...readPeriod(whole, pointer),
    certificateType: readCertificateType(whole.certificateType, at("certificateType")),
    credentialSubject: whole.credentialSubject,
    credentialStatus: [
      readCellStatus(status[0], `${at("credentialStatus")}/0`),
      readListStatus(status[1], `${at("credentialStatus")}/1`, "revocation"),
      readListStatus(status[2], `${at("credentialStatus")}/2`, "suspension"),
    ],
    relatedResource: [context, readPinned(related[1], `${at("relatedResource")}/1`)],
    ...(whole.replaces === undefined ? {} : { replaces: readSuccession(whole.replaces, at("replaces")) }),
    ...readClaimSecret(whole, pointer),
  };
  return viewOf(credential, readProofs(whole.proof, at("proof")), pointer);
}

function viewOf(credential: Credential, proofs: readonly JsonObject[], pointer: string): CredentialView {
  const identifier = readIdentifier(credential, pointer);
  const [{ type: _, ...cell }, ...entries] = credential.credentialStatus;
  const [context, typeDefinition] = credential.relatedResource;
  const { validFrom, validUntil } = credential;
  return {
    credential,
    proofs,
    identifier,
    issuer: credential.issuer,
    certificateType: credential.certificateType,
    subject: credential.credentialSubject,
    validFrom: parseInstant(validFrom) ?? Number.NaN,
    validUntil: validUntil === undefined ? null : (parseInstant(validUntil) ?? Number.NaN),
    cell,
    statusList: pairOf(entries, pointerTo(pointer, "credentialStatus")),
    context,
    typeDefinition,
    replaces: credential.replaces ?? null,
    claimSecret: credential.claimSecret ?? null,
  };
}

function readIdentifier({ id, certificateType }: Credential, pointer: string): CertificateIdentifier {
  const at = pointerTo(pointer, "id");
  if (!id.startsWith(ID_PREFIX)) throw new YinzhengError("schema.pattern", { pointer: at, expected: ID_PREFIX });
  const identifier = parseIdentifier(id.slice(ID_PREFIX.length), at);
  if (identifier.typeCode !== certificateType.code) throw new YinzhengError("schema.mismatch", { pointer: at });
  return identifier;
}

function readContexts(
  value: JsonValue | undefined,
  pointer: string,
  pinned: PinnedResource,
): readonly [string, string] {
  const [base, own] = readArray(value, pointer, 2);
  const first = readOneOf(base, pointerTo(pointer, 0), [BASE_CONTEXT]);
  if (own !== pinned.id) throw new YinzhengError("schema.mismatch", { pointer: pointerTo(pointer, 1) });
  return [first, pinned.id];
}

function readType(value: JsonValue | undefined, pointer: string): Credential["type"] {
  const [base, own] = readArray(value, pointer, 2);
  return [
    readOneOf(base, pointerTo(pointer, 0), ["VerifiableCredential"]),
    readString(own, pointerTo(pointer, 1), CREDENTIAL_TYPE),
  ];
}

function readCertificateType(value: JsonValue | undefined, pointer: string): Credential["certificateType"] {
  const type = readObject(value, pointer, ["code", "version"]);
  return {
    code: readString(type.code, `${pointer}/code`),
    version: readInteger(type.version, `${pointer}/version`, 1, 1_000_000),
  };
}

function readCellStatus(value: JsonValue | undefined, pointer: string): CellStatusEntry {
  const entry = readObject(value, pointer, ["type", "registryId", "memberId", "typeId", "batchId", "index"]);
  return {
    type: readOneOf(entry.type, `${pointer}/type`, ["YinzhengCell"]),
    registryId: readHex(entry.registryId, `${pointer}/registryId`, 32),
    memberId: readHex(entry.memberId, `${pointer}/memberId`, 32),
    typeId: readHex(entry.typeId, `${pointer}/typeId`, 32),
    batchId: readHex(entry.batchId, `${pointer}/batchId`, 32),
    index: readInteger(entry.index, `${pointer}/index`, 0, MAX_INDEX),
  };
}

/** Two neighbouring bits of one list: revocation on an even index, suspension on the next. */
function pairOf(
  [revocation, suspension]: readonly [ListStatusEntry, ListStatusEntry],
  pointer: string,
): CredentialView["statusList"] {
  const url = revocation.statusListCredential;
  const index = Number(revocation.statusListIndex);
  const paired = Number(suspension.statusListIndex) === index + 1 && suspension.statusListCredential === url;
  if (index % LIST_PURPOSES.length !== 0 || !paired) throw new YinzhengError("schema.mismatch", { pointer });
  return { url, position: index / LIST_PURPOSES.length };
}

function readListStatus<P extends ListPurpose>(
  value: JsonValue | undefined,
  pointer: string,
  purpose: P,
): ListStatusEntry<P> {
  const names = ["id", "type", "statusPurpose", "statusListIndex", "statusListCredential"];
  const entry = readObject(value, pointer, names);
  const statusListIndex = readString(entry.statusListIndex, `${pointer}/statusListIndex`, POSITION);
  const statusListCredential = readString(entry.statusListCredential, `${pointer}/statusListCredential`, URL);
  return {
    id: readOneOf(entry.id, `${pointer}/id`, [`${statusListCredential}#${statusListIndex}`]),
    type: readOneOf(entry.type, `${pointer}/type`, ["BitstringStatusListEntry"]),
    statusPurpose: readOneOf(entry.statusPurpose, `${pointer}/statusPurpose`, [purpose]),
    statusListIndex,
    statusListCredential,
  };
}

function readPinned(value: JsonValue | undefined, pointer: string): PinnedResource {
  const resource = readObject(value, pointer, ["id", "digestSRI"]);
  return {
    id: readString(resource.id, `${pointer}/id`, URL),
    digestSRI: readString(resource.digestSRI, `${pointer}/digestSRI`, DIGEST),
  };
}

function readProofs(value: JsonValue | undefined, pointer: string): readonly JsonObject[] {
  if (value === undefined) return [];
  const proofs = isJsonObject(value) ? [value] : readArray(value, pointer, 1, MAX_PROOFS);
  return proofs.map((proof, i) => {
    if (isJsonObject(proof)) return proof;
    throw new YinzhengError("schema.type", { pointer: pointerTo(pointer, i), expected: "an object" });
  });
}
