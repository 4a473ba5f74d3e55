import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StatusOrder } from "../domain/approval.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { ERRORS, type ErrorCode, YinzhengError } from "../domain/errors.ts";
import type { SealOrder } from "../domain/seal-order.ts";
import type { SignedApproval, SignedBatchApproval, SignedOrder } from "../service/officers.ts";
import type { SignedSealOrder } from "../service/seals/seals.ts";
import type { OrderedSeal } from "../service/signer/seal-order-rule.ts";
import type { Runtime } from "./runtime.ts";

/** The maker's own signer process, found by its folder: `endpoint` and `officer.token`. */
export interface Maker {
  approve(draft: JsonObject): Promise<SignedApproval>;
  /** JSON lines, a draft each, as they arrive: the signer reads every one. */
  approveBatch(drafts: Response["body"] | Uint8Array<ArrayBuffer>): Promise<SignedBatchApproval>;
  order(order: StatusOrder): Promise<SignedOrder>;
  orderSeal(order: SealOrder, shown: OrderedSeal): Promise<SignedSealOrder>;
}

export async function openMaker({ fetch }: Runtime, dir: string): Promise<Maker> {
  const read = async (name: string): Promise<string> => {
    const text = await readFile(join(dir, name), "utf8").catch((cause: unknown) => {
      throw new YinzhengError("signer.unreachable", { dir, expected: "the folder of a signer that runs" }, cause);
    });
    return text.trim();
  };
  const [url, token] = await Promise.all([read("endpoint"), read("officer.token")]);
  const post = async (path: string, body: BodyInit, type = "application/json"): Promise<unknown> => {
    const headers = { "content-type": type, authorization: `Bearer ${token}` };
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    const response = await fetch(new URL(path, url), init).catch((cause: unknown) => {
      throw new YinzhengError("signer.unreachable", { dir }, cause);
    });
    const answer: Record<string, unknown> = await response.json().then(Object, () => ({}));
    if (response.ok) return answer;
    const code = String(answer.code);
    throw new YinzhengError(Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "signer.refused", {
      status: response.status,
    });
  };
  return {
    approve: async (draft) => (await post("/approve", JSON.stringify({ draft }))) as SignedApproval,
    approveBatch: async (drafts) =>
      (await post("/approve-batch", drafts ?? "", "application/x-ndjson")) as SignedBatchApproval,
    orderSeal: async (order, shown) =>
      (await post("/order-seal", JSON.stringify({ order, ...shown }))) as SignedSealOrder,
    order: async (order) => (await post("/order", JSON.stringify(order))) as SignedOrder,
  };
}
