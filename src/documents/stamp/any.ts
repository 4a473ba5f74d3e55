import { stampOfd } from "../ofd/stamp.ts";
import { isZip } from "../read/ofd/read.ts";
import type { StampRequest } from "./request.ts";
import { stamp } from "./stamp.ts";

/** Puts seals on anybody's PDF or OFD, by its first bytes. Throws `document.*`, and what a key's holder throws. */
export const stampAny = (file: Uint8Array, request: StampRequest): Promise<Uint8Array> =>
  isZip(file) ? stampOfd(file, request) : stamp(file, request);
