import type { Context } from "../context.ts";
import { applyForSeal } from "./apply.ts";
import { makeSeal } from "./make.ts";
import { delegateSeal, orderSeal } from "./order.ts";
import type { Seals } from "./seals.ts";
import { sealObject, sealPicture, sealView, sealViews } from "./view.ts";

/** The verbs on seals, over one service. */
export function sealsOf(context: Context): Seals {
  return {
    apply: (by, input) => applyForSeal(context, by, input),
    make: (by, code) => makeSeal(context, by, code),
    order: (by, code, input) => orderSeal(context, by, code, input),
    delegate: (by, code, input) => delegateSeal(context, by, code, input),
    seal: (by, code) => sealView(context, by, code),
    seals: (by) => sealViews(context, by),
    object: (by, code) => sealObject(context, by, code),
    picture: (by, code) => sealPicture(context, by, code),
  };
}
