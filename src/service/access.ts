import { timingSafeEqual } from "node:crypto";
import { fromHex, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal, Role } from "../domain/principal.ts";
import type { ApiKey } from "./deps.ts";
import type { Certificate } from "./projection.ts";

/** A caller who works on the records of a member. */
export type MemberPrincipal = Principal & { readonly memberId: Hex };

/**
 * Throws `auth.missing` for the public, `auth.forbidden` for a caller of no member or without any of the roles.
 */
export function requireMember(by: Principal, ...roles: readonly Role[]): asserts by is MemberPrincipal {
  if (by.via === "anonymous") throw new YinzhengError("auth.missing");
  if (by.memberId === undefined || !roles.some((role) => by.roles.includes(role)))
    throw new YinzhengError("auth.forbidden");
}

/** Does the caller see this certificate with its fields? */
export function isIssuerOf(by: Pick<Principal, "memberId" | "tenant">, certificate: Certificate): boolean {
  return by.memberId === certificate.memberId && by.tenant === certificate.tenant;
}

/** Throws `http.not_found` where there is none, or none that this caller may know of. */
export function requireOwn(by: MemberPrincipal, certificate: Certificate | null): asserts certificate is Certificate {
  if (certificate === null || !isIssuerOf(by, certificate)) throw new YinzhengError("http.not_found");
}

/** The principal of an API key, or null. Compares with every key, in constant time. */
export function principalOf(keys: readonly ApiKey[], apiKey: string): Principal | null {
  if (!apiKey.isWellFormed()) return null;
  const hash = sha256(utf8(apiKey));
  const found = keys.filter((key) => timingSafeEqual(fromHex(key.hash), hash));
  return found[0]?.principal ?? null;
}
