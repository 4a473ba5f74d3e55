import { SIGNING_WINDOW } from "../domain/anchor.ts";
import type { Approval } from "../domain/approval.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { typeIdOf } from "../proof/ids.ts";
import { approvalMessage } from "../proof/messages.ts";
import { type MemberPrincipal, requireMember, requireOwn } from "./access.ts";
import type { Placer } from "./batcher.ts";
import type { Context } from "./context.ts";
import { loadCertificate, requireNoAlarm } from "./load.ts";
import { fact } from "./payloads.ts";
import type { Certificate } from "./projection.ts";
import type { ApprovalInput, CertificateView } from "./service.ts";
import { signedBy } from "./signatures.ts";
import { issuerView } from "./view.ts";

/** How far a maker's clock may be ahead of ours, in seconds. */
const SKEW: Seconds = 300;
const DEFAULT_WAIT_MS = 10_000;

/**
 * Takes a maker's approval of a draft and puts the certificate on its road; waits for it a while. The same approval
 * again is answered with where the certificate stands, another one with `conflict.state`.
 * Throws `auth.*`, `http.not_found`, `policy.officer`, `schema.mismatch` for a signature that does not hold,
 * `schema.value` for a time that can't be, `chain.unreachable` where the member was never read from the chain,
 * `chain.closed`, and `service.self_check` or `conflict.used` where the certificate's batch came to a stop.
 */
export async function approve(
  context: Context,
  batcher: Placer,
  by: Principal,
  id: string,
  input: ApprovalInput,
  waitMs: number = DEFAULT_WAIT_MS,
): Promise<CertificateView> {
  requireMember(by, "maker");
  const { outcome, stop } = context.waiters.wait(id);
  try {
    await context.locks.run(`certificate ${id}`, () => takeApproval(context, by, id, input));
    batcher.start(id);
    if (waitMs > 0 && !(await isIssued(context, id))) await within(context, waitMs, outcome);
  } finally {
    stop();
  }
  const certificate = await loadCertificate(context, id);
  requireOwn(by, certificate);
  await requireNoAlarm(context, certificate);
  return issuerView(context, certificate);
}

async function takeApproval(context: Context, by: MemberPrincipal, id: string, input: ApprovalInput): Promise<void> {
  const certificate = await loadCertificate(context, id);
  requireOwn(by, certificate);
  requireSingle(certificate);
  const { approval: before, returned } = certificate;
  if (
    before !== undefined &&
    !("import" in before) &&
    before.officer === input.officer &&
    before.signature === input.signature
  )
    return;
  if (before !== undefined || returned !== undefined) throw new YinzhengError("conflict.state");
  await context.chain.requireOpen();
  const approval = await checkedApproval(context, certificate, input);
  const { officer, signature } = input;
  await context.records.append(by, [fact("certificate.approved", id, { approval, officer, signature })]);
}

/** What came in a batch is approved or returned with it. Throws `conflict.state`. */
export function requireSingle({ import: from }: Certificate): void {
  if (from !== undefined) throw new YinzhengError("conflict.state", { batch: from.id, expected: "the whole batch" });
}

async function checkedApproval(context: Context, certificate: Certificate, input: ApprovalInput): Promise<Approval> {
  const { memberId, type, draftDigest: draft, draftedAt } = certificate;
  const { officer, approvedAt, signature } = input;
  requireTime(approvedAt, draftedAt, context.clock(), "/approvedAt");
  await requireMaker(context, memberId, officer, "/officer");
  const approval = { memberId, typeId: typeIdOf(type), draft, approvedAt };
  if (!signedBy(approvalMessage(context.ledger.network, approval), officer, signature)) {
    throw new YinzhengError("schema.mismatch", {
      pointer: "/signature",
      expected: "the maker's signature of this draft",
    });
  }
  return approval;
}

/** Throws `schema.value` unless `time` lies after `since`, within the last day, and not in the future. */
export function requireTime(time: Seconds, since: Seconds, now: Seconds, pointer: string): void {
  if (time < since - SKEW || time < now - SIGNING_WINDOW || time > now + SKEW) {
    throw new YinzhengError("schema.value", { pointer, expected: "a time after the draft, of the last 24 hours" });
  }
}

/** Throws `policy.officer` unless the address is a maker of the member on chain now; a closed one has none any more. */
export async function requireMaker(context: Context, memberId: Hex, officer: Hex, pointer: string): Promise<void> {
  const { closed, officers } = await context.chain.member(memberId);
  if (closed || !officers.some(({ address, role }) => address === officer && role === "maker")) {
    throw new YinzhengError("policy.officer", { pointer });
  }
}

async function isIssued(context: Context, id: string): Promise<boolean> {
  return (await loadCertificate(context, id))?.issued !== undefined;
}

/** Resolves at the outcome, or when the time is over. */
async function within({ timers }: Context, ms: number, outcome: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    cancel = timers.after(ms, resolve);
  });
  await Promise.race([outcome, over]);
  cancel();
}
