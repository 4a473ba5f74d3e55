import { judgeDocument, openDocument } from "../documents/read/judge.ts";
import { isForPdf } from "../documents/read/read.ts";
import { NO_FACTS } from "../proof/facts.ts";
import type { Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import type { Context } from "./context.ts";
import { gather, gatherDocument } from "./gather.ts";
import type { SentFile } from "./service.ts";

/**
 * Judges the bytes of a bundle against the service's own node and trust file; level online unless the policy says
 * otherwise. Nothing is journaled or logged. A bundle that says what is not so gives a report; throws `json.*`,
 * `bundle.format` and `bundle.too_large` for what is no bundle.
 */
export async function verifyBytes(context: Context, bytes: Uint8Array, policy: Partial<Policy> = {}): Promise<Report> {
  const bundle = context.verifier.parse(bytes);
  const demanded = demandOf(policy);
  const facts = demanded.level === "online" ? await gather(context.ledger, bundle, { trust: context.trust }) : NO_FACTS;
  return context.verifier.verify(bundle, facts, demanded, context.clock());
}

/** The same for a file: a PDF gives a report, whatever stands in it; anything else is taken for a bundle. */
export async function verifyFile(
  context: Context,
  { name, bytes }: SentFile,
  policy: Partial<Policy> = {},
): Promise<Report> {
  if (!isForPdf(bytes, name)) return verifyBytes(context, bytes, policy);
  const { ledger, trust, verifier } = context;
  const demanded = demandOf(policy);
  const opened = openDocument(bytes, await context.readDocument(bytes), (certificate) => verifier.parse(certificate));
  const asked = demanded.level === "online" && opened.document !== null;
  const facts = asked ? await gatherDocument(ledger, opened.document, { trust }) : NO_FACTS;
  return judgeDocument(opened, facts, trust, demanded, context.clock());
}

const demandOf = (policy: Partial<Policy>): Policy => ({ level: "online", ...policy });
