import { p256_oprf } from "@noble/curves/nist.js";
import { ensure } from "./failure.ts";

const { voprf } = p256_oprf;
/** Compressed points of P-256, scalars, and proofs of two scalars; bytes. */
const SIZES = { point: 33, scalar: 32, proof: 64 } as const;

/**
 * A pseudorandom function that two parties compute together: whoever has the input learns the output and not the key, whoever has the
 * key learns nothing, and a proof shows that it was the key that was published. RFC 9497, mode VOPRF, suite P256-SHA256.
 */

/** Random bytes from the system's generator. */
export type Random = (n: number) => Uint8Array;

export interface Blinded {
  /** Kept by whoever has the input; 32 bytes. */
  readonly blind: Uint8Array;
  /** Sent to the holder of the key; 33 bytes. */
  readonly element: Uint8Array;
}

export interface Evaluated {
  readonly element: Uint8Array;
  /** That it was evaluated with the secret of the public key; 64 bytes. */
  readonly proof: Uint8Array;
}

/** Hides an input. Throws `schema.pattern` for one that no point stands for, which nobody will ever find. */
export function oprfBlind(input: Uint8Array, random: Random): Blinded {
  const { blind, blinded } = attempt("an input", () => voprf.blind(input, (n = 32) => random(n)));
  return { blind, element: blinded };
}

/** Evaluates what was hidden. Throws `schema.pattern` for no point of the curve, and for a secret that is not the key's. */
export function oprfEvaluate(
  { secretKey, publicKey }: { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array },
  element: Uint8Array,
  random: Random,
): Evaluated {
  sized(element, SIZES.point);
  const { evaluated, proof } = attempt("a blinded element", () =>
    voprf.blindEvaluate(secretKey, publicKey, element, (n = 32) => random(n)),
  );
  return { element: evaluated, proof };
}

/**
 * The output, 32 bytes, once the proof shows that it is the published key's.
 *
 * @throws schema.pattern where the proof does not hold, or an element is none
 */
export function oprfFinalize(
  input: Uint8Array,
  { blind, element }: Blinded,
  evaluated: Evaluated,
  publicKey: Uint8Array,
): Uint8Array {
  sized(blind, SIZES.scalar);
  sized(evaluated.element, SIZES.point);
  sized(evaluated.proof, SIZES.proof);
  return attempt("an evaluation by this key", () =>
    voprf.finalize(input, blind, evaluated.element, element, publicKey, evaluated.proof),
  );
}

const sized = (bytes: Uint8Array, length: number): void => ensure(bytes.length === length, "oprf", `${length} bytes`);

/** What the library says of its input in words of its own. */
function attempt<T>(expected: string, task: () => T): T {
  try {
    return task();
  } catch {
    return ensure(false, "oprf", expected) as never;
  }
}
