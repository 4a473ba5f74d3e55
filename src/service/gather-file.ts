import type { OpenedFile } from "../documents/read/judge-file.ts";
import { stampedProof } from "../documents/read/judge-stamped.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Facts, NO_FACTS } from "../proof/facts.ts";
import { type Asked, gatherDocument, gatherStamped } from "./gather.ts";

/** What the verifier's own node says about a file; nothing where there is nobody to ask about. */
export async function gatherFile(ledger: Ledger, opened: OpenedFile, asked: Asked = {}): Promise<Facts> {
  if (opened.kind === "document") {
    const { document } = opened.document;
    return document === null ? NO_FACTS : gatherDocument(ledger, document, asked);
  }
  const proof = stampedProof(opened.stamped);
  return proof === null ? NO_FACTS : gatherStamped(ledger, proof, asked);
}
