import type * as z from "zod";
import { ERRORS, type ErrorCode, type Issue, YinzhengError } from "../domain/errors.ts";
import { pointerTo } from "../domain/json-value.ts";

/** Where a fault stands: in the JSON body by pointer, in the query by the parameter's name. */
export type Place = "body" | "query";

/**
 * Untrusted input, once, at the door: the schema's value.
 *
 * @throws schema.* with every fault in `detail.issues`; the values themselves are never repeated
 */
export function parseShape<S extends z.ZodType>(schema: S, input: unknown, place: Place = "body"): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((fault) => faultsOf(fault, input));
  const [first] = issues;
  if (first === undefined) throw new YinzhengError("schema.type", { pointer: "" });
  const { code, ...where } = first;
  throw new YinzhengError(code, { ...where, issues, in: place });
}

/**
 * The query as a shape: each parameter once, none unknown.
 *
 * @throws schema.* as parseShape
 */
export function parseQuery<S extends z.ZodType>(schema: S, url: string): z.output<S> {
  const start = url.indexOf("?");
  const parameters = new URLSearchParams(start < 0 ? "" : url.slice(start));
  const input: Record<string, unknown> = Object.create(null);
  for (const name of parameters.keys()) {
    const values = parameters.getAll(name);
    input[name] = values.length === 1 ? values[0] : values;
  }
  return parseShape(schema, { ...input }, "query");
}

function faultsOf(fault: z.core.$ZodIssue, input: unknown): Issue[] {
  const pointer = fault.path.map((key) => (typeof key === "symbol" ? "" : key)).reduce<string>(pointerTo, "");
  if (fault.code === "unrecognized_keys") {
    return fault.keys.map((key) => ({ code: "schema.unknown_field", pointer: pointerTo(pointer, key) }));
  }
  if (isMissing(input, fault.path)) return [{ code: "schema.missing_field", pointer }];
  const expected = expectedBy(fault);
  return [{ code: codeOf(fault), pointer, ...(expected === undefined ? {} : { expected }) }];
}

function codeOf(fault: z.core.$ZodIssue): ErrorCode {
  if (fault.code === "custom") return codeOfRule(fault.params);
  if (fault.code === "invalid_format") return "schema.pattern";
  if (fault.code === "invalid_type" || fault.code === "invalid_union") return "schema.type";
  return "schema.value";
}

/** schemas/values.ts hands on what a rule of the domain said. */
function codeOfRule(params: Record<string, unknown> | undefined): ErrorCode {
  const code = params?.code;
  return typeof code === "string" && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "schema.type";
}

function expectedBy(fault: z.core.$ZodIssue): string | undefined {
  if (fault.code === "custom") return typeof fault.params?.expected === "string" ? fault.params.expected : undefined;
  if (fault.code === "invalid_type") return fault.expected;
  if (fault.code === "invalid_value") return fault.values.map(String).join(", ");
  if (fault.code === "invalid_format") return fault.pattern;
  if (fault.code === "too_big") return `at most ${fault.maximum}`;
  if (fault.code === "too_small") return `at least ${fault.minimum}`;
  return undefined;
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = input;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return true;
    at = Reflect.get(at, key);
  }
  return false;
}
