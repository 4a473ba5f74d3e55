import { NO_FACTS } from "../../src/proof/facts.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { issueBatch } from "./batch.ts";
import { cpuSeconds, grouped, heading, line, progress } from "./mark.ts";

/** One large batch, once: issued and anchored end to end, then every certificate verified by one verifier that knew none. */
export async function benchLarge(size: number): Promise<void> {
  const before = mebibytes();
  const started = performance.now();
  const { spent, files, world } = await issueBatch(size);
  const issued = { cpu: spent.drafting + spent.approving + spent.signing + spent.issuing, wall: seconds(started) };
  const after = mebibytes();
  progress(`verifying ${grouped(size)} certificates`);
  const start = cpuSeconds();
  const verifier = createVerifier(world.trust);
  for (const file of files) {
    const { verdict } = verifier.judge(file, NO_FACTS, { level: "archival" }, world.clock());
    if (verdict !== "valid") throw new Error(`a certificate of the large batch is ${verdict}`);
  }
  const verified = cpuSeconds() - start;
  heading(`a batch of ${grouped(size)} certificates in one anchor, once`);
  const rate = (name: string, cpu: number) =>
    line(name, `${grouped(size / cpu)}/s`, `${grouped((1e6 * cpu) / size)} µs`);
  rate("issued end to end, all parties on one core", issued.cpu);
  rate("  the service's part", spent.drafting + spent.issuing);
  rate("verified, evidence of all its 128-cell words included", verified);
  line("wall time of issuing, bundles included", `${grouped(issued.wall)} s`);
  line(
    "memory (RSS): before, with the batch, peak of the process",
    ...[before, after, peak()].map((m) => `${grouped(m)} MiB`),
  );
  await world.close();
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
const mebibytes = (): number => process.memoryUsage.rss() / 2 ** 20;
const peak = (): number => process.resourceUsage().maxRSS / 2 ** 10;
