import { type Check, check } from "../../domain/checks.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { claimSlot, claimTimeSlot } from "../slots.ts";
import type { Established, Question } from "./context.ts";

/** Was a certificate that can be used once used by the instant asked about? By whom, nobody learns. */
export function claimCheck(
  { at, nullifier }: Question,
  { latest, states }: Established,
  type: TypeDefinition | null,
): Check {
  if (type?.claimable !== true) return check("status.claim", "skipped", "status.skipped");
  const unproven = check("status.claim", "error", "status.claim_unproven");
  if (nullifier === null) return unproven;
  const commitment = latest?.read(claimSlot(nullifier));
  const time = latest?.read(claimTimeSlot(nullifier));
  if (commitment === undefined || time === undefined) return unproven;
  // A claim is never undone: a state that shows another one, or one where the latest shows none, is of another history.
  const shown = states.map(({ state }) => state.read(claimSlot(nullifier)));
  if (!shown.every((earlier) => earlier === 0n || earlier === commitment)) return unproven;
  if (commitment === 0n) return check("status.claim", "valid", "status.ok");
  const since = Number(time);
  return at < since
    ? check("status.claim", "valid", "status.ok", { claimedLater: since })
    : check("status.claim", "invalid", "status.claimed", { since });
}
