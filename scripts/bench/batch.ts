import { randomBytes } from "node:crypto";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { typeTable } from "../../src/domain/types/table.ts";
import { createService } from "../../src/service/create.ts";
import type { ServiceDeps } from "../../src/service/deps.ts";
import type { ApprovalInput, CertificateView } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { approvalOf, LICENCE } from "../../test/service/harness.ts";
import { TestTimers } from "../../test/service/timers.ts";
import { openWorld, principal, served, type World } from "../../test/service/world.ts";
import { cpuSeconds } from "./mark.ts";

/** One batch on chain, issued by the service over real contracts and real officers' signers. */
export interface IssuedBatch {
  readonly world: World;
  readonly deps: ServiceDeps;
  readonly views: readonly CertificateView[];
  /** Bundle files, as anybody gets them. */
  readonly files: readonly Uint8Array[];
  /** CPU-seconds of each part of the road, for all certificates together. */
  readonly spent: Spent;
}

export interface Spent {
  readonly drafting: number;
  /** In the maker's own process: reads the draft, notes and signs its approval. */
  readonly approving: number;
  /**
   * In the service: approval checked → cell → signed → journaled → tree → anchored → evidence → self-check → issued; and in
   * the officers' own processes, of which each checks every document and every approval of the batch.
   */
  readonly issuing: number;
}

/** The licence as an agency has it that signs batches and not each certificate, by a version of its own. */
export const SIGNED_AS_BATCH: TypeDefinition = {
  ...BUSINESS_LICENCE,
  version: BUSINESS_LICENCE.version + 1,
  suites: [],
  batchSuites: ["sm2-jcs-2026"],
};

/** Issues a full batch of `size` business licences end to end: store and chain in memory, nothing else left out. */
export async function issueBatch(size: number, type: TypeDefinition = BUSINESS_LICENCE): Promise<IssuedBatch> {
  const types = typeTable([type]);
  const world = await openWorld(undefined, undefined, types);
  const deps = { ...depsOf(world, size), types };
  const service = await createService(deps);
  const by = principal(world.licences);
  const spent = stopwatch();
  const drafts: CertificateView[] = [];
  for (let i = 0; i < size; i++)
    drafts.push(await service.issue(by, { type: world.licences.type, subject: subjectOf(i) }));
  const drafting = spent();
  const approvals: ApprovalInput[] = [];
  for (const view of drafts) approvals.push(await approvalOf(world.licences, view));
  const approving = spent();
  const options = { waitMs: Number.MAX_SAFE_INTEGER };
  const views = await Promise.all(
    drafts.map(({ id }, i) => service.approve(by, id, approvals[i] ?? missing(), options)),
  );
  const issuing = spent();
  const files: Uint8Array[] = [];
  for (const { id } of views) files.push(Buffer.from((await service.bundle(by, id)).text));
  await service.close();
  return { world, deps, views, files, spent: { drafting, approving, issuing } };
}

/** A licence like many: names of different lengths. */
export function subjectOf(i: number): JsonObject {
  return { ...LICENCE, name: `环翠区${"福禄寿喜".slice(0, 1 + (i % 4))}面馆第${i}号店` };
}

/** What the service runs on: store and chain in memory. */
export function depsOf(world: World, capacity: number): ServiceDeps {
  return {
    store: openMemoryStore(),
    ledger: world.ledger(),
    members: [served(world.licences)],
    officers: world.licences.officers,
    witnesses: [world.witness],
    trust: world.trust,
    publicUrl: "https://demo.yinzheng.example",
    apiKeys: [],
    clock: world.clock,
    random: (n) => new Uint8Array(randomBytes(n)),
    timers: new TestTimers(),
    batching: { maxWaitMs: Number.MAX_SAFE_INTEGER, capacity },
  };
}

/** CPU-seconds since it was asked last. */
export function stopwatch(): () => number {
  let last = cpuSeconds();
  return () => {
    const now = cpuSeconds();
    const spent = now - last;
    last = now;
    return spent;
  };
}

function missing(): never {
  throw new Error("no approval");
}
