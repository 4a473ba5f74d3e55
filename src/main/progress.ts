import type { Output } from "../cli/runtime.ts";

/** Steps of a start, told as they end where they take over a second, and while they last on a terminal. */
export interface Steps {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const WORTH_TELLING_MS = 1000;

export function progressTo(output: Output, clock: () => number = Date.now): Steps {
  return {
    async step(name, work) {
      const start = clock();
      const announced = setTimeout(() => output.write(`  … ${name}\n`), WORTH_TELLING_MS);
      try {
        const result = await work();
        const elapsed = clock() - start;
        if (elapsed >= WORTH_TELLING_MS) output.write(`  ✓ ${name} (${(elapsed / 1000).toFixed(1)} s)\n`);
        return result;
      } finally {
        clearTimeout(announced);
      }
    },
  };
}
