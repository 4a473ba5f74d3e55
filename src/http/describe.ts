import type * as z from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { ERRORS, type ErrorCode } from "../domain/errors.ts";
import { problem } from "./schemas/answers.ts";
import { STATUS } from "./status.ts";

/** An answer of the OpenAPI document. */
export function answer(
  description: string,
  schema?: z.ZodType,
  mediaType = "application/json",
): ZodOpenApiResponseObject {
  return schema === undefined ? { description } : { description, content: { [mediaType]: { schema } } };
}

/** The problems that an operation can answer with, one entry for each status, naming its codes. */
export function refusals(...codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(codes, (code) => STATUS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => {
      const description = those.map((code) => `\`${code}\` ${ERRORS[code].en}`).join("  \n");
      return [`${status}`, answer(description, problem, "application/problem+json")];
    }),
  );
}

export const BODY_REFUSALS = [
  "json.syntax",
  "json.duplicate_key",
  "json.encoding",
  "json.empty",
  "json.not_object",
  "http.media_type",
  "http.too_large",
] as const satisfies readonly ErrorCode[];

export const WRITE_REFUSALS = [
  ...BODY_REFUSALS,
  "schema.unknown_field",
  "schema.missing_field",
  "schema.type",
  "auth.missing",
  "auth.invalid",
  "auth.forbidden",
  "http.idempotency_key_missing",
  "http.idempotency_key_reused",
  "conflict.state",
] as const satisfies readonly ErrorCode[];
