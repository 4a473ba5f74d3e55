import { isYinzhengError } from "../../domain/errors.ts";
import { parseIdentifier } from "../../domain/identifier.ts";
import type { Outcome, PublicRecord } from "./outcome.ts";

/** As `GET /v1/certificates/{id}` answers anyone. */
interface Answer {
  readonly id: string;
  readonly type: { readonly names: PublicRecord["type"] };
  readonly issuer: { readonly names: PublicRecord["issuer"] };
  readonly state: PublicRecord["state"];
  readonly status: PublicRecord["status"];
}

/** Asks this page's own service what it says of a certificate: a record, never a verdict. */
export async function lookUp(id: string): Promise<Outcome> {
  try {
    parseIdentifier(id);
    const response = await fetch(`/v1/certificates/${id}`, { credentials: "omit" });
    if (response.status === 404) return { kind: "lookup-fault", fault: "missing", id };
    if (!response.ok) return { kind: "lookup-fault", fault: "failed", id };
    const { type, issuer, state, status }: Answer = await response.json();
    return { kind: "lookup", record: { id, type: type.names, issuer: issuer.names, state, status } };
  } catch (error) {
    return { kind: "lookup-fault", fault: isYinzhengError(error) ? "bad" : "failed", id };
  }
}
