import type { Seconds } from "../../../domain/bytes.ts";
import { dateAt, startOfDay } from "../../../domain/dates.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/json-value.ts";
import { amountIn, decimal, millionths, valuesAt } from "./amounts.ts";
import { followsPattern } from "./pattern.ts";
import { type AmountRule, type Broken, type FieldRule, type RuleName, refuseBy, type TypeRules } from "./rules.ts";

const DAY: Seconds = 24 * 3600;
export const DEFAULT_CURRENCY = "CNY";

/** One document, of which its type has nothing to say against. */
export interface Judged {
  /** Code of its type. */
  readonly type: string;
  readonly subject: JsonObject;
  readonly at: string;
}

type Refuse = (rule: RuleName, limit: Broken["limit"], value?: Broken["value"]) => never;

/** Throws `signer.refused` where a field is not within its limits. */
export function judgeFields({ fields = {} }: TypeRules, { type, subject, at }: Judged, now: Seconds): void {
  for (const [field, rule] of Object.entries(fields)) {
    const refuse: Refuse = (name, limit, value) =>
      refuseBy(name, { type, field, at, limit, ...(value === undefined ? {} : { value }) });
    for (const value of valuesAt(subject, field)) {
      if (value !== null) judgeField(rule, value, now, refuse);
      else if (rule.absent !== true) refuse("field.absent", "required");
    }
  }
}

function judgeField(rule: FieldRule, value: JsonValue, now: Seconds, refuse: Refuse): void {
  if (rule.min !== undefined || rule.max !== undefined) judgeAmount(rule, value, refuse);
  if (rule.oneOf !== undefined && !rule.oneOf.includes(String(value))) refuse("field.one_of", rule.oneOf.join(" | "));
  if (rule.pattern !== undefined && !followsPattern(String(value), rule.pattern)) refuse("field.pattern", rule.pattern);
  if (rule.earliest !== undefined || rule.latest !== undefined) judgeDays(rule, value, now, refuse);
}

function judgeAmount({ min, max, currency }: FieldRule, value: JsonValue, refuse: Refuse): void {
  const found = amountIn(value);
  checkCurrency(found.currency, currency, (limit, other) => refuse("field.currency", limit, other));
  if (min !== undefined && found.amount < millionths(min)) refuse("field.min", min, decimal(found.amount));
  if (max !== undefined && found.amount > millionths(max)) refuse("field.max", max, decimal(found.amount));
}

/** A date is one day, a period begins and ends; a birthday is a person's, so no refusal repeats the day. */
function judgeDays({ earliest, latest }: FieldRule, value: JsonValue, now: Seconds, refuse: Refuse): void {
  const [from, until] = isJsonObject(value) ? [value.from, value.until] : [value, value];
  const today = startOfDay(dateAt(now));
  const daysTo = (date: JsonValue | undefined): number => (startOfDay(String(date)) - today) / DAY;
  if (earliest !== undefined && daysTo(from) < earliest) refuse("field.earliest", earliest);
  if (latest !== undefined && daysTo(until) > latest) refuse("field.latest", latest);
}

/** What a document adds to the sum that an amount rule limits; throws `signer.refused` where that can't be told. */
export function amountOf(rule: AmountRule, { type, subject, at }: Judged): bigint {
  const { field, absent = false, currency } = rule;
  return valuesAt(subject, field).reduce<bigint>((sum, value) => {
    if (value === null && absent) return sum;
    if (value === null) return refuseBy("amount.absent", { type, field, at, limit: "required" });
    const found = amountIn(value);
    checkCurrency(found.currency, currency, (limit, other) =>
      refuseBy("amount.currency", { type, field, at, limit, value: other }),
    );
    return sum + found.amount;
  }, 0n);
}

/** Money of several currencies does not compare and has no sum. A plain number has none. */
function checkCurrency(
  found: string | undefined,
  wanted: string = DEFAULT_CURRENCY,
  refuse: (limit: string, value: string) => never,
): void {
  if (found !== undefined && found !== wanted) refuse(wanted, found);
}
