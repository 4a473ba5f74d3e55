import type { Seconds } from "../../domain/bytes.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Context } from "../context.ts";
import { type Payloads, payloadOf } from "../payloads.ts";

/** A copy as it was asked for. */
export interface Copy extends Readonly<Payloads["copy.ordered"]> {
  readonly id: string;
  readonly orderedAt: Seconds;
  /** Who ordered it. */
  readonly tenant: string;
}

/** What a copy is journaled under: the same for the same caller and Idempotency-Key, so that one is ordered and no second. */
export function copyIdOf({ records }: Context, { tenant, subject }: Principal, idempotencyKey: string): string {
  return records.mac(JSON.stringify(["copy", tenant, subject, idempotencyKey]));
}

/** null: there is none of this id. */
export async function loadCopy({ records }: Context, id: string): Promise<Copy | null> {
  const [first] = await records.of(id);
  const ordered = first === undefined ? null : payloadOf("copy.ordered", first);
  return first === undefined || ordered === null
    ? null
    : { ...ordered, id, orderedAt: first.time, tenant: first.tenant };
}
