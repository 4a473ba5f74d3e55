import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { REPRESENTATION_TYPE, REPRESENTATION_TYPE_ID } from "../../proof/representation.ts";
import { scopeSlot } from "../../proof/slots.ts";
import { standing, windowWord } from "../../proof/verify/fields.ts";
import { openEvidence } from "../../proof/verify/state.ts";
import type { Context } from "../context.ts";

/**
 * Throws `policy.scope` for a member that may not put documents on chain: its officers would sign for nothing. The council
 * gives it the scope. Throws `chain.unreachable`.
 */
export async function requireScope({ ledger, network }: Context, memberId: Hex): Promise<void> {
  const slot = scopeSlot(memberId, REPRESENTATION_TYPE_ID);
  const { number } = await ledger.head();
  const opened = openEvidence(await ledger.capture([slot], number), network);
  const word = opened.ok ? opened.state.read(slot) : undefined;
  if (!opened.ok || word === undefined) throw new YinzhengError("chain.unreachable", { what: "scope" });
  if (standing(windowWord(word), opened.state.block.time) === "valid") return;
  throw new YinzhengError("policy.scope", {
    type: REPRESENTATION_TYPE,
    expected: "a member with this type in its scope",
  });
}
