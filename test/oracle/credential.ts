import { isObject, type Json, type JsonObject } from "./json.ts";
import { anyObject, anyText, both, bytes, fits, integer, list, object, oneOf, type Shape, text } from "./shape.ts";
import { type Identifier, identifier, instant } from "./words.ts";

/** A credential of ours (certificate.md, "Credential"): these members and no others. */
export interface Credential extends JsonObject {
  "@context": [string, string];
  id: string;
  type: [string, string];
  issuer: string;
  validFrom: string;
  certificateType: { code: string; version: number };
  credentialSubject: JsonObject;
  claimSecret?: string;
  credentialStatus: [JsonObject, JsonObject, JsonObject];
  relatedResource: [{ id: string; digestSRI: string }, { id: string; digestSRI: string }];
}

const url = text(/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[\x21-\x7e]*)?$/, 2048);
const time: Shape = both(anyText(64), text(/^/));
const word = bytes(32);
const cell = { memberId: word, batchId: word, index: integer(2 ** 20 - 1) };
const pinned = object({ id: url, digestSRI: text(/^sha256-[A-Za-z0-9+/]{43}=$/) });
const proofs: Shape = (value) => (isObject(value) ? undefined : list(anyObject, 8, 1)(value));

const shape = object(
  {
    "@context": list(anyText(2048), 2, 2),
    id: anyText(200),
    type: list(anyText(64), 2, 2),
    issuer: text(/^did:web:[A-Za-z0-9.%:-]+$/, 512),
    validFrom: time,
    certificateType: object({ code: anyText(21), version: integer(1_000_000, 1) }),
    credentialSubject: anyObject,
    credentialStatus: list(anyObject, 3, 3),
    relatedResource: list(pinned, 2, 2),
  },
  {
    validUntil: time,
    replaces: object({ ...cell, kind: oneOf("change", "reissue", "renewal") }),
    claimSecret: word,
    proof: proofs,
  },
);

const cellStatus = object({ type: oneOf("YinzhengCell"), registryId: word, typeId: word, ...cell });
const listStatus = object({
  id: anyText(3000),
  type: oneOf("BitstringStatusListEntry"),
  statusPurpose: oneOf("revocation", "suspension"),
  statusListIndex: text(/^(?:0|[1-9]\d{0,9})$/),
  statusListCredential: url,
});

export interface View {
  readonly credential: Credential;
  readonly identifier: Identifier;
  readonly validFrom: number;
  readonly validUntil: number | null;
  readonly cell: JsonObject;
  /** The status list, and the place of the cell in it: that of a pair of bits. */
  readonly list: { readonly url: string; readonly place: number };
}

/** null for what is no credential of ours. */
export function readCredential(value: Json | undefined): View | null {
  if (!fits(shape, value)) return null;
  const credential = value as Credential;
  const [status, ...entries] = credential.credentialStatus;
  const list = listOf(entries);
  const named = identifier(credential.id.replace(/^urn:oid:/, ""));
  const validFrom = instant(credential.validFrom);
  const until = credential.validUntil;
  const validUntil = typeof until === "string" ? instant(until) : null;
  const right =
    named !== null &&
    credential.id.startsWith("urn:oid:") &&
    named.typeCode === credential.certificateType.code &&
    credential["@context"][0] === "https://www.w3.org/ns/credentials/v2" &&
    credential["@context"][1] === credential.relatedResource[0].id &&
    credential.type[0] === "VerifiableCredential" &&
    /^[A-Z][A-Za-z0-9]{0,63}$/.test(credential.type[1]) &&
    fits(cellStatus, status) &&
    list !== null &&
    validFrom !== null &&
    (until === undefined || validUntil !== null);
  return right ? { credential, identifier: named, validFrom, validUntil, cell: status, list } : null;
}

/** Revocation on an even index of a list, suspension on the next. */
function listOf(entries: readonly JsonObject[]): View["list"] | null {
  const read = entries.map((entry) => ({
    right: fits(listStatus, entry) && entry.id === `${entry.statusListCredential}#${entry.statusListIndex}`,
    purpose: entry.statusPurpose,
    url: String(entry.statusListCredential),
    index: Number(entry.statusListIndex),
  }));
  const [first, second] = read;
  if (first === undefined || second === undefined || !read.every(({ right }) => right)) return null;
  const purposes = first.purpose === "revocation" && second.purpose === "suspension";
  const paired = first.index % 2 === 0 && second.index === first.index + 1 && first.url === second.url;
  return purposes && paired ? { url: first.url, place: first.index / 2 } : null;
}
