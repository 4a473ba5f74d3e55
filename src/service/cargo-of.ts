import type { Cargo } from "./cargo.ts";
import { CERTIFICATES } from "./certificate-cargo.ts";
import type { Version } from "./projection.ts";

/** What batches of this type carry. */
export function cargoOf(_of: Pick<Version, "type">): Cargo {
  return CERTIFICATES;
}
