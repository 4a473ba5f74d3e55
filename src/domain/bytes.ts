/** A byte string in JSON: `0x` and lower-case hex digits, an even number of them. */
export type Hex = `0x${string}`;

/** Whole seconds since 1970-01-01T00:00:00Z, as on chain. */
export type Seconds = number;
