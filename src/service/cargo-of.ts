import { REPRESENTATION_TYPE } from "../proof/representation.ts";
import type { Cargo } from "./cargo.ts";
import { CERTIFICATES } from "./certificate-cargo.ts";
import { DOCUMENTS } from "./documents/cargo.ts";
import type { Version } from "./projection.ts";

/** What batches of this type carry. */
export function cargoOf({ type }: Pick<Version, "type">): Cargo {
  return type === REPRESENTATION_TYPE ? DOCUMENTS : CERTIFICATES;
}
