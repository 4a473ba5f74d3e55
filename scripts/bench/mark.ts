/** Something to measure: does some of it and tells how many operations that were. */
export interface Contender {
  readonly name: string;
  run(): number | Promise<number>;
}

/** Operations per CPU-second of this process, all its threads together, and what that is beside the first of its race. */
export interface Mark {
  readonly name: string;
  readonly perSecond: number;
  readonly ratio: number;
}

const ROUNDS = 5;
const SLICE_SECONDS = 0.4;

/** CPU time of this process, in seconds: what other processes of a shared machine take is not in it. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Measures the contenders in turns, so that what the machine does beside falls on all of them, and takes the median of
 * the rounds. Each runs once before, unmeasured, for the compiler.
 */
export async function race(contenders: readonly Contender[]): Promise<readonly Mark[]> {
  const rates = contenders.map((): number[] => []);
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, contender] of contenders.entries()) rates[i]?.push(await rateOf(contender));
  }
  const medians = rates.map((list) => list.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
  return contenders.map(({ name }, i) => ({
    name,
    perSecond: medians[i] ?? 0,
    ratio: (medians[i] ?? 0) / (medians[0] ?? 1),
  }));
}

async function rateOf({ run }: Contender): Promise<number> {
  const start = cpuSeconds();
  let operations = 0;
  while (cpuSeconds() - start < SLICE_SECONDS) operations += await run();
  return operations / (cpuSeconds() - start);
}

/** One line: operations per CPU-second, microseconds of one, and the ratio to `beside`. */
export function mark({ name, perSecond, ratio }: Mark, beside: string): void {
  const cost = 1e6 / perSecond;
  line(name, `${grouped(perSecond)}/s`, `${grouped(cost)} µs`, `${ratio.toPrecision(2)} × ${beside}`);
}

/** One line of figures, in columns. */
export function line(name: string, ...figures: readonly string[]): void {
  process.stdout.write(`  ${name.padEnd(62)}${figures.map((figure) => figure.padStart(12)).join("  ")}\n`);
}

export function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

/** 12,345 or 1.2: three digits are enough of any measurement. */
export function grouped(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
