import type { Hex } from "../domain/bytes.ts";
import { parseDraft } from "../domain/draft.ts";
import { YinzhengError } from "../domain/errors.ts";
import { buildIdentifier, parseIdentifier } from "../domain/identifier.ts";
import { mayMove } from "../domain/status-machine.ts";
import type { Succession } from "../domain/succession.ts";
import { isIssuerOf, type MemberPrincipal } from "./access.ts";
import type { Context } from "./context.ts";
import { loadCertificate, type PlacedCertificate } from "./load.ts";
import type { IssueRequest } from "./service.ts";
import { stateOf, statusAt } from "./view.ts";

/** What a draft that takes another certificate's place is told by it: identifier, and what it says of the predecessor. */
export interface Successor {
  readonly identifier: string;
  readonly supersedes: Succession;
  /** The predecessor's: what was used once can't be used again by being reissued. */
  readonly claimSecret?: Hex;
}

/**
 * The place of a successor in its chain of versions: type, issuer and serial are the predecessor's, the version is the
 * next one that no draft has. Call it under the lock of the type's drafts, in which the draft is journaled too. Throws
 * `schema.value` for a certificate that is not the caller's, `schema.mismatch` for one of another type, `conflict.state`
 * where it is not issued, not in force any more, or where another successor is on its way.
 */
export async function successorOf(
  context: Context,
  by: Pick<MemberPrincipal, "memberId" | "tenant">,
  { type, supersedes }: Required<Pick<IssueRequest, "type" | "supersedes">>,
): Promise<Successor> {
  const pointer = "/supersedes/id";
  const before = await loadCertificate(context, supersedes.id);
  if (before === null || !isIssuerOf(by, before)) throw new YinzhengError("schema.value", { pointer });
  if (before.type !== type)
    throw new YinzhengError("schema.mismatch", { pointer, expected: "a certificate of this type" });
  const { issued, placed, memberId } = before;
  if (issued === undefined || placed === undefined) throw new YinzhengError("conflict.state", { pointer });
  await requireReplaceable(context, { ...before, placed }, pointer);
  const { batchId, index } = placed;
  const { claimSecret } = parseDraft(before.draft);
  return {
    identifier: await nextIdentifier(context, before.id, pointer),
    supersedes: { memberId, batchId, index, kind: supersedes.kind },
    ...(claimSecret === undefined ? {} : { claimSecret }),
  };
}

async function requireReplaceable(context: Context, certificate: PlacedCertificate, pointer: string): Promise<void> {
  const status = await statusAt(context, certificate);
  if (!mayMove(status, "superseded")) throw new YinzhengError("conflict.state", { pointer, status });
}

/** A version whose draft was returned, or whose certificate was revoked before it took its place, is passed over. */
async function nextIdentifier(context: Context, id: string, pointer: string): Promise<string> {
  const parts = parseIdentifier(id);
  for (let version = parts.version + 1; version <= MAX_VERSION; version++) {
    const identifier = buildIdentifier({ ...parts, version });
    const other = await loadCertificate(context, identifier);
    if (other === null) return identifier;
    const { placed } = other;
    const gone =
      stateOf(other) === "returned" ||
      (other.issued !== undefined &&
        placed !== undefined &&
        (await statusAt(context, { ...other, placed })) === "revoked");
    if (!gone) throw new YinzhengError("conflict.state", { pointer, successor: identifier });
  }
  throw new YinzhengError("conflict.state", { pointer, expected: `at most ${MAX_VERSION} versions` });
}

/** GB/T 36904 gives a version three digits. */
const MAX_VERSION = 999;
