import { YinzhengError } from "../../../src/domain/errors.ts";
import type { Call, Ledger } from "../../../src/ledger/ledger.ts";

/** Watches what is sent to the chain, and can lose an answer on its way back. */
export function watched() {
  const submitted: Call[] = [];
  let silent = false;
  /** The same ledger, watched. */
  const over = (ledger: Ledger): Ledger => {
    const send = ledger.submit.bind(ledger);
    const submit: Ledger["submit"] = async (call) => {
      submitted.push(call);
      const block = await send(call);
      if (!silent) return block;
      silent = false;
      throw new YinzhengError("chain.unreachable");
    };
    return Object.assign(ledger, { submit });
  };
  const loseNextAnswer = (): void => {
    silent = true;
  };
  return { over, submitted, loseNextAnswer };
}
