import { judgeDocument, openDocument } from "../documents/read/judge.ts";
import { isForPdf } from "../documents/read/read.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Bundle } from "../proof/bundle.ts";
import type { Facts } from "../proof/facts.ts";
import type { Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import { certificateOf } from "../proof/sealed-document.ts";
import type { TrustFile } from "../proof/trust.ts";
import type { Verifier } from "../proof/verifier.ts";
import { type Asked, gather, gatherDocument } from "../service/gather.ts";
import type { Runtime } from "./runtime.ts";

/** A file that is to be judged, opened. */
export interface Given {
  /** The certificate in it; null: there is none, and nobody to ask about it. */
  readonly bundle: Bundle | null;
  gather(ledger: Ledger, asked: Asked): Promise<Facts>;
  judge(facts: Facts, policy: Policy): Report;
}

/** A bundle or a PDF, by what stands in it. Throws `json.*`, `bundle.*` and `text.*` for what is neither. */
export async function openGiven(
  { readDocument, clock }: Pick<Runtime, "readDocument" | "clock">,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  trust: TrustFile,
  verifier: Verifier,
): Promise<Given> {
  if (!isForPdf(bytes, file)) {
    const bundle = verifier.parse(bytes);
    return {
      bundle,
      gather: (ledger, asked) => gather(ledger, bundle, asked),
      judge: (facts, policy) => verifier.verify(bundle, facts, policy, clock()),
    };
  }
  const opened = openDocument(bytes, await readDocument(bytes), (certificate) => verifier.parse(certificate));
  const { document } = opened;
  return {
    bundle: document === null ? null : certificateOf(document),
    gather: async (ledger, asked) => (document === null ? { node: null } : gatherDocument(ledger, document, asked)),
    judge: (facts, policy) => judgeDocument(opened, facts, trust, policy, clock()),
  };
}
