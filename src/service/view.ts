import { parseDraft } from "../domain/draft.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { CellState } from "../domain/status.ts";
import { stateAt } from "../domain/status-machine.ts";
import { kindOfReason } from "../domain/succession.ts";
import { maskSubject } from "../domain/types/mask.ts";
import type { BatchStatus } from "./chain-state.ts";
import type { Context } from "./context.ts";
import { memberIn } from "./context.ts";
import type { PlacedCertificate } from "./load.ts";
import type { Certificate } from "./projection.ts";
import { typeOf } from "./resources.ts";
import type { CertificateState, CertificateView, PublicCertificate, Standing } from "./service.ts";

/** Where a certificate stands on its road. */
export function stateOf(certificate: Certificate): CertificateState {
  if (certificate.issued !== undefined) return "issued";
  if (certificate.approval !== undefined) return "anchoring";
  return certificate.returned === undefined ? "awaiting_approval" : "returned";
}

/** State of a cell after the last of the batch's changes, whatever the clocks say. */
export function latestState({ changes }: BatchStatus, index: number): CellState {
  return stateAt(changes, index, Number.MAX_SAFE_INTEGER, 0).state;
}

/** What anyone may know. Throws `chain.unreachable` where the status can't be told: unknown never reads as active. */
export async function publicView(
  context: Context,
  certificate: Certificate,
  standing?: Standing,
): Promise<PublicCertificate> {
  return withStatus(context, certificate, await statusOf(context, certificate), standing);
}

/**
 * What the issuer sees. Names and numbers are masked but where the caller has just written them, or has said why he needs
 * them. Throws as publicView does.
 */
export async function issuerView(
  context: Context,
  certificate: Certificate,
  shown: "masked" | "whole" = "masked",
  standing?: Standing,
): Promise<CertificateView> {
  const { draftDigest, draftedAt, memberId, placed, returned } = certificate;
  const status = await statusOf(context, certificate);
  return {
    ...withStatus(context, certificate, status, standing),
    draft: shown === "whole" ? certificate.draft : maskedDraft(context, certificate),
    masked: shown === "masked",
    draftDigest,
    draftedAt,
    cell: placed === undefined ? null : { memberId, batchId: placed.batchId, index: placed.index },
    statusHead: status?.head ?? null,
    ...(returned === undefined ? {} : { returned }),
    ...chainOf(certificate, standing),
  };
}

/** A draft without what lists don't show; a claim secret is left out, since whoever knows it can claim. */
function maskedDraft(context: Context, { type, draft }: Certificate): JsonObject {
  const { claimSecret: _, ...shown } = parseDraft(draft);
  const subject = maskSubject(typeOf(context, type, shown.typeVersion), shown.subject);
  return { ...shown, subject } as unknown as JsonObject;
}

/** What came before the certificate, and, once it is on chain, what took its place. */
function chainOf(
  { supersedes, orders }: Certificate,
  standing?: Standing,
): Pick<CertificateView, "predecessor" | "successor"> {
  const then = standing === undefined || standing.state === "superseded";
  const order = orders.find(({ to, changed }) => then && to === "superseded" && changed !== undefined);
  const kind = order === undefined ? undefined : kindOfReason(order.reason);
  return {
    ...(supersedes === undefined ? {} : { predecessor: supersedes }),
    ...(order?.successor === undefined || kind === undefined ? {} : { successor: { id: order.successor, kind } }),
  };
}

function withStatus(
  context: Context,
  certificate: Certificate,
  status: BatchStatus | null,
  standing: Standing | undefined,
): PublicCertificate {
  const type = typeOf(context, certificate.type, Number(certificate.draft.typeVersion));
  return {
    id: certificate.id,
    type: { code: type.code, names: type.names },
    issuer: memberIn(context, certificate.memberId).profile,
    state: stateOf(certificate),
    ...(standing === undefined ? statusNow(certificate, status) : statusThen(standing)),
  };
}

function statusNow({ placed }: Certificate, status: BatchStatus | null): Pick<PublicCertificate, "status"> {
  return { status: status === null ? null : latestState(status, placed?.index ?? 0) };
}

function statusThen(asOf: Standing): Pick<PublicCertificate, "status" | "asOf"> {
  return { status: asOf.state === "before_anchor" ? null : asOf.state, asOf };
}

/** State of an issued certificate's cell. Throws `chain.unreachable`. */
export async function statusAt({ chain }: Context, { memberId, placed }: PlacedCertificate): Promise<CellState> {
  return latestState(await chain.status(memberId, placed.batchId), placed.index);
}

/** The status of the certificate's batch; null until the certificate is issued. */
async function statusOf({ chain }: Context, { issued, placed, memberId }: Certificate): Promise<BatchStatus | null> {
  return issued !== undefined && placed !== undefined ? chain.status(memberId, placed.batchId) : null;
}
