import { toHex } from "../crypto/encoding.ts";
import { keccak256 } from "../crypto/hash.ts";
import { signDigest } from "../crypto/secp256k1.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { buildIdentifier } from "../domain/identifier.ts";
import type { Principal } from "../domain/principal.ts";
import type { Bundle } from "../proof/bundle.ts";
import { claimKeyOf, commitmentOf } from "../proof/claim.ts";
import { type ReadDocument, readDocument } from "../proof/document.ts";
import { claimMessage } from "../proof/messages.ts";
import { readBundle } from "../proof/parse.ts";
import { type MemberPrincipal, requireMember } from "./access.ts";
import { signingWindow } from "./anchoring.ts";
import { claimSubject, claimView, loadClaim } from "./claim-record.ts";
import { claimJob, claimLock, isFinalForClaim, tryClaim } from "./claiming.ts";
import type { Context } from "./context.ts";
import { gather } from "./gather.ts";
import { fact, type Payloads } from "./payloads.ts";
import type { ClaimView } from "./service.ts";

/** A certificate that can be claimed, as its bundle has it. */
interface Claimable {
  readonly bundle: Bundle;
  readonly secret: Hex;
  readonly nullifier: Hex;
  readonly certificate: string;
  readonly type: string;
}

/**
 * Uses up a certificate in the name of the caller's member: verifies the bundle online, journals the claim, and resolves
 * when it is on chain. The same Idempotency-Key finds the claim that it led to, even where that was never answered; any
 * other key of the same member is told `conflict.claimed` like everybody. A claim that could not be sent for now stays
 * journaled and is sent again; the error says why it was not done at once.
 * Throws `auth.*`, `bundle.format`, `policy.not_claimable`, `policy.not_valid`, `conflict.claimed`, `conflict.state`
 * while another claim of the member's is under way, `http.idempotency_key_reused`, `chain.*`.
 */
export async function claim(
  context: Context,
  by: Principal,
  bundle: JsonObject,
  idempotencyKey: string,
): Promise<ClaimView> {
  requireMember(by, "claimant");
  const claimable = claimableIn(readBundle(bundle));
  const request = JSON.stringify([by.tenant, by.subject, idempotencyKey]);
  const subject = claimSubject(context.records, by.memberId, claimable.nullifier);
  return context.locks.run(claimLock(claimable.nullifier), async () => {
    await order(context, by, { claimable, request, subject });
    try {
      await tryClaim(context, subject);
    } catch (error) {
      const unfinished = await loadClaim(context, subject);
      if (unfinished !== null && !isFinalForClaim(error)) context.work.later(claimJob(context, unfinished.ordered));
      throw error;
    }
    const known = await loadClaim(context, subject);
    if (known?.made === undefined) throw new YinzhengError(known?.refused ?? "internal");
    return claimView(known);
  });
}

function claimableIn(bundle: Bundle): Claimable {
  const { view, type, nullifier }: ReadDocument = readDocument(bundle);
  if (type !== null && type.claimable !== true) throw new YinzhengError("policy.not_claimable", { type: type.code });
  const secret = view?.claimSecret ?? null;
  if (view === null || type === null || secret === null || nullifier === null)
    throw new YinzhengError("policy.not_valid", { verdict: "invalid" });
  return { bundle, secret, nullifier, certificate: buildIdentifier(view.identifier), type: type.code };
}

interface Wanted {
  readonly claimable: Claimable;
  readonly request: string;
  readonly subject: string;
}

/** Journals the claim, unless this request has done so before. */
async function order(context: Context, by: MemberPrincipal, { claimable, request, subject }: Wanted): Promise<void> {
  const before = await context.records.claimOf(request);
  if (before !== null && before.subject !== subject) throw new YinzhengError("http.idempotency_key_reused");
  const known = await loadClaim(context, subject);
  if (known !== null && known.refused === undefined) {
    if (known.ordered.request === request) return;
    throw known.made === undefined
      ? new YinzhengError("conflict.state", { expected: "no claim of this certificate under way" })
      : new YinzhengError("conflict.claimed", { own: true });
  }
  await requireValid(context, claimable.bundle);
  await context.records.append(by, [fact("claim.ordered", subject, ordered(context, by, claimable, request))]);
}

/** Throws unless the certificate is valid by the service's own node, at this moment and unclaimed. */
async function requireValid(context: Context, bundle: Bundle): Promise<void> {
  const facts = await gather(context.ledger, bundle);
  const report = context.verifier.verify(bundle, facts, { level: "online" }, context.clock());
  if (report.verdict === "valid") return;
  const checks = report.checks
    .filter(({ result }) => result === "invalid" || result === "error")
    .map(({ code }) => code);
  if (checks.join() === "status.claimed") throw new YinzhengError("conflict.claimed");
  if (facts.node?.ok === false && facts.node.code !== "chain.mismatch") throw new YinzhengError("chain.unreachable");
  throw new YinzhengError("policy.not_valid", { verdict: report.verdict, checks });
}

/** The claim as it will be sent, signed by the certificate's own key, which is not kept. */
function ordered(
  { ledger: { network }, random, clock }: Context,
  { memberId }: MemberPrincipal,
  { secret, nullifier, certificate, type }: Claimable,
  request: string,
): Payloads["claim.ordered"] {
  const opening = { nullifier, memberId, random: toHex(random(32)) };
  const claim = { nullifier, commitment: commitmentOf(opening), ...signingWindow(clock()) };
  const digest = keccak256(claimMessage(network, claim));
  const signature = toHex(signDigest(claimKeyOf(network.registryId, secret), digest));
  return { memberId, certificate, type, claim, signature, random: opening.random, request };
}
