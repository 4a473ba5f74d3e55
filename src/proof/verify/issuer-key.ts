import { fromHex } from "../../crypto/encoding.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import type { KeyPurpose } from "../../domain/member.ts";
import type { Bundle } from "../bundle.ts";
import { keyIdOf } from "../ids.ts";
import { remember } from "../sealed.ts";
import { keySlot } from "../slots.ts";
import type { Established, Question } from "./context.ts";
import { keyWord, standing } from "./fields.ts";
import type { ProvenState } from "./state.ts";

/** A key as a bundle carries it. */
export type CarriedKey = Bundle["keys"][number];

/** The key of that id and suite, if the bundle carries exactly it. */
export function carriedKey({ keys }: Bundle, keyId: string, suite: string): CarriedKey | null {
  const key = keys.find((carried) => carried.keyId === keyId);
  return key !== undefined && key.suite === suite && derivedKeyId(key) === key.keyId ? key : null;
}

const derivedKeyId = remember(({ suite, publicKey }: CarriedKey): Hex => keyIdOf(suite, fromHex(publicKey)));

/** The bytes of a carried key. */
export const publicKeyIn = remember(({ publicKey }: CarriedKey): Uint8Array => fromHex(publicKey));

/** Was the key registered for the member and this purpose, and good when the certificate was anchored? */
export function keyCheck(
  { bundle }: Question,
  { latest }: Established,
  key: CarriedKey | null,
  purpose: KeyPurpose,
): Check {
  return checkOf(bundle.anchor, latest, key, purpose);
}

const checkOf = remember(keyCheckAt);

function keyCheckAt(
  { anchor, time }: Bundle["anchor"],
  latest: ProvenState | null,
  key: CarriedKey | null,
  purpose: KeyPurpose,
): Check {
  const word = key === null ? undefined : latest?.read(keySlot(anchor.memberId, key.keyId));
  if (key === null || word === undefined) return check("issuer.key", "error", "issuer.key_unproven");
  if (word === 0n) return check("issuer.key", "invalid", "issuer.key_unregistered");
  const { suite, purposes, custody, ...validity } = keyWord(word);
  const detail = { keyId: key.keyId, purpose, custody };
  const bad = (code: CodeOf<"issuer.key">): Check => check("issuer.key", "invalid", code, detail);
  if (suite !== key.suite || !purposes.includes(purpose)) return bad("issuer.key_purpose");
  const held = standing(validity, time);
  if (held === "early") return bad("issuer.key_not_yet_valid");
  if (held === "late") return bad("issuer.key_expired");
  if (held === "compromised") return bad("issuer.key_compromised");
  return check("issuer.key", "valid", "issuer.ok", detail);
}
