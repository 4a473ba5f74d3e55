import { isForReading } from "../documents/read/file.ts";
import { judgeFile, openFile } from "../documents/read/judge-file.ts";
import { NO_FACTS } from "../proof/facts.ts";
import type { Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import type { Context } from "./context.ts";
import { gather } from "./gather.ts";
import { gatherFile } from "./gather-file.ts";
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

/**
 * The same for a file: a PDF, an OFD, a seal or a use of one gives a report, whatever stands in it; anything else is taken
 * for a bundle.
 *
 * @param content what a use of a seal by itself is over
 */
export async function verifyFile(
  context: Context,
  { name, bytes, content }: SentFile,
  policy: Partial<Policy> = {},
): Promise<Report> {
  if (!isForReading(bytes, name)) return verifyBytes(context, bytes, policy);
  const { ledger, trust, verifier } = context;
  const demanded = demandOf(policy);
  const reading = await context.readDocument(bytes);
  const opened = openFile(bytes, reading, (certificate) => verifier.parse(certificate), content ?? null);
  const facts = demanded.level === "online" ? await gatherFile(ledger, opened, { trust }) : NO_FACTS;
  return judgeFile(opened, facts, trust, demanded, context.clock());
}

const demandOf = (policy: Partial<Policy>): Policy => ({ level: "online", ...policy });
