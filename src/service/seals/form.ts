import { toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { SEAL_ACTS, type SealAct, type SealForm, type SealOrder, sealOwnerOf } from "../../domain/seal-order.ts";
import { jcsBytes, memberIdOf, sealIdOf } from "../../proof/ids.ts";

export const ZERO: Hex = `0x${"00".repeat(32)}`;

/** Digest that the owner's maker signs, of everything that was applied for. */
export const sealFormDigest = (form: SealForm): Hex => toHex(sha256(jcsBytes(form as unknown as JsonObject)));

/** An order to apply for what the form says. */
export function applyOrder(form: SealForm, orderedAt: Seconds): SealOrder {
  const memberId = memberIdOf(sealOwnerOf(form.code) ?? "");
  const digest = sealFormDigest(form);
  return orderOf("apply", { code: form.code, memberId, digest, other: memberIdOf(form.maker), orderedAt });
}

/** An order with zeros for what is not named. */
export function orderOf(
  what: SealAct,
  {
    code,
    ...named
  }: { readonly code: string; readonly memberId: Hex; readonly orderedAt: Seconds } & Partial<SealOrder>,
): SealOrder {
  return {
    sealId: sealIdOf(code),
    what: SEAL_ACTS.indexOf(what),
    digest: ZERO,
    since: 0,
    other: ZERO,
    validFrom: 0,
    validUntil: 0,
    expected: 0,
    ...named,
  };
}

/** The act that an order names; null for a number of none. */
export const actOf = ({ what }: Pick<SealOrder, "what">): SealAct | null => SEAL_ACTS[what] ?? null;
