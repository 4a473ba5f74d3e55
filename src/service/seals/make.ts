import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { requireMember } from "../access.ts";
import { type Context, memberIn } from "../context.ts";
import { fact } from "../payloads.ts";
import { workshopOf } from "./apply.ts";
import { sealDigest, sealFault } from "./match.ts";
import { type SealRecord, sealLock, sealSubject } from "./record.ts";
import type { SealView } from "./seals.ts";
import { requireKnown, viewOf } from "./view.ts";
import { sealObjectOf } from "./workshop.ts";

/**
 * Makes the seal object of an application, once; its maker then looks at it and orders that it be registered.
 * Throws `auth.*`, `http.not_found`, `conflict.seal_state`, `seal.*`, `document.glyph_missing`, `chain.unreachable`.
 */
export async function makeSeal(context: Context, by: Principal, code: string): Promise<SealView> {
  requireMember(by, "maker");
  const workshop = workshopOf(context);
  await context.locks.run(sealLock(code), async () => {
    const seal = await requireKnown(context, by, code);
    const maker = memberIn(context, seal.maker);
    if (seal.maker !== by.memberId || by.tenant !== maker.tenant) throw new YinzhengError("auth.forbidden");
    if (seal.made !== undefined) return;
    const { orders, form } = seal;
    if (orders[0]?.changed === undefined)
      throw new YinzhengError("conflict.seal_state", { expected: "an application that is registered" });
    const picture = await pictureOf(context, seal);
    const owner = memberIn(context, seal.memberId).profile;
    const parties = { owner, maker: maker.profile };
    const object = await sealObjectOf(workshop, form, parties, picture, context.clock());
    const fault = sealFault(object, form, null);
    if (fault !== null) throw new YinzhengError("service.self_check", { checks: [fault] });
    const made = { object: await context.objects.put(object), digest: sealDigest(object) };
    await context.records.append(by, [fact("seal.made", sealSubject(code), made)]);
  });
  return viewOf(context, await requireKnown(context, by, code));
}

async function pictureOf({ objects }: Context, { picture }: SealRecord): Promise<Uint8Array | null> {
  return picture === undefined ? null : objects.get(picture);
}
