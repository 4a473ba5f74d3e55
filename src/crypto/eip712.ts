import type { Hex } from "../domain/bytes.ts";
import { EIP712_TYPES, type Field, type SignedType, type SigningDomain } from "../domain/eip712.ts";
import { concat, uintBytes, utf8 } from "./encoding.ts";
import { keccak256 } from "./hash.ts";
import { word } from "./word.ts";

/** EIP-712, https://eips.ethereum.org/EIPS/eip-712, over the table of types in src/domain/eip712.ts. */
type Types = typeof EIP712_TYPES;
type Value<T extends string> = T extends keyof Types
  ? StructOf<T>
  : T extends `${infer S extends keyof Types}[]`
    ? readonly StructOf<S>[]
    : T extends `uint${string}`
      ? number
      : Hex;
/** The value of a struct type in the table: each field by name. */
export type StructOf<T extends keyof Types> = { readonly [F in Types[T][number] as F["name"]]: Value<F["type"]> };

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)";
const NAME = "Yinzheng";
const VERSION = "1";
/** Hashes that every signing domain begins with. */
const DOMAIN_HEAD = [DOMAIN_TYPE, NAME, VERSION].map((text) => keccak256(utf8(text)));
const PREFIX = Uint8Array.of(0x19, 0x01);

/** `encodeType`: the type and, sorted by name, every struct it refers to. */
export function typeString(type: keyof Types): string {
  const referred = [...references(type, new Set())].filter((name) => name !== type).sort();
  return [type, ...referred].map(declaration).join("");
}

/** hashStruct of the signing domain; 32 bytes. Throws `schema.pattern` on a contract or salt of the wrong length. */
export function domainSeparator({ chainId, verifyingContract, salt }: SigningDomain): Uint8Array {
  return keccak256(...DOMAIN_HEAD, uintBytes(chainId, 32), word("address", verifyingContract), word("bytes32", salt));
}

/**
 * hashStruct of a message; 32 bytes. Only the fields of the type count, others are not signed. Throws `schema.pattern` on
 * a field that is missing, or that is not of its type (a number out of range, a byte string of another length).
 */
export function structHash<T extends SignedType>(type: T, message: StructOf<T>): Uint8Array {
  return hashStruct(type, message);
}

/** What is hashed and signed: 0x19 0x01 ‖ domainSeparator ‖ structHash, 66 bytes. Throws as they do. */
export function signingMessage<T extends SignedType>(domain: SigningDomain, type: T, message: StructOf<T>): Uint8Array {
  return concat(PREFIX, domainSeparator(domain), structHash(type, message));
}

/** keccak256 of the signing message; 32 bytes. Throws as signingMessage does. */
export function signingDigest<T extends SignedType>(domain: SigningDomain, type: T, message: StructOf<T>): Uint8Array {
  return keccak256(signingMessage(domain, type, message));
}

function hashStruct(type: keyof Types, message: unknown): Uint8Array {
  const values = new Map(Object.entries(message ?? {}));
  const fields = fieldsOf(type).map((field) => encodeField(field.type, values.get(field.name)));
  return keccak256(typeHash(type), ...fields);
}

const typeHashes = new Map<keyof Types, Uint8Array>();

/** Computed once a type: all of them stand in the table. */
function typeHash(type: keyof Types): Uint8Array {
  const hash = typeHashes.get(type) ?? keccak256(utf8(typeString(type)));
  typeHashes.set(type, hash);
  return hash;
}

function encodeField(type: string, value: unknown): Uint8Array {
  const item = structName(type);
  if (item === null) return word(type, value);
  if (!type.endsWith("[]")) return hashStruct(item, value);
  if (!Array.isArray(value)) return word(type, value);
  return keccak256(...value.map((element: unknown) => hashStruct(item, element)));
}

function references(type: keyof Types, found: Set<keyof Types>): Set<keyof Types> {
  if (found.has(type)) return found;
  found.add(type);
  for (const field of fieldsOf(type)) {
    const name = structName(field.type);
    if (name !== null) references(name, found);
  }
  return found;
}

function declaration(type: keyof Types): string {
  return `${type}(${fieldsOf(type)
    .map((field) => `${field.type} ${field.name}`)
    .join(",")})`;
}

function fieldsOf(type: keyof Types): readonly Field[] {
  return EIP712_TYPES[type];
}

/** The struct in the table that a field's type is, or is an array of; null for words. */
function structName(type: string): keyof Types | null {
  const name = type.replace(/\[\]$/, "");
  return isStruct(name) ? name : null;
}

function isStruct(name: string): name is keyof Types {
  return Object.hasOwn(EIP712_TYPES, name);
}
