import { randomBytes } from "node:crypto";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import {
  CELL_STATES,
  type CellRef,
  type CellState,
  STATUS_REASONS,
  type StatusReason,
} from "../../src/domain/status.ts";
import { createService } from "../../src/service/create.ts";
import type { Notice, ServiceDeps } from "../../src/service/deps.ts";
import type { CertificateView, IssueRequest, Service, StatusInput } from "../../src/service/service.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { Store } from "../../src/store/store.ts";
import { TestTimers } from "./timers.ts";
import { type Agency, PUBLIC_URL, principal, served, type World } from "./world.ts";

/** A running service, with what a test looks at. */
export interface Harness {
  readonly service: Service;
  readonly store: Store;
  readonly timers: TestTimers;
  readonly notices: readonly Notice[];
  close(): Promise<void>;
}

/** Starts the service over real contracts; the store is a new one unless it is given. */
export async function serve(world: World, options: Partial<ServiceDeps> = {}): Promise<Harness> {
  const timers = new TestTimers();
  const notices: Notice[] = [];
  const ledger = options.ledger ?? world.ledger();
  const store = options.store ?? openMemoryStore();
  const service = await createService({
    store,
    ledger,
    members: [served(world.licences), served(world.identities)],
    officers: [...world.licences.officers, ...world.identities.officers],
    witnesses: [world.witness],
    trust: world.trust,
    documents: world.documents,
    workshop: world.workshop,
    publicUrl: PUBLIC_URL,
    apiKeys: [],
    clock: world.clock,
    random: (n) => new Uint8Array(randomBytes(n)),
    timers,
    batching: { maxWaitMs: 0 },
    notice: (notice) => notices.push(notice),
    ...options,
  });
  const close = async (): Promise<void> => {
    await service.close();
    await ledger.close();
  };
  return { service, store, timers, notices, close };
}

export const LICENCE: JsonObject = {
  unifiedSocialCreditCode: "91371000163094814Q",
  name: "环翠区葛󠄀记面馆",
  enterpriseType: "个体工商户",
  legalRepresentative: "葛󠄀某",
  establishedOn: "2020-01-01",
  address: "山东省威海市环翠区",
  businessScope: "餐饮服务",
  registrationAuthority: "威海市行政审批服务局",
  registeredOn: "2020-01-01",
};

/** Drafts a business licence. */
export function draft(
  service: Service,
  { licences }: World,
  fields: Pick<IssueRequest, "supersedes"> = {},
): Promise<CertificateView> {
  return service.issue(principal(licences), { type: licences.type, subject: LICENCE, ...fields });
}

/** The maker's approval of a draft, from the maker's own process. */
export async function approvalOf(agency: Agency, view: CertificateView) {
  const { approval, officer, signature } = await agency.maker.approve(view.draft);
  return { officer, approvedAt: approval.approvedAt, signature };
}

/** Drafts and approves a business licence, and waits until it is issued. */
export async function issued(
  service: Service,
  world: World,
  fields: Pick<IssueRequest, "supersedes"> = {},
): Promise<CertificateView> {
  const view = await draft(service, world, fields);
  return service.approve(principal(world.licences), view.id, await approvalOf(world.licences, view));
}

/** The maker's order to change a certificate's status, dated now. */
export async function orderOf(
  world: World,
  view: CertificateView,
  to: CellState,
  more: {
    readonly successor?: CertificateView;
    readonly expectedHead?: Hex;
    readonly agency?: Agency;
    readonly reason?: StatusReason;
  } = {},
): Promise<StatusInput> {
  const { agency = world.licences, successor, expectedHead = view.statusHead, reason = reasonTo(to) } = more;
  if (view.cell === null || expectedHead === null) throw new Error("not issued");
  const order = {
    ...view.cell,
    to: CELL_STATES.indexOf(to),
    reason: STATUS_REASONS[reason],
    successor: (successor?.cell ?? NO_CELL) as CellRef,
    expectedHead,
    orderedAt: world.clock(),
  };
  const { officer, signature } = await agency.maker.order(order);
  const sent = { officer, orderedAt: order.orderedAt, expectedHead, signature };
  return { to, reason, order: sent, ...(successor === undefined ? {} : { successor: successor.id }) };
}

function reasonTo(to: CellState): StatusReason {
  if (to === "superseded") return "changed";
  return to === "active" ? "lifted" : "cancelled";
}

export async function change(service: Service, world: World, view: CertificateView, to: CellState) {
  return service.changeStatus(
    principal(world.licences),
    view.id,
    await orderOf(world, await current(service, world, view), to),
  );
}

/** The certificate as its issuer sees it now. */
export async function current(
  service: Service,
  { licences }: World,
  { id }: CertificateView,
): Promise<CertificateView> {
  return (await service.certificate(principal(licences), id)) as CertificateView;
}

/** The error that a promise ends in; throws where it ends well. */
export async function failure(
  promise: Promise<unknown>,
): Promise<{ readonly code?: string; readonly detail?: JsonObject }> {
  try {
    await promise;
  } catch (error) {
    return error as { code?: string };
  }
  throw new Error("it succeeded");
}

/** Resolves when `condition` holds; looks after every turn of the event loop, so it waits for what happens, not for time. */
export async function settled(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
