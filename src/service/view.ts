import type { CellState } from "../domain/status.ts";
import { stateAt } from "../domain/status-machine.ts";
import type { BatchStatus } from "./chain-state.ts";
import type { Context } from "./context.ts";
import { memberIn } from "./context.ts";
import type { PlacedCertificate } from "./load.ts";
import type { Certificate } from "./projection.ts";
import { typeOf } from "./resources.ts";
import type { CertificateState, CertificateView, PublicCertificate } from "./service.ts";

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
export async function publicView(context: Context, certificate: Certificate): Promise<PublicCertificate> {
  return withStatus(context, certificate, await statusOf(context, certificate));
}

/** What the issuer sees. Throws as publicView does. */
export async function issuerView(context: Context, certificate: Certificate): Promise<CertificateView> {
  const { draft, draftDigest, draftedAt, memberId, placed, returned } = certificate;
  const status = await statusOf(context, certificate);
  return {
    ...withStatus(context, certificate, status),
    draft,
    draftDigest,
    draftedAt,
    cell: placed === undefined ? null : { memberId, batchId: placed.batchId, index: placed.index },
    statusHead: status?.head ?? null,
    ...(returned === undefined ? {} : { returned }),
  };
}

function withStatus(context: Context, certificate: Certificate, status: BatchStatus | null): PublicCertificate {
  const type = typeOf(context, certificate.type);
  return {
    id: certificate.id,
    type: { code: type.code, names: type.names },
    issuer: memberIn(context, certificate.memberId).profile,
    state: stateOf(certificate),
    status: status === null ? null : latestState(status, certificate.placed?.index ?? 0),
  };
}

/** State of an issued certificate's cell. Throws `chain.unreachable`. */
export async function statusAt({ chain }: Context, { memberId, placed }: PlacedCertificate): Promise<CellState> {
  return latestState(await chain.status(memberId, placed.batchId), placed.index);
}

/** The status of the certificate's batch; null until the certificate is issued. */
async function statusOf({ chain }: Context, { issued, placed, memberId }: Certificate): Promise<BatchStatus | null> {
  return issued !== undefined && placed !== undefined ? chain.status(memberId, placed.batchId) : null;
}
