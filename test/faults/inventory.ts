import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { CertificateView, Service } from "../../src/service/service.ts";
import type { Store } from "../../src/store/store.ts";
import { settled } from "../service/harness.ts";
import { principal, type World } from "../service/world.ts";

/** What a service holds when nothing is under way. */
export interface Inventory {
  readonly certificates: readonly {
    readonly id: string;
    readonly state: string;
    readonly status: string | null;
    readonly cell: string | null;
    /** Verdict of its bundle; null where it is not issued. */
    readonly verdict: string | null;
  }[];
  /** `certificate.placed` records by certificate. */
  readonly placed: Readonly<Record<string, number>>;
  /** Batches that the chain has, in the order of the log. */
  readonly anchored: readonly Hex[];
  readonly defects: number;
}

const ANCHOR_KIND = toHex(utf8("yinzheng/log/anchor/v1")).slice(2);

export async function inventory(service: Service, world: World, store: Store): Promise<Inventory> {
  const by = principal(world.licences);
  const list = async (): Promise<readonly CertificateView[]> =>
    (await service.certificates(by, {}, { limit: 100 })).items;
  await settled(async () => (await list()).every(({ state }) => state !== "anchoring"));
  const certificates = await Promise.all(
    (await list()).map(async ({ id, state, status, cell }) => ({
      id,
      state,
      status,
      cell: cell === null ? null : `${cell.batchId}/${cell.index}`,
      verdict: state === "issued" ? await verdictOf(service, world, id) : null,
    })),
  );
  const placed: Record<string, number> = {};
  for await (const { kind, subject } of store.journal.scan(1)) {
    if (kind === "certificate.placed") placed[subject] = (placed[subject] ?? 0) + 1;
  }
  const { defects } = await store.journal.audit();
  return { certificates, placed, anchored: await anchoredIn(world), defects: defects.length };
}

async function verdictOf(service: Service, world: World, id: string): Promise<string> {
  const { text } = await service.bundle(principal(world.licences), id);
  return (await service.verify(principal(world.licences), utf8(text), { level: "archival" })).verdict;
}

/** batchIds of the log's anchor records: registryId 32 ‖ kind 32 ‖ time 8 ‖ parent 32 ‖ memberId, epoch, batchId … */
async function anchoredIn(world: World): Promise<readonly Hex[]> {
  const ledger = world.ledger();
  const { size } = await ledger.logState();
  const leaves = await ledger.logLeaves(0, size);
  await ledger.close();
  return leaves
    .filter((data) => data.slice(2 + 64).startsWith(ANCHOR_KIND))
    .map((data): Hex => `0x${data.slice(2 + 2 * (32 + 32 + 8 + 32 + 64), 2 + 2 * (32 + 32 + 8 + 32 + 96))}`);
}
