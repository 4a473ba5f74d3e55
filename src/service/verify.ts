import { NO_FACTS } from "../proof/facts.ts";
import type { Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import type { Context } from "./context.ts";
import { gather } from "./gather.ts";

/**
 * Judges the bytes of a bundle against the service's own node and trust file; level online unless the policy says
 * otherwise. Nothing is journaled or logged. A bundle that says what is not so gives a report; throws `json.*`,
 * `bundle.format` and `bundle.too_large` for what is no bundle.
 */
export async function verifyBytes(context: Context, bytes: Uint8Array, policy: Partial<Policy> = {}): Promise<Report> {
  const bundle = context.verifier.parse(bytes);
  const demanded: Policy = { level: "online", ...policy };
  const facts = demanded.level === "online" ? await gather(context.ledger, bundle, { trust: context.trust }) : NO_FACTS;
  return context.verifier.verify(bundle, facts, demanded, context.clock());
}
