import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { fact, payloadOf } from "./payloads.ts";
import type { Records } from "./records.ts";
import type { KeptAnswer } from "./service.ts";

/** Two callers may use the same key for different things. */
function subjectOf(records: Records, by: Principal, key: string): string {
  return records.mac(JSON.stringify([by.tenant, by.subject, key]));
}

/** Throws `http.idempotency_key_reused`. */
export async function kept(
  records: Records,
  by: Principal,
  key: string,
  requestDigest: string,
): Promise<KeptAnswer | null> {
  const record = await records.answer(subjectOf(records, by, key));
  const answer = record === null ? null : payloadOf("answer.kept", record);
  if (answer === null) return null;
  if (answer.requestDigest !== requestDigest) throw new YinzhengError("http.idempotency_key_reused");
  return { status: answer.status, body: answer.body };
}

/** The first answer kept under a key stays. */
export async function keep(
  records: Records,
  by: Principal,
  key: string,
  requestDigest: string,
  answer: KeptAnswer,
): Promise<void> {
  if ((await kept(records, by, key, requestDigest)) !== null) return;
  const subject = subjectOf(records, by, key);
  await records.append(by, [fact("answer.kept", subject, { requestDigest, status: answer.status, body: answer.body })]);
}
