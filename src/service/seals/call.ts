import { canonicalize } from "../../domain/canonical.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { SEAL_STATES } from "../../domain/seal.ts";
import type { SealForm, SealOrder } from "../../domain/seal-order.ts";
import { type SigningNetwork, sealMessage } from "../../proof/messages.ts";
import { actFields, type SealActCall, type Window } from "./act.ts";
import { ACTS } from "./acts.ts";
import { actOf } from "./form.ts";

/** Long ago, and not 0: that would say that there never was a delegation, of uses that were made under it too. */
const ENDED = { validFrom: 1, validUntil: 1 } as const;

/** The time of a delegation as the registry keeps it. */
export function termOf({ validFrom, validUntil }: Pick<SealOrder, "validFrom" | "validUntil">) {
  return validUntil === 0 ? ENDED : { validFrom, validUntil };
}

/** What the registry is told where this order is carried out; null for an order of no act. */
export function actFor(
  { dailyLimit, validFrom, validUntil }: SealForm,
  order: SealOrder,
  officerEpoch: number,
  window: Window,
): SealActCall | null {
  const { memberId, sealId, digest, since, other, expected } = order;
  const what = actOf(order);
  const base = { memberId, officerEpoch, sealId };
  if (what === null) return null;
  if (what === "apply") return { kind: "seal-apply", application: { ...base, maker: other, dailyLimit, ...window } };
  if (what === "make") return { kind: "seal-make", making: { ...base, digest, validFrom, validUntil, ...window } };
  if (what === "delegate") {
    return { kind: "seal-delegate", delegation: { ...base, expected, delegate: other, ...termOf(order), ...window } };
  }
  const to = SEAL_STATES.indexOf(ACTS[what].to ?? "none");
  return { kind: "seal-change", change: { ...base, expected, to, since, digest, ...window } };
}

/** Is this what follows from the order, whatever the epoch and within whichever time? */
export function carriesOut(act: SealActCall, form: SealForm, order: SealOrder): boolean {
  const { officerEpoch, notBefore, deadline } = actFields(act);
  const expected = actFor(form, order, officerEpoch, { notBefore, deadline });
  if (expected === null) return false;
  return canonicalize(expected as unknown as JsonObject) === canonicalize(act as unknown as JsonObject);
}

/** EIP-712 message that officers sign. */
export function actMessage(network: SigningNetwork, act: SealActCall): Uint8Array {
  if (act.kind === "seal-apply") return sealMessage(network, "SealApplication", act.application);
  if (act.kind === "seal-make") return sealMessage(network, "SealMaking", act.making);
  if (act.kind === "seal-change") return sealMessage(network, "SealChange", act.change);
  return sealMessage(network, "SealDelegation", act.delegation);
}
