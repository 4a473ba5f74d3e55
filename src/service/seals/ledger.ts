import type { Block, Ledger, SealCall, SealLedger } from "../../ledger/ledger.ts";

interface Sealing extends SealLedger {
  submit(call: SealCall): Promise<Block>;
}

/** The ledger's side of seals. */
export const sealLedger = (ledger: Ledger): Sealing => ledger;
