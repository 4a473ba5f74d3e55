import { YinzhengError } from "../../../domain/errors.ts";

/**
 * What an officer lets the own signer sign, beyond what the maker signed: limits of fields, sums, rates and hours. Absent
 * parts limit nothing. Days are calendar days in Asia/Shanghai, an hour is the last 3,600 seconds.
 */
export interface SignerRules {
  /** By the code of a certificate type that this signer signs for. */
  readonly types?: Readonly<Record<string, TypeRules>>;
  /** Documents of all types together. */
  readonly documents?: DocumentRates;
  /** Changes of a cell's status, all but suspensions. */
  readonly statusOrders?: { readonly perDay: number };
  /** When anything is signed, all but suspensions. */
  readonly hours?: Hours;
}

export interface TypeRules {
  /** By the field's name in the subject; a column of a list as `items/amount`, judged in each line. */
  readonly fields?: Readonly<Record<string, FieldRule>>;
  readonly amount?: AmountRule;
  readonly documents?: DocumentRates;
}

/** One rule for each family of field kinds; a document without the field is refused unless `absent`. */
export interface FieldRule {
  /** number, money: decimals in strings, both ends included. */
  readonly min?: string;
  readonly max?: string;
  /** money: any other currency is refused; CNY by default. */
  readonly currency?: string;
  /** text, code, uscc, citizen-id, enum. */
  readonly oneOf?: readonly string[];
  /** text, code, uscc, citizen-id: see `followsPattern`. */
  readonly pattern?: string;
  /** date, period: days from today, negative before it, both ends included. */
  readonly earliest?: number;
  readonly latest?: number;
  readonly absent?: boolean;
}

/** The sum of a money or number field over the documents signed. */
export interface AmountRule {
  readonly field: string;
  readonly perBatch?: string;
  readonly perDay?: string;
  readonly currency?: string;
  readonly absent?: boolean;
}

export interface DocumentRates {
  readonly perBatch?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

export interface Hours {
  /** 1 Monday to 7 Sunday; every day where absent. */
  readonly weekdays?: readonly number[];
  /** HH:MM in Asia/Shanghai: from the beginning of `from` to before `until`. */
  readonly from?: string;
  readonly until?: string;
  /** Days, YYYY-MM-DD, on which nothing is signed. */
  readonly except?: readonly string[];
}

/** Names of the rules as a refusal gives them; each has a sentence in both dictionaries, `signer.rule.<name>`. */
export const RULES = [
  "field.absent",
  "field.min",
  "field.max",
  "field.currency",
  "field.one_of",
  "field.pattern",
  "field.earliest",
  "field.latest",
  "amount.absent",
  "amount.currency",
  "amount.per_batch",
  "amount.per_day",
  "amount.unknown",
  "documents.per_batch",
  "documents.per_hour",
  "documents.per_day",
  "status_orders.per_day",
  "hours.weekday",
  "hours.time",
  "hours.except",
] as const;
export type RuleName = (typeof RULES)[number];

/** What broke a rule. `value` is left out where it could be personal: of texts, codes and dates. */
export interface Broken {
  readonly limit: string | number;
  readonly value?: string | number;
  /** Code of the type, and field, where the rule is of one. */
  readonly type?: string;
  readonly field?: string;
  /** Which document it was. */
  readonly at?: string;
}

/** Throws `signer.refused` with the rule's name, its limit and the value that broke it. */
export function refuseBy(rule: RuleName, broken: Broken): never {
  const given = Object.entries(broken).filter(([, value]) => value !== undefined);
  throw new YinzhengError("signer.refused", {
    reason: "this officer's own rules don't allow it",
    rule,
    ...Object.fromEntries(given),
  });
}
