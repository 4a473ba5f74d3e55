/** Something to measure: does some of it and tells how many operations that were. */
export interface Contender {
  readonly name: string;
  run(): number | Promise<number>;
  /** What comes before each run and is not measured. */
  prepare?(): void;
}

/** Operations per CPU-second of this process, all its threads together. */
export interface Mark {
  readonly name: string;
  readonly perSecond: number;
}

/** Rounds of a race, of which the median counts. */
export const ROUNDS = 5;
const SLICE_SECONDS = 0.35;

/** CPU time of this process, in seconds: what other processes of a shared machine take is not in it. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Measures the contenders in turns, so that what the machine does beside falls on all of them, and takes the median of
 * the rounds. Each runs once before, unmeasured, for the compiler.
 */
export async function race(what: string, contenders: readonly Contender[]): Promise<readonly Mark[]> {
  const rates = contenders.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    progress(`${what}: ${round === 0 ? "warming up" : `round ${round} of ${ROUNDS}`}`);
    for (const [i, contender] of contenders.entries()) {
      const rate = await rateOf(contender);
      if (round > 0) rates[i]?.push(rate);
    }
  }
  return contenders.map(({ name }, i) => ({ name, perSecond: medianOf(rates[i] ?? []) }));
}

async function rateOf({ prepare, run }: Contender): Promise<number> {
  let [operations, seconds] = [0, 0];
  while (seconds < SLICE_SECONDS) {
    prepare?.();
    const start = cpuSeconds();
    operations += await run();
    seconds += cpuSeconds() - start;
  }
  return operations / seconds;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** One line: operations per CPU-second, microseconds of one, and what that is beside each of the others named. */
export function mark({ name, perSecond }: Mark, beside: Readonly<Record<string, Mark | undefined>>): void {
  const ratios = Object.entries(beside).map(([other, one]) =>
    one === undefined ? "" : `${(perSecond / one.perSecond).toPrecision(3)} × ${other}`,
  );
  line(name, `${grouped(perSecond)}/s`, `${grouped(1e6 / perSecond)} µs`, ...ratios);
}

/** One line of figures, in columns. */
export function line(name: string, ...figures: readonly string[]): void {
  process.stdout.write(`  ${name.padEnd(60)}${figures.map((figure) => figure.padStart(12)).join("  ")}\n`);
}

export function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

/** What is being measured now: for whoever waits at a terminal, not for a file. */
export function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `… ${text}\n`);
}

/** 12,345 or 1.2: three digits are enough of any measurement. */
export function grouped(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
