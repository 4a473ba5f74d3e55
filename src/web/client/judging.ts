import { YinzhengError } from "../../domain/errors.ts";
import type { Outcome } from "./outcome.ts";
import { errorOutcome } from "./verifier.ts";

// What is fetched when there is something to judge.
export { isForReading } from "../../documents/read/file.ts";
export { MAX_DOCUMENT } from "../../documents/read/sealed.ts";
export { MAX_BUNDLE_BYTES } from "../../proof/parse.ts";
export { Reader } from "./reading/reader.ts";
export { Results } from "./results.tsx";
export { lookUpPlate } from "./scan/plate.ts";
export { readScanned } from "./scan/scanned.ts";
export { errorOutcome, openJudge } from "./verifier.ts";

/** A file that is not even read. */
export const TOO_LARGE: Outcome = errorOutcome(new YinzhengError("bundle.too_large"), null);
