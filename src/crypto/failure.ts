import { YinzhengError } from "../domain/errors.ts";

/**
 * Throws `schema.pattern` unless `condition` holds: bytes or text from outside are not what they claim to be.
 * `what` names what was read ("hex", "rlp", "trie", "header", "note"), `expected` says the rule; neither repeats the input.
 */
export function ensure(condition: boolean, what: string, expected: string): asserts condition {
  if (!condition) throw new YinzhengError("schema.pattern", { what, expected });
}

/** Throws `internal` unless `condition` holds: the caller, not the input, is at fault. */
export function demand(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new YinzhengError("internal", { expected });
}
