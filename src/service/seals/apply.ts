import { toHex } from "../../crypto/encoding.ts";
import { sm3 } from "../../crypto/hash.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkSealForm } from "../../domain/seal-form.ts";
import { type SealForm, sealOwnerOf } from "../../domain/seal-order.ts";
import { memberIdOf } from "../../proof/ids.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { type Context, memberIn } from "../context.ts";
import { fact } from "../payloads.ts";
import { applyOrder } from "./form.ts";
import { attempt, checkOrder, orderedFact, orderIdOf } from "./order.ts";
import { isOpen, loadSeal, sealLock, sealSubject } from "./record.ts";
import type { SealApplyInput, SealView, SignedSealOrder } from "./seals.ts";
import { requireKnown, viewOf } from "./view.ts";
import { type SealWorkshop, sealingKey } from "./workshop.ts";

/**
 * Applies for a seal in the name of the caller's member, and resolves when the registry has the application.
 * Throws `auth.*`, `seal.*`, `text.*`, `schema.*`, `policy.officer`, `conflict.seal_state` for a code that is taken, `signer.*`, `chain.*`.
 */
export async function applyForSeal(context: Context, by: Principal, input: SealApplyInput): Promise<SealView> {
  requireMember(by, "maker");
  const workshop = workshopOf(context);
  const form = formOf(input);
  checkSealForm(form);
  checkParties(context, by, form);
  // What can't be drawn is found here, and not by its maker.
  const picture = input.picture?.bytes ?? null;
  await workshop.picture(form, picture);
  const { code } = form;
  const { orderedAt, ...signed } = input.order;
  const order = applyOrder(form, orderedAt);
  await context.locks.run(sealLock(code), async () => {
    const orderId = orderIdOf(context, order);
    const known = await loadSeal(context, code);
    if (known?.orders.some((one) => one.orderId === orderId) !== true) {
      await checkOrder(context, { order, ...signed });
      const pending = known?.orders.some(isOpen) === true;
      if (pending || (await context.ledger.sealOf(order.sealId)) !== null)
        throw new YinzhengError("conflict.seal_state", { code, expected: "a code that no seal has" });
      await sealingKey(workshop, form, memberIn(context, by.memberId).profile);
      await journal(context, by, form, picture, { order, ...signed });
    }
    await attempt(context, code, orderId);
  });
  return viewOf(context, await requireKnown(context, by, code));
}

/** Throws `seal.unavailable` where no seals are made. */
export function workshopOf({ workshop }: Context): SealWorkshop {
  if (workshop === undefined) throw new YinzhengError("seal.unavailable");
  return workshop;
}

function formOf({ form, picture }: SealApplyInput): SealForm {
  if (picture === undefined) return form;
  const { bytes, width, height } = picture;
  return { ...form, picture: { digest: toHex(sm3(bytes)), width, height } };
}

function checkParties(context: Context, by: MemberPrincipal, { code, maker }: SealForm): void {
  const own = memberIn(context, by.memberId);
  if (by.tenant !== own.tenant) throw new YinzhengError("auth.forbidden");
  if (sealOwnerOf(code) !== own.profile.code)
    throw new YinzhengError("seal.code", { pointer: "/code", expected: "the owner's code and three digits" });
  if (!context.members.has(memberIdOf(maker)))
    throw new YinzhengError("schema.value", { pointer: "/maker", expected: "a member that is served here" });
}

async function journal(
  context: Context,
  by: MemberPrincipal,
  form: SealForm,
  picture: Uint8Array | null,
  signed: SignedSealOrder,
): Promise<void> {
  const subject = sealSubject(form.code);
  const brought = picture === null ? {} : { picture: await context.objects.put(picture) };
  const applied = { memberId: by.memberId, maker: memberIdOf(form.maker), form, ...brought };
  const orderId = orderIdOf(context, signed.order);
  await context.records.append(by, [fact("seal.applied", subject, applied), orderedFact(form.code, orderId, signed)]);
}
