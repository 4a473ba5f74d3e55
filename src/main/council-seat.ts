import type { Founding } from "../ledger/evm/found.ts";
import { type CouncilSeat, SEAT_FORMAT } from "../service/council/own.ts";
import { codeHashesOf } from "./node.ts";

/** The council.json of a founded network, the same for each of its council's members. */
export function seatOf(
  founding: Founding,
  { name, members, types }: Pick<CouncilSeat, "name" | "members" | "types">,
): CouncilSeat {
  const { network, council, guardian } = founding;
  return { format: SEAT_FORMAT, name, network, council, guardian, codeHashes: codeHashesOf(founding), members, types };
}
