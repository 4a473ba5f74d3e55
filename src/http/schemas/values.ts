import * as z from "zod";
import { isDate, parseInstant } from "../../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { parseIdentifier } from "../../domain/identifier.ts";
import { isJsonObject, type JsonObject } from "../../domain/json-value.ts";
import { CELL_STATES, STATUS_REASONS, type StatusReason } from "../../domain/status.ts";
import { SUCCESSION_KINDS } from "../../domain/succession.ts";
import { checkText } from "../../domain/text.ts";
import { LEVELS } from "../../proof/policy.ts";

// Shapes of single values. Rules that the domain has are asked of the domain, so that code and sentence are its own.

/** A string that a rule of the domain, which throws, has accepted; its error code becomes the fault's. */
function judged(rule: (text: string) => unknown) {
  return z.string().superRefine((value, context) => {
    try {
      rule(value);
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      const { code, detail } = error;
      context.addIssue({
        code: "custom",
        params: { code, ...(detail.expected !== undefined && { expected: detail.expected }) },
      });
    }
  });
}

function hex(digits: RegExp, description: string) {
  return z.templateLiteral(["0x", z.string().regex(digits)]).meta({ description });
}

export const address = hex(/[0-9a-f]{40}/, "Address of a key, 20 bytes");
export const bytes16 = hex(/[0-9a-f]{32}/, "16 bytes");
export const bytes32 = hex(/[0-9a-f]{64}/, "32 bytes");
export const signature = hex(/[0-9a-f]{130}/, "secp256k1 signature r ‖ s ‖ v, 65 bytes");
export const seconds = z.int().min(0).meta({ description: "Whole seconds since 1970-01-01T00:00:00Z" });
export const uint32 = z.int().min(0).max(0xffffffff);

export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
export const statusReason = z.enum(Object.keys(STATUS_REASONS) as [StatusReason, ...StatusReason[]]);
export const successionKind = z.enum(SUCCESSION_KINDS);
export const cellState = z.enum(CELL_STATES);
export const level = z.enum(LEVELS);

/** Any object: it has passed the strict gate, and the domain looks into it. */
export const jsonObject = z.custom<JsonObject>(isJsonObject).meta({ override: { type: "object" } });

/** Free text that somebody writes for somebody else, in characters. */
const TEXT_MAX = 500;
export const text = judged((value) => checkText(value, "", { max: TEXT_MAX })).meta({
  override: { minLength: 1, maxLength: TEXT_MAX },
});

export const certificateId = judged(parseIdentifier).meta({
  description: "Identifier of a certificate, GB/T 36904",
  example: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
});

export const uscc = z
  .string()
  .regex(/^[0-9A-Z]{18}$/)
  .meta({ description: "Unified social credit code", example: "11430000006122244L" });

export const dateOrInstant = judged(checkTime).meta({
  description: "YYYY-MM-DD or an RFC 3339 instant in whole seconds",
  example: "2026-11-23",
});

function checkTime(value: string): void {
  if (isDate(value) || parseInstant(value) !== undefined) return;
  throw new YinzhengError("schema.date", { expected: "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ" });
}
