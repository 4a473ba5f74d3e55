import { toBase64 } from "../../crypto/encoding.ts";
import type { SealAct } from "../../domain/seal-order.ts";
import type { Context } from "../context.ts";
import type { SealActRequest } from "../officers.ts";
import { applicationOf, type SealRecord } from "./record.ts";

/** What officers are shown of a seal beside the order: what was applied for and, where they vouch for it, the seal object. */
export async function shownOf(
  context: Context,
  seal: SealRecord,
  what: SealAct,
): Promise<Omit<SealActRequest, "act" | "order">> {
  const { form, made } = seal;
  const shown = { form, application: applicationOf(seal) };
  if (made === undefined || (what !== "make" && what !== "activate")) return shown;
  return { ...shown, seal: toBase64(await context.objects.get(made.object)) };
}
