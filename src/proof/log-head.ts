import type { Hex } from "../domain/bytes.ts";

/** Size and root of the evidence log. */
export interface LogHead {
  readonly size: number;
  readonly root: Hex;
}
