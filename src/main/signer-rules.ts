import { z } from "zod";
import { isDate } from "../domain/dates.ts";

/** `rules` of a signer.json: what SignerRules says, and nothing else. An unknown key is an error. */

const decimal = z.string().regex(/^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/, 'a decimal in a string, like "1000000.00"');
const currency = z.string().regex(/^[A-Z]{3}$/, "a currency code of ISO 4217, like CNY");
const text = z.string().min(1).max(200);
const days = z.int().min(-100_000).max(100_000);
const count = z.int().min(0);
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "HH:MM");

const field = z.strictObject({
  min: decimal.exactOptional(),
  max: decimal.exactOptional(),
  currency: currency.exactOptional(),
  oneOf: z.array(text).min(1).exactOptional(),
  pattern: text.exactOptional(),
  earliest: days.exactOptional(),
  latest: days.exactOptional(),
  absent: z.boolean().exactOptional(),
});

const amount = z.strictObject({
  field: text,
  perBatch: decimal.exactOptional(),
  perDay: decimal.exactOptional(),
  currency: currency.exactOptional(),
  absent: z.boolean().exactOptional(),
});

const rates = z.strictObject({
  perBatch: count.exactOptional(),
  perHour: count.exactOptional(),
  perDay: count.exactOptional(),
});

const hours = z
  .strictObject({
    weekdays: z.array(z.int().min(1).max(7)).min(1).exactOptional(),
    from: time.exactOptional(),
    until: time.exactOptional(),
    except: z.array(z.string().refine(isDate, "YYYY-MM-DD")).exactOptional(),
  })
  // Times of this form sort as text.
  .refine(({ from = "00:00", until = "24:00" }) => from < until, "an end after the beginning, on the same day");

const type = z.strictObject({
  fields: z.record(z.string(), field).exactOptional(),
  amount: amount.exactOptional(),
  documents: rates.exactOptional(),
});

export const rulesSchema = z.strictObject({
  types: z.record(z.string(), type).exactOptional(),
  documents: rates.exactOptional(),
  statusOrders: z.strictObject({ perDay: count }).exactOptional(),
  hours: hours.exactOptional(),
});
