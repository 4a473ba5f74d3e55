import { fromBase45, toBase45 } from "../crypto/base45.ts";
import { concat, fromHex, uintBytes, utf8 } from "../crypto/encoding.ts";
import { demand } from "../crypto/failure.ts";
import { SUITES, type Suite } from "../crypto/suites/table.ts";
import type { Hex } from "../domain/bytes.ts";
import { dateAt, startOfDay } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { MemberKey } from "../domain/member.ts";
import { MAX_PLATE_LABEL, PLATE_KINDS, type Plate, type PlateKind } from "../domain/plate.ts";
import { checkText } from "../domain/text.ts";
import { isUscc } from "../domain/uscc.ts";
import { CodeReader } from "./compact/bytes.ts";
import { jcsBytes, memberIdOf } from "./ids.ts";

/** Registered tag of what a plate's signature is over. */
export const PLATE_TAG = "yinzheng/plate/v1";
/** What a plate code begins with. */
export const PLATE_PREFIX = "YZ3:";

const VERSION = 1;
/** Bytes before the label: version, registry, member, key, id, kind, day, signature. */
const REGISTRY = 8;
const MEMBER = 18;
const KEY = 8;
const ID = 8;
const SIGNATURE = 64;
const HEAD = 1 + REGISTRY + MEMBER + KEY + ID + 1 + 2 + SIGNATURE;
const DAY = 86_400;
const KINDS = Object.keys(PLATE_KINDS) as readonly PlateKind[];

/** A plate code as it was read. That anybody signed it is not checked yet. */
export interface ReadPlate {
  readonly plate: Plate;
  /** First 8 bytes of the registryId and of the keyId. */
  readonly registry: Hex;
  readonly key: Hex;
  readonly signature: Uint8Array;
}

/** How a plate code stands against a member's keys. `key_compromised`: signed by a key that somebody else may have used. */
export type PlateFinding = "ok" | "other_network" | "key_unknown" | "key_compromised" | "forged";

/**
 * What a member's key signs for a plate: 64 bytes, H("yinzheng/plate/v1") ‖ H(JCS of the statement), H the suite's own hash;
 * of the form of a Data Integrity proof, whose first half is the hash of a JSON object and so never that of the tag.
 */
export function plateMessage(suite: Suite, registryId: Hex, keyId: Hex, plate: Plate): Uint8Array {
  const { member, id, kind, label, issuedOn } = plate;
  const statement = { format: "yinzheng-plate/1", registryId, memberId: memberIdOf(member), keyId };
  return concat(suite.hash(utf8(PLATE_TAG)), suite.hash(jcsBytes({ ...statement, plate: id, kind, label, issuedOn })));
}

/**
 * The text of a plate's code.
 *
 * @param signature 64 bytes over plateMessage; throws `internal` for another number
 */
export function plateCode(registryId: Hex, keyId: Hex, plate: Plate, signature: Uint8Array): string {
  demand(signature.length === SIGNATURE, `${SIGNATURE} bytes of signature`);
  const { member, id, kind, label, issuedOn } = plate;
  const bytes = concat(
    uintBytes(VERSION, 1),
    fromHex(registryId).subarray(0, REGISTRY),
    utf8(member),
    fromHex(keyId).subarray(0, KEY),
    fromHex(id),
    uintBytes(KINDS.indexOf(kind), 1),
    uintBytes(dayOf(issuedOn), 2),
    signature,
    utf8(label),
  );
  return PLATE_PREFIX + toBase45(bytes);
}

/** Reads a plate's code strictly. Throws `plate.format`. */
export function readPlate(text: string): ReadPlate {
  try {
    return read(text);
  } catch (cause) {
    throw isYinzhengError(cause, "plate.format") ? cause : fault("a plate code", cause);
  }
}

function read(text: string): ReadPlate {
  if (!text.startsWith(PLATE_PREFIX)) throw fault(PLATE_PREFIX);
  const bytes = fromBase45(text.slice(PLATE_PREFIX.length));
  if (bytes.length <= HEAD || bytes[0] !== VERSION) throw fault("version 1, and a label");
  const reader = new CodeReader(bytes.subarray(1));
  const registry = reader.hex(REGISTRY);
  const member = new TextDecoder().decode(reader.take(MEMBER));
  const key = reader.hex(KEY);
  const id = reader.hex(ID);
  const [number = 0, high = 0, low = 0] = reader.take(3);
  const signature = reader.take(SIGNATURE);
  const label = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(reader.rest());
  const kind = KINDS[number];
  if (!isUscc(member) || kind === undefined) throw fault("a member's code and a known kind");
  checkText(label, "", { max: MAX_PLATE_LABEL });
  const issuedOn = dateAt((high * 256 + low) * DAY);
  return { plate: { member, id, kind, label, issuedOn }, registry, key, signature };
}

/**
 * Whether the member signed the plate, by its registered keys. It says nothing of where the plate hangs, nor whether it was
 * withdrawn: a plate has no time of the chain, so a compromised key vouches for none.
 */
export function judgePlate(
  { plate, registry, key, signature }: ReadPlate,
  registryId: Hex,
  keys: readonly MemberKey[],
): PlateFinding {
  if (!registryId.startsWith(registry)) return "other_network";
  const known = keys.find(({ keyId, purposes }) => keyId.startsWith(key) && purposes.includes("credential"));
  if (known === undefined) return "key_unknown";
  const suite = SUITES[known.suite];
  const message = plateMessage(suite, registryId, known.keyId, plate);
  if (!suite.verifyBytes(fromHex(known.publicKey), message, signature)) return "forged";
  const day = startOfDay(plate.issuedOn);
  if (day + DAY <= known.notBefore || day >= known.notAfter) return "forged";
  return known.compromisedSince === 0 ? "ok" : "key_compromised";
}

/** Days since 1970 of a calendar date. */
const dayOf = (date: string): number => Math.ceil(startOfDay(date) / DAY);

function fault(expected: string, cause?: unknown): YinzhengError {
  return new YinzhengError("plate.format", { expected }, cause);
}
