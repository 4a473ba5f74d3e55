import { dateAt, isDate, startOfDay } from "../dates.ts";
import { YinzhengError } from "../errors.ts";
import type { JsonValue } from "../json-value.ts";
import { readArray, readInteger, readObject, readOneOf, readString } from "../shape.ts";

/** What the State Council says of one year: days off that are no weekend, and weekends that are worked (调休). */
export interface CalendarYear {
  readonly year: number;
  /** By date, `YYYY-MM-DD`: is it a day off? Dates of the year before may be among them. */
  readonly days: ReadonlyMap<string, boolean>;
}

const DAY = 86_400;
/** Most days that one year's notice names, and the longest period in working days. */
const MAX_DAYS = 100;
const MAX_PERIOD = 1000;

/** Working days of China by the notices of the years that are known. */
export class WorkingCalendar {
  readonly #years: ReadonlySet<number>;
  readonly #days: ReadonlyMap<string, boolean>;

  constructor(years: readonly CalendarYear[]) {
    this.#years = new Set(years.map(({ year }) => year));
    this.#days = new Map(years.flatMap(({ days }) => [...days]));
  }

  /** Throws `rights.calendar_gap` for a date of a year that no notice is known of, `schema.date` for no date. */
  isWorkingDay(date: string): boolean {
    const start = startOfDay(date);
    const year = Number(date.slice(0, 4));
    if (!this.#years.has(year)) throw new YinzhengError("rights.calendar_gap", { year });
    // 1970-01-01 was a Thursday; the start of the day in Shanghai is 16:00 of the day before in UTC.
    const weekday = (Math.floor((start + DAY / 2) / DAY) + 4) % 7;
    const weekend = weekday === 0 || weekday === 6;
    return !(this.#days.get(date) ?? weekend);
  }

  /**
   * The `count`-th working day after a date; the date itself does not count, as periods begin on the next day (民法典 §201).
   *
   * @throws rights.calendar_gap, schema.date, schema.value
   */
  after(date: string, count: number): string {
    if (!Number.isInteger(count) || count < 1 || count > MAX_PERIOD)
      throw new YinzhengError("schema.value", { expected: `1 to ${MAX_PERIOD} working days` });
    let [at, left] = [date, count];
    while (left > 0) {
      at = nextDay(at);
      if (this.isWorkingDay(at)) left -= 1;
    }
    return at;
  }

  /**
   * The date, or the next working day where it is none: a period that would end on a day off ends on the day after (民法典 §203).
   *
   * @throws rights.calendar_gap, schema.date
   */
  orNext(date: string): string {
    let at = date;
    while (!this.isWorkingDay(at)) at = nextDay(at);
    return at;
  }
}

/** The date that many days later. Throws `schema.date`. */
export function daysAfter(date: string, count: number): string {
  return dateAt(startOfDay(date) + count * DAY);
}

const nextDay = (date: string): string => daysAfter(date, 1);

/**
 * One year's notice: `{format, year, source, off: [date], worked: [date]}`, working days that are off and weekends that are worked. A
 * year that nothing was announced of names no day, and is refused: its working days are not known.
 *
 * @throws schema.*, rights.calendar_gap
 */
export function parseCalendarYear(value: JsonValue | undefined): CalendarYear {
  const file = readObject(value, "", ["format", "year", "source", "off", "worked"]);
  readOneOf(file.format, "/format", ["yinzheng-working-days/1"]);
  readString(file.source, "/source", /\S/);
  const year = readInteger(file.year, "/year", 1990, 2200);
  const off = datesOf(file.off, "/off", year);
  const worked = datesOf(file.worked, "/worked", year);
  if (off.length === 0) throw new YinzhengError("rights.calendar_gap", { year });
  const days = new Map([...off.map((date) => [date, true] as const), ...worked.map((date) => [date, false] as const)]);
  if (days.size !== off.length + worked.length)
    throw new YinzhengError("schema.mismatch", { pointer: "", expected: "each day once" });
  return { year, days };
}

/** New Year's holiday may begin in the old year. */
function datesOf(value: JsonValue | undefined, pointer: string, year: number): readonly string[] {
  return readArray(value, pointer, 0, MAX_DAYS).map((date, i) => {
    const right = typeof date === "string" && isDate(date) && [year - 1, year].includes(Number(date.slice(0, 4)));
    if (!right) throw new YinzhengError("schema.date", { pointer: `${pointer}/${i}`, expected: `a date of ${year}` });
    return date;
  });
}
