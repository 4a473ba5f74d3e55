import { NO_FACTS } from "../../src/proof/facts.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { createService } from "../../src/service/create.ts";
import { approvalOf, inputOf, until } from "../../test/service/import/drive.ts";
import { linesOf } from "../../test/service/import/sheet.ts";
import { openWorld, principal } from "../../test/service/world.ts";
import { depsOf, stopwatch } from "./batch.ts";
import { grouped, heading, line, progress } from "./mark.ts";

/**
 * One file of so many licences, once: drafted, approved as one, anchored and issued in one batch, everybody's work on one
 * core; then every bundle made, and every certificate verified by one verifier that knew none of them.
 */
export async function benchLarge(size: number): Promise<void> {
  const before = mebibytes();
  const started = performance.now();
  const world = await openWorld();
  const service = await createService(depsOf(world, 1024));
  const by = principal(world.licences);
  const lines = linesOf(size);
  const spent = stopwatch();
  const { id } = await service.batches.receive(by, inputOf(world, lines));
  await until(service, by, id, "awaiting_approval");
  const drafting = spent();
  progress(`a batch of ${grouped(size)}: approved and issued`);
  const approval = await approvalOf(service, world, id);
  const approving = spent();
  await service.batches.approve(by, id, approval);
  await until(service, by, id, "issued");
  const issuing = spent();
  const wall = (performance.now() - started) / 1000;
  const issued = mebibytes();
  progress(`a batch of ${grouped(size)}: bundles made and verified`);
  const files: Uint8Array[] = [];
  for await (const { text } of await service.batches.bundles(by, id)) files.push(Buffer.from(text));
  const reading = spent();
  const verifier = createVerifier(world.trust);
  for (const file of files) {
    const { verdict } = verifier.judge(file, NO_FACTS, { level: "archival" }, world.clock());
    if (verdict !== "valid") throw new Error(`a certificate of the large batch is ${verdict}`);
  }
  const verifying = spent();
  await service.close();
  heading(`a file of ${grouped(size)} certificates, one approval, one anchor, once`);
  const rate = (name: string, seconds: number) =>
    line(name, `${grouped(size / seconds)}/s`, `${grouped((1e6 * seconds) / size)} µs`);
  rate("issued, all parties on one core", drafting + approving + issuing);
  rate("  the service: rows read, judged, drafted and journalled", drafting);
  rate("  the maker's process: all drafts read, one approval", approving);
  rate("  service and two officers: signed, anchored, checked, issued", issuing);
  rate("bundles made and verified by the service", reading);
  rate("verified by somebody who knew none, evidences included", verifying);
  line("issued, wall time on this machine", `${grouped(wall)} s`);
  const memory = [before, issued, mebibytes(), process.resourceUsage().maxRSS / 2 ** 10];
  line("memory (RSS): before, issued, verified, peak", ...memory.map((size) => `${grouped(size)} MiB`));
}

const mebibytes = (): number => process.memoryUsage.rss() / 2 ** 20;
