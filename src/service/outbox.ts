import type { Outbox, PreparedTransaction } from "../ledger/ledger.ts";
import { fact, payloadOf } from "./payloads.ts";
import type { Actor, Records } from "./records.ts";

/** The service itself, for what no caller asked for. */
export const SERVICE: Actor = { tenant: "service", subject: "service" };

/** The ledger's outbox, kept in the journal: a transaction is on disk before it is sent. */
export function journalOutbox(records: Records): Outbox {
  return {
    async prepared(transaction) {
      const { nonce, hash, raw } = transaction;
      await records.append(SERVICE, [fact("transaction.prepared", hash, { nonce, hash, raw })]);
    },
    async settled(hash) {
      await records.append(SERVICE, [fact("transaction.settled", hash, {})]);
    },
    async pending() {
      const unfinished = await records.unfinished("transaction");
      const pending = unfinished.map((record) => payloadOf("transaction.prepared", record));
      return pending.filter((transaction): transaction is PreparedTransaction => transaction !== null).sort(byNonce);
    },
  };
}

const byNonce = (a: PreparedTransaction, b: PreparedTransaction): number => a.nonce - b.nonce;
