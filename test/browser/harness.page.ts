import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { keccak256, sha256 } from "../../src/crypto/hash.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Policy } from "../../src/proof/policy.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";

/** What the browser is given: texts, as it would read them from files. */
export interface Given {
  readonly bundle: string;
  readonly trust: string;
  readonly policy: Policy;
  readonly now: number;
}

/** In the page: hashes of a text, what the engine is, and the report on a certificate. */
export function run({ bundle, trust, policy, now }: Given) {
  const text = utf8("印证");
  return {
    agent: navigator.userAgent,
    node: "process" in globalThis,
    hashes: [toHex(sha256(text)), toHex(keccak256(text))],
    report: verify(parseBundle(utf8(bundle)), NO_FACTS, parseTrust(utf8(trust)), policy, now),
  };
}
