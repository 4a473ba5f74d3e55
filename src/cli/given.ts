import { isForReading } from "../documents/read/file.ts";
import { judgeFile, type OpenedFile, openFile } from "../documents/read/judge-file.ts";
import { stampedProof } from "../documents/read/judge-stamped.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Bundle } from "../proof/bundle.ts";
import type { Facts } from "../proof/facts.ts";
import type { Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import { certificateOf } from "../proof/sealed-document.ts";
import type { TrustFile } from "../proof/trust.ts";
import type { Verifier } from "../proof/verifier.ts";
import { type Asked, gather } from "../service/gather.ts";
import { gatherFile } from "../service/gather-file.ts";
import type { Runtime } from "./runtime.ts";

/** A file that is to be judged, opened. */
export interface Given {
  /** The certificate in it; null: there is none. */
  readonly bundle: Bundle | null;
  /** Installation in which what it says is anchored; null: there is nobody to ask about it. */
  readonly registryId: Hex | null;
  gather(ledger: Ledger, asked: Asked): Promise<Facts>;
  judge(facts: Facts, policy: Policy): Report;
}

/**
 * A bundle, a PDF, an OFD, a seal or a use of one, by what stands in it. Throws `json.*`, `bundle.*` and `text.*` for what is
 * none of them.
 *
 * @param content what a use of a seal by itself is over
 */
export async function openGiven(
  { readDocument, clock }: Pick<Runtime, "readDocument" | "clock">,
  {
    file,
    bytes,
    content = null,
  }: { readonly file: string; readonly bytes: Uint8Array; readonly content?: Uint8Array | null },
  trust: TrustFile,
  verifier: Verifier,
): Promise<Given> {
  if (!isForReading(bytes, file)) {
    const bundle = verifier.parse(bytes);
    return {
      bundle,
      registryId: bundle.registryId,
      gather: (ledger, asked) => gather(ledger, bundle, asked),
      judge: (facts, policy) => verifier.verify(bundle, facts, policy, clock()),
    };
  }
  const opened = openFile(bytes, await readDocument(bytes), (certificate) => verifier.parse(certificate), content);
  return {
    ...askedAbout(opened),
    gather: (ledger, asked) => gatherFile(ledger, opened, asked),
    judge: (facts, policy) => judgeFile(opened, facts, trust, policy, clock()),
  };
}

function askedAbout(opened: OpenedFile): Pick<Given, "bundle" | "registryId"> {
  if (opened.kind === "stamped") return { bundle: null, registryId: stampedProof(opened.stamped)?.registryId ?? null };
  const { document } = opened.document;
  const bundle = document === null ? null : certificateOf(document);
  return { bundle, registryId: bundle?.registryId ?? null };
}
