import { isYinzhengError } from "../domain/errors.ts";
import { parseIdentifier } from "../domain/identifier.ts";
import { ANONYMOUS } from "../domain/principal.ts";
import type { Service } from "../service/service.ts";
import type { LookupResult } from "../web/pages/index.ts";
import { certificateAsOf } from "./as-of.ts";

/** Longest text that is shown again as what was asked for. */
const MAX_SHOWN = 200;

/** What anyone may know of the certificate that a person typed, on the day asked about, and why there is nothing where there is nothing. */
export async function lookUp(service: Service, typed: string, date?: string): Promise<LookupResult> {
  const id = typed.trim().toUpperCase().slice(0, MAX_SHOWN);
  try {
    parseIdentifier(id);
    const { type, issuer, state, status, asOf } = await certificateAsOf(service, ANONYMOUS, id, date?.trim());
    const then = asOf === undefined ? {} : { asOf };
    return { kind: "record", record: { id, type: type.names, issuer: issuer.names, state, status, ...then } };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    if (error.detail.pointer === "/asOf") return { kind: "baddate", id };
    if (error.code.startsWith("schema.")) return { kind: "bad", id };
    return { kind: error.code === "http.not_found" ? "missing" : "failed", id };
  }
}

/** HTTP statuses of the page, so that programs and caches read it right too. */
export const LOOKUP_STATUS: Readonly<Record<LookupResult["kind"], number>> = {
  record: 200,
  missing: 404,
  bad: 422,
  baddate: 422,
  failed: 503,
};
