import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Principal } from "../../domain/principal.ts";
import type { JournalRecord } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { type Payloads, payloadOf } from "../payloads.ts";
import type { Records } from "../records.ts";
import type { CodeView } from "./codes.ts";

/** A code with what became of it, folded from its records. */
export interface CodeState {
  readonly id: string;
  /** Of the record that it was made by. */
  readonly seq: number;
  readonly made: Payloads["code.made"];
  readonly madeAt: Seconds;
  /** By whom, for a holder. */
  readonly maker: Pick<Principal, "tenant" | "subject"> & { readonly memberId: Hex };
  readonly redeemed?: Payloads["code.redeemed"] & { readonly at: Seconds; readonly seq: number };
}

/** What a code is journaled under: whoever reads the journal's open part learns no code. */
export const codeSubject = (records: Records, code: string): string => records.mac(JSON.stringify(["code", code]));

/** null where no such code was ever made. */
export async function loadCode({ records }: Context, id: string): Promise<CodeState | null> {
  return (await records.of(id)).reduce<CodeState | null>(withRecord, null);
}

function withRecord(state: CodeState | null, record: JournalRecord): CodeState | null {
  const made = payloadOf("code.made", record);
  if (made !== null) {
    const { seq, subject: id, tenant, actor, time: madeAt } = record;
    return { id, seq, made, madeAt, maker: { tenant, subject: actor, memberId: made.memberId } };
  }
  const redeemed = payloadOf("code.redeemed", record);
  if (state === null || redeemed === null || state.redeemed !== undefined) return state;
  return { ...state, redeemed: { ...redeemed, at: record.time, seq: record.seq } };
}

/** As the member that made it sees it. */
export function codeView({ id, made, madeAt, redeemed }: Omit<CodeState, "seq" | "maker">): CodeView {
  const { certificates, purpose, audience = null, expiresAt } = made;
  const by = redeemed && { memberId: redeemed.memberId, reason: redeemed.reason, at: redeemed.at };
  return { id, certificates, purpose, audience, madeAt, expiresAt, redeemed: by ?? null };
}
