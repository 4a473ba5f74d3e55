import { equal, fromBase64, fromHex } from "../../crypto/encoding.ts";
import { keccak256 } from "../../crypto/hash.ts";
import { isSignedBy } from "../../crypto/secp256k1.ts";
import type { SealTrust } from "../../documents/read/ses/chain.ts";
import type { SealPicture } from "../../documents/read/ses/info.ts";
import { readSeal } from "../../documents/read/ses/seal.ts";
import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { checkSealForm } from "../../domain/seal-form.ts";
import { type SealAct, type SealForm, type SealOrder, sealOwnerOf } from "../../domain/seal-order.ts";
import { memberIdOf, sealIdOf } from "../../proof/ids.ts";
import { sealOrderMessage } from "../../proof/messages.ts";
import type { SealActRequest } from "../officers.ts";
import { actFields } from "../seals/act.ts";
import { ACTS, onlyStops } from "../seals/acts.ts";
import { carriesOut } from "../seals/call.ts";
import { actOf, applyOrder } from "../seals/form.ts";
import { sealDigest, sealFault } from "../seals/match.ts";
import type { SignedSealOrder } from "../seals/seals.ts";
import type { SignerConfig } from "./config.ts";
import { checkMaker, checkWindow, refuse, SKEW } from "./rule.ts";

/** With what an officer judges seal objects, of the officer's own. */
export interface SealJudging {
  /** Authorities for makers of seals, by the officer's own trust file. */
  readonly trust: SealTrust;
  /** Draws the picture of a seal of which the owner brought none: it must come out the same. */
  readonly draw: (form: SealForm) => Promise<SealPicture>;
}

/** A seal as a maker who orders about it is shown it; of an application there is none before. */
export type OrderedSeal = Pick<SealActRequest, "form" | "seal"> & Partial<Pick<SealActRequest, "application">>;

/**
 * Refuses unless a maker of this member ordered exactly this, about a seal whose code is its owner's, and, where the officer vouches for a
 * seal object, unless it is the one that was applied for. Gives the act. Throws `signer.refused`, and `seal.*`, `text.*`, `schema.*` for a
 * form that nobody can apply for.
 */
export async function checkSealRequest(
  config: SignerConfig,
  judging: SealJudging | undefined,
  { act, order: { order, officer, signature }, ...shown }: SealActRequest,
  now: Seconds,
): Promise<SealAct> {
  const what = await checkSealOrder(config, judging, order, shown);
  checkWindow(actFields(act), now);
  if (!carriesOut(act, shown.form, order)) refuse("what is to be signed is not what was ordered");
  if (order.orderedAt > now + SKEW) refuse("the order is dated in the future");
  // What takes away may come late, as after an outage. What gives may not: whoever carries the orders could keep one back.
  const stops = onlyStops(what, order) || what === "destroy" || what === "lose";
  if (!stops && order.orderedAt + SIGNING_WINDOW < now) refuse("the order is older than 24 hours");
  checkMaker(config, sealOrderMessage(config.network, order), officer, signature, "order");
  return what;
}

/** The same for a maker who is about to order: whatever can be told of the order without anybody's signature. */
export async function checkSealOrder(
  config: SignerConfig,
  judging: SealJudging | undefined,
  order: SealOrder,
  { form, application, seal }: OrderedSeal,
): Promise<SealAct> {
  const what = actOf(order);
  if (what === null) refuse("the order is of no act that this signer knows");
  checkSealForm(form);
  if (order.sealId !== sealIdOf(form.code)) refuse("the order is for another seal");
  const { code } = config.profile;
  if (order.memberId !== memberIdOf(code)) refuse("the order is another member's");
  const actor = ACTS[what].by === "maker" ? form.maker : sealOwnerOf(form.code);
  if (actor !== code) refuse("the seal is another member's");
  if (what === "apply") checkApplication(order, form);
  else checkApplicant(config, form, application);
  if (what === "make" || what === "activate") await checkObject(judging, order, form, seal);
  if (what === "make" && (order.validFrom !== form.validFrom || order.validUntil !== form.validUntil))
    refuse("the period is not the one that was applied for");
  return what;
}

/** The form is the one whose digest the owner's maker signs. */
function checkApplication(order: SealOrder, form: SealForm): void {
  const { digest, other } = applyOrder(form, order.orderedAt);
  if (order.digest !== digest || order.other !== other) refuse("what is applied for is not what was ordered");
}

/**
 * The form is what the owner's maker signed: an officer of the owner knows its makers; an officer of the maker knows that whoever says so
 * signed it, and that the registry takes the making for an application of the owner's officers only.
 */
function checkApplicant(config: SignerConfig, form: SealForm, application: SignedSealOrder | undefined): void {
  if (application === undefined) refuse("the application is missing");
  const { order, officer, signature } = application;
  const expected = applyOrder(form, order.orderedAt);
  const message = sealOrderMessage(config.network, expected);
  if (sealOwnerOf(form.code) === config.profile.code) checkMaker(config, message, officer, signature, "application");
  else if (!isSignedBy(officer, keccak256(message), fromHex(signature)))
    refuse("the signature of the application is wrong", "application");
}

async function checkObject(
  judging: SealJudging | undefined,
  { digest }: SealOrder,
  form: SealForm,
  seal: string | undefined,
): Promise<void> {
  if (judging === undefined) refuse("this officer was told of no authorities for seals");
  if (seal === undefined) refuse("the seal object is missing");
  const object = fromBase64(seal);
  if (sealDigest(object) !== digest) refuse("the seal object is not the one that was ordered");
  const fault = sealFault(object, form, judging.trust);
  if (fault !== null) refuse(fault);
  if (form.kind === "picture") return;
  const { data, width, height } = readSeal(object).info.picture;
  const drawn = await judging.draw(form);
  if (!equal(data, drawn.data) || width !== drawn.width || height !== drawn.height)
    refuse("the picture is not the one that is drawn for this seal");
}
