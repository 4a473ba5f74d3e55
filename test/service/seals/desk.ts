import { toBase64, toHex } from "../../../src/crypto/encoding.ts";
import { sm3 } from "../../../src/crypto/hash.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { SealForm, SealOrder } from "../../../src/domain/seal-order.ts";
import { memberIdOf } from "../../../src/proof/ids.ts";
import { ACTS } from "../../../src/service/seals/acts.ts";
import { applyOrder, orderOf } from "../../../src/service/seals/form.ts";
import type { SealChangeInput, SealView, SignedSealOrder } from "../../../src/service/seals/seals.ts";
import type { Service } from "../../../src/service/service.ts";
import { type Agency, DAY, principal, type World } from "../world.ts";

/** Owner's and maker's desk: what people do about seals, each in their own signer. */

export function formOf({ licences, identities, clock }: World, fields: Partial<SealForm> = {}): SealForm {
  return {
    format: "yinzheng-seal-application/1",
    code: `${licences.profile.code}001`,
    kind: "round",
    name: licences.profile.names.zh,
    maker: identities.profile.code,
    validFrom: clock() - DAY,
    validUntil: clock() + 365 * DAY,
    dailyLimit: 3,
    ...fields,
  };
}

export const inputOf = ({ order: { orderedAt }, officer, signature }: SignedSealOrder) => ({
  officer,
  orderedAt,
  signature,
});

/** What the owner's maker sends, signed. */
export async function application(world: World, fields: Partial<SealForm> = {}, file?: Uint8Array) {
  const said = formOf(world, fields);
  const picture = file === undefined ? undefined : { width: 42, height: 42, digest: toHex(sm3(file)) };
  const form = picture === undefined ? said : { ...said, picture };
  const signed = await world.licences.maker.orderSeal(applyOrder(form, world.clock()), { form });
  const brought = file === undefined ? {} : { picture: { bytes: file, width: 42, height: 42 } };
  return { form: said, ...brought, order: inputOf(signed) };
}

export async function applied(service: Service, world: World, fields: Partial<SealForm> = {}): Promise<SealView> {
  return service.seals.apply(principal(world.licences), await application(world, fields));
}

export type Change = SealChangeInput["what"];

/** The input of an order that a maker has signed; `fields` are the order's own. */
export async function orderInput(
  service: Service,
  world: World,
  { code }: { readonly code: string },
  what: Change,
  fields: Partial<SealOrder> = {},
): Promise<SealChangeInput> {
  const agency = actorOf(world, what);
  const view = (await service.seals.seal(principal(world.licences), code)) as SealView;
  const looked = what === "make" || what === "activate";
  const object = looked && view.digest !== null ? await service.seals.object(principal(agency), code) : null;
  const term = what === "make" ? { validFrom: view.form.validFrom, validUntil: view.form.validUntil } : {};
  const named = { code, memberId: agency.memberId, expected: view.changes, orderedAt: world.clock(), ...term };
  const known = object !== null || view.registered ? { digest: view.digest as Hex } : {};
  const order = orderOf(what, { ...named, ...known, ...fields });
  const { form, application: first } = view;
  const seal = object === null ? {} : { seal: toBase64(object) };
  const signed = await agency.maker.orderSeal(order, { form, application: first, ...seal });
  const digest = object === null ? {} : { digest: order.digest };
  const since = order.since === 0 ? {} : { since: order.since };
  return { what, ...digest, ...since, expected: order.expected, order: inputOf(signed) };
}

export const actorOf = ({ licences, identities }: World, what: Change): Agency =>
  ACTS[what].by === "maker" ? identities : licences;

/** Has it done, and gives what the owner sees then. */
export async function ordered(
  service: Service,
  world: World,
  seal: { readonly code: string },
  what: Change,
  fields: Partial<SealOrder> = {},
): Promise<SealView> {
  if (what === "make") await service.seals.make(principal(world.identities), seal.code);
  const input = await orderInput(service, world, seal, what, fields);
  await service.seals.order(principal(actorOf(world, what)), seal.code, input);
  return seen(service, world, seal);
}

export const seen = async (service: Service, { licences }: World, { code }: { readonly code: string }) =>
  (await service.seals.seal(principal(licences), code)) as SealView;

/** A seal in force. */
export async function active(service: Service, world: World, fields: Partial<SealForm> = {}): Promise<SealView> {
  const seal = await applied(service, world, fields);
  await ordered(service, world, seal, "make");
  return ordered(service, world, seal, "activate");
}

/** The owner lets the other agency use it; with an end of 0 not any more. */
export async function delegated(service: Service, world: World, { code }: SealView, validUntil: number) {
  const { licences, identities, clock } = world;
  const { form, application: first, changes: expected } = await seen(service, world, { code });
  const member = identities.profile.code;
  const term = { validFrom: validUntil === 0 ? 0 : clock(), validUntil };
  const named = { code, memberId: licences.memberId, other: memberIdOf(member), ...term, expected };
  const order = orderOf("delegate", { ...named, orderedAt: clock() });
  const signed = await licences.maker.orderSeal(order, { form, application: first });
  const input = { member, ...term, expected, order: inputOf(signed) };
  return service.seals.delegate(principal(licences), code, input);
}
