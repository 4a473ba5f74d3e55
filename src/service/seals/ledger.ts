import { YinzhengError } from "../../domain/errors.ts";
import type { Block, Call, Ledger, SealCall, SealLedger } from "../../ledger/ledger.ts";

interface Sealing extends SealLedger {
  submit(call: SealCall): Promise<Block>;
}

/** The ledger's side of seals. Throws `chain.no_seals` for an engine that has none. */
export function sealLedger(ledger: Ledger): Sealing {
  if (!hasSeals(ledger)) throw new YinzhengError("chain.no_seals", { registryId: ledger.network.registryId });
  return {
    sealOf: (sealId) => ledger.sealOf(sealId),
    sealUseOf: (sealId, memberId, batchId) => ledger.sealUseOf(sealId, memberId, batchId),
    sealDelegation: (sealId, memberId) => ledger.sealDelegation(sealId, memberId),
    submit: (call) => ledger.submit(call as unknown as Call),
  };
}

const hasSeals = (ledger: Ledger): ledger is Ledger & SealLedger => "sealOf" in ledger;
