import type { Language } from "../i18n/dictionary.ts";
import { dateInWords } from "../i18n/times.ts";
import { isJsonObject, type JsonValue } from "../json-value.ts";
import type { FieldDefinition } from "./definition.ts";

/** A value as people read it: a text, or lines of a table. */
export type Shown = string | { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/**
 * One field of a certificate in words. What the definition does not foresee, a certificate whose verdict says so may hold:
 * it is shown as it stands, never hidden.
 */
export function shownValue(field: FieldDefinition, value: JsonValue, language: Language): Shown {
  if (field.kind === "list" && Array.isArray(value)) return tableOf(field, value, language);
  return textOf(field, value, language);
}

function tableOf({ columns = [] }: FieldDefinition, lines: readonly JsonValue[], language: Language): Shown {
  const cellsOf = (line: JsonValue): readonly string[] =>
    columns.map((column) => {
      const cell = isJsonObject(line) ? line[column.name] : undefined;
      return cell === undefined ? "—" : textOf(column, cell, language);
    });
  return { columns: columns.map(({ label }) => label[language]), rows: lines.map(cellsOf) };
}

function textOf(field: FieldDefinition, value: JsonValue, language: Language): string {
  if (isJsonObject(value)) {
    const { amount, currency, from, until } = value;
    if (typeof amount === "string" && typeof currency === "string") return money(amount, currency, language);
    if (typeof from === "string" && typeof until === "string") {
      const [start, end] = [dateInWords(from, language), dateInWords(until, language)];
      return language === "zh" ? `${start} 至 ${end}` : `${start} to ${end}`;
    }
  }
  if (typeof value !== "string") return JSON.stringify(value);
  if (field.kind === "date") return dateInWords(value, language);
  if (field.kind === "enum") return field.values?.find((one) => one.value === value)?.label[language] ?? value;
  if (field.kind === "number") return `${grouped(value)}${unitOf(field, language)}`;
  return value;
}

const unitOf = ({ unit }: FieldDefinition, language: Language): string =>
  unit === undefined ? "" : ` ${unit[language]}`;

/** 人民币 1,000,000.00 元; CNY 1,000,000.00. The digits are those of the certificate, never rounded. */
function money(amount: string, currency: string, language: Language): string {
  if (language === "en") return `${currency} ${grouped(amount)}`;
  if (currency === "CNY") return `人民币 ${grouped(amount)} 元`;
  return `${CURRENCIES[currency] ?? currency} ${grouped(amount)}`;
}

/** In Chinese; others are shown by their code (ISO 4217). */
const CURRENCIES: Readonly<Record<string, string>> = {
  USD: "美元",
  EUR: "欧元",
  JPY: "日元",
  HKD: "港元",
  MOP: "澳门币",
  TWD: "新台币",
  GBP: "英镑",
  KRW: "韩元",
  SGD: "新加坡元",
  AUD: "澳大利亚元",
  CAD: "加拿大元",
  CHF: "瑞士法郎",
  NZD: "新西兰元",
  RUB: "俄罗斯卢布",
  THB: "泰铢",
  MYR: "马来西亚林吉特",
};

function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
