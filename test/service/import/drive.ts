import type { Principal } from "../../../src/domain/principal.ts";
import type { BatchState, BatchView, ImportInput } from "../../../src/service/import/batches.ts";
import type { Service } from "../../../src/service/service.ts";
import { principal, type World } from "../world.ts";

/** An import of licences, with what a test changes. */
export function inputOf(world: World, bytes: Uint8Array, fields: Partial<ImportInput> = {}): ImportInput {
  return { type: world.licences.type, mode: "atomic", key: "key-1", file: { bytes, format: "jsonl" }, ...fields };
}

/** The import as soon as it is in one of these states. */
export async function until(
  { batches }: Service,
  by: Principal,
  id: string,
  ...states: readonly BatchState[]
): Promise<BatchView> {
  const over = new AbortController();
  for await (const view of await batches.watch(by, id, over.signal)) {
    if (states.includes(view.state)) return view;
  }
  throw new Error(`it never was ${states.join(" or ")}`);
}

/** What the maker's own signer makes of an import's drafts. */
export async function approvalOf({ batches }: Service, world: World, id: string) {
  const by = principal(world.licences);
  const { approval, officer, signature } = await world.licences.maker.approveBatch(
    await batches.drafts(by, id, "approval"),
  );
  const { draftsRoot, count, approvedAt } = approval;
  return { officer, signature, draftsRoot, count, approvedAt };
}

/** Imports, approves and waits until everything is issued. */
export async function imported(service: Service, world: World, input: ImportInput): Promise<BatchView> {
  const by = principal(world.licences);
  const { id } = await service.batches.receive(by, input);
  await until(service, by, id, "awaiting_approval");
  await service.batches.approve(by, id, await approvalOf(service, world, id));
  return until(service, by, id, "issued");
}
