import { AFTER } from "./after.ts";
import { INSIDE } from "./inside.ts";
import { OUTSIDE } from "./outside.ts";
import { RANGES } from "./ranges.ts";
import { SIGNATURES } from "./signatures.ts";
import type { Hostile } from "./world.ts";

/** Every file that somebody made to be taken for a document. */
export const HOSTILE: readonly Hostile[] = [...OUTSIDE, ...RANGES, ...AFTER, ...INSIDE, ...SIGNATURES];
