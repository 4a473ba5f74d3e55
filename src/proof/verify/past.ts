import type { LogHead } from "../log-head.ts";
import type { FinalState } from "../trust.ts";
import type { ProvenState } from "./state.ts";

type Block = Pick<ProvenState["block"], "number" | "time">;

/** Whether a block, or the log at it, is later than the final one of an installation that was closed. */
export function isAfter(block: Block, log: LogHead, final: FinalState): boolean {
  return block.number > final.block.number || block.time > final.block.time || log.size > final.size;
}

/** How the evidence of a closed installation stands to its final state. */
export function pastCode(
  { block }: Pick<ProvenState, "block">,
  log: LogHead,
  final: FinalState,
): "trust.ok" | "trust.after_final" | "trust.fork" {
  if (isAfter(block, log, final)) return "trust.after_final";
  const other = block.number === final.block.number && block.hash !== final.block.hash;
  return other || (log.size === final.size && log.root !== final.root) ? "trust.fork" : "trust.ok";
}
