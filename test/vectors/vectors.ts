import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the published test data is: YZ_VECTORS, or ../shared/vectors beside the repository. */
export const VECTORS = resolve(process.env.YZ_VECTORS ?? join(import.meta.dirname, "../../../shared/vectors"));

/** Text of a file of the published test data. */
export function vectorText(...path: string[]): string {
  return readFileSync(join(VECTORS, ...path), "utf8");
}

/** Bytes of a file of the published test data. */
export function vectorBytes(...path: string[]): Uint8Array {
  return new Uint8Array(readFileSync(join(VECTORS, ...path)));
}

/** A suite that prints, when it is done, how many of its vectors passed. */
export function countedSuite(title: string, body: () => void): void {
  const suite = describe(`vectors: ${title}`, body);
  suite.afterAll(() => {
    const [passed, failed] = ["passed", "failed"].map(
      (state) => suite.tests.filter((test) => test.state === state).length,
    );
    process.stdout.write(`\n  vectors: ${title}: ${passed} passed, ${failed} failed\n`);
  });
}

/** The same over a folder of the published test data; where it is absent, one pending test says so. */
export function describeVectors(folder: string, body: () => void, title = folder): void {
  if (existsSync(join(VECTORS, folder))) countedSuite(title, body);
  else
    describe(`vectors: ${title}`, () =>
      it.skip(`skipped: no published test data at ${join(VECTORS, folder)} (YZ_VECTORS)`));
}
