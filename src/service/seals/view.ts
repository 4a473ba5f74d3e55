import { readSeal } from "../../documents/read/ses/seal.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { RegisteredSeal } from "../../domain/seal.ts";
import { sealIdOf } from "../../proof/ids.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { type Context, memberIn } from "../context.ts";
import { ZERO } from "./form.ts";
import { applicationOf, loadSeal, type OrderState, type SealRecord, sealsOfMember } from "./record.ts";
import { renewKey } from "./ring.ts";
import type { PublicSeal, SealOrderView, SealPictureFile, SealView } from "./seals.ts";

const READERS = ["maker", "checker", "sealer", "reader"] as const;
const MEDIA_TYPES: Readonly<Record<string, string>> = { PNG: "image/png" };

/** The seal, where its owner, its maker or somebody who may use it asks. Throws `http.not_found`. */
export async function requireKnown(context: Context, by: MemberPrincipal, code: string): Promise<SealRecord> {
  const seal = await loadSeal(context, code);
  if (seal === null || !knows(context, by, seal)) throw new YinzhengError("http.not_found");
  return seal;
}

function knows(context: Context, { memberId, tenant }: MemberPrincipal, seal: SealRecord): boolean {
  const own = context.members.get(memberId);
  if (own === undefined || own.tenant !== tenant) return false;
  return [seal.memberId, seal.maker, ...delegatesOf(seal)].includes(memberId);
}

/** Everybody to whom it was ever delegated, whatever became of that. */
function delegatesOf({ orders }: SealRecord): readonly Hex[] {
  const others = orders.filter(({ what, changed }) => what === "delegate" && changed !== undefined);
  return [...new Set(others.map(({ ordered: { order } }) => order.other))];
}

export async function sealView(context: Context, by: Principal, code: string): Promise<PublicSeal | SealView> {
  const seal = await loadSeal(context, code);
  if (seal === null) throw new YinzhengError("http.not_found");
  const { memberId } = by;
  const own = memberId !== undefined && knows(context, { ...by, memberId }, seal);
  return own && READERS.some((role) => by.roles.includes(role))
    ? viewOf(context, seal)
    : publicView(context, seal, await context.ledger.sealOf(sealIdOf(code)));
}

export async function sealViews(context: Context, by: Principal): Promise<readonly SealView[]> {
  requireMember(by, ...READERS);
  const seals = await sealsOfMember(context, by.memberId);
  const known = seals.filter((seal) => knows(context, by, seal));
  return Promise.all(known.map((seal) => viewOf(context, seal)));
}

/** Throws `http.not_found` also where it is not made yet. */
export async function sealObject(context: Context, by: Principal, code: string): Promise<Uint8Array> {
  requireMember(by, ...READERS);
  const { made } = await requireKnown(context, by, code);
  if (made === undefined) throw new YinzhengError("http.not_found");
  return context.objects.get(made.object);
}

export async function sealPicture(context: Context, by: Principal, code: string): Promise<SealPictureFile> {
  const { type, data } = readSeal(await sealObject(context, by, code)).info.picture;
  return { mediaType: MEDIA_TYPES[type] ?? "application/octet-stream", bytes: data };
}

function publicView(context: Context, seal: SealRecord, registered: RegisteredSeal | null): PublicSeal {
  const { code, memberId, form } = seal;
  const since = registered?.lostSince ?? 0;
  return {
    code,
    sealId: sealIdOf(code),
    state: registered?.state ?? "none",
    owner: memberIn(context, memberId).profile,
    name: form.name,
    validFrom: form.validFrom,
    validUntil: form.validUntil,
    lostSince: since === 0 ? null : since,
  };
}

/** What its owner, maker and delegates see. Throws `chain.unreachable`. */
export async function viewOf(context: Context, seal: SealRecord): Promise<SealView> {
  const { code, form, made, maker, orders } = seal;
  const registered = await context.ledger.sealOf(sealIdOf(code));
  // What the council did is heard of here, if nowhere else.
  await renewKey(context, code, registered?.state ?? "none");
  return {
    ...publicView(context, seal, registered),
    kind: form.kind,
    maker: memberIn(context, maker).profile,
    digest: made?.digest ?? null,
    registered: registered !== null && registered.digest !== ZERO,
    form,
    application: applicationOf(seal),
    dailyLimit: form.dailyLimit,
    usedToday: registered !== null && registered.day === dayOf(context.clock()) ? registered.usedToday : 0,
    uses: registered?.uses ?? 0,
    changes: registered?.changes ?? 0,
    delegates: await delegationsOf(context, seal),
    orders: orders.map(orderView),
  };
}

const SHANGHAI = 8 * 3600;
/** The day of Asia/Shanghai, counted from 1970, as the registry counts. */
const dayOf = (time: number): number => Math.floor((time + SHANGHAI) / 86_400);

async function delegationsOf({ ledger, clock }: Context, seal: SealRecord): Promise<SealView["delegates"]> {
  const known = await Promise.all(
    delegatesOf(seal).map(async (member) => {
      const term = await ledger.sealDelegation(sealIdOf(seal.code), member);
      return term === null || term.validUntil < clock() ? [] : [{ member, ...term }];
    }),
  );
  return known.flat();
}

function orderView({ what, ordered, changed, failed }: OrderState): SealOrderView {
  const { orderedAt } = ordered.order;
  if (changed !== undefined) return { what, orderedAt, state: "done", ...changed };
  return failed === undefined
    ? { what, orderedAt, state: "pending" }
    : { what, orderedAt, state: "failed", code: failed };
}
