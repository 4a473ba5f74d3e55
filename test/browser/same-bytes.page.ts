import { fromHex, utf8 } from "../../src/crypto/encoding.ts";
import { suiteOf } from "../../src/crypto/suites/table.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Report } from "../../src/proof/report.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";
import { transcript } from "../crypto/suites/transcript.ts";

/** Signatures to verify, and certificates to judge at level archival. */
export interface Given {
  readonly signatures: readonly {
    readonly suite: string;
    readonly publicKey: string;
    readonly message: string;
    readonly signature: string;
  }[];
  readonly certificates: readonly { readonly bundle: string; readonly trust: string }[];
  readonly now: number;
}

/** In the page: all that Node computes with hashes and signatures, and what is found of signatures and certificates. */
export async function run({ signatures, certificates, now }: Given) {
  const verdicts = signatures.map(({ suite, publicKey, message, signature }) =>
    suiteOf(suite)?.verifyBytes(fromHex(publicKey), fromHex(message), fromHex(signature)),
  );
  const reports: Report[] = certificates.map(({ bundle, trust }) =>
    verify(parseBundle(utf8(bundle)), NO_FACTS, parseTrust(utf8(trust)), { level: "archival" }, now),
  );
  return { transcript: await transcript(), verdicts, reports };
}
