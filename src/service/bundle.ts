import { toBase64Url, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { bundleText } from "../proof/build.ts";
import { requireMember } from "./access.ts";
import { requireHeld } from "./acting.ts";
import { type CapturedBatch, captureBatch, cosign } from "./capture.ts";
import { claimedSince, claimProof } from "./claim-evidence.ts";
import type { Context } from "./context.ts";
import { loadBatch, loadCertificate, type PlacedCertificate, placedIn, requireNoAlarm } from "./load.ts";
import { makeBundle } from "./make-bundle.ts";
import type { Certificate } from "./projection.ts";
import { selfCheck } from "./self-check.ts";
import type { BundleFile } from "./service.ts";

type IssuedCertificate = PlacedCertificate & { readonly issued: NonNullable<Certificate["issued"]> };

const REMEMBERED = 256;

/** Bundles that were checked, by what they were made from. */
export class BundleFiles {
  readonly #files = new Map<string, { readonly evidence: string; readonly file: BundleFile }>();

  get(id: string, evidence: string): BundleFile | null {
    const known = this.#files.get(id);
    return known?.evidence === evidence ? known.file : null;
  }

  set(id: string, evidence: string, file: BundleFile): void {
    if (this.#files.size >= REMEMBERED) this.#files.clear();
    this.#files.set(id, { evidence, file });
  }
}

/**
 * The certificate's bundle with evidence that is fresh enough: read again after a status change of its batch or its claim, after a report
 * of a compromise, and when it is older than a quarter of the status age, co-signed as soon as witnesses answer.
 * Throws `auth.*`, `http.not_found`, `conflict.state` until the certificate is issued, `service.self_check`, and
 * `chain.unreachable` where the stored evidence is known to be behind or can't be compared with the chain.
 */
export async function bundle(context: Context, files: BundleFiles, by: Principal, id: string): Promise<BundleFile> {
  requireMember(by, "clerk", "maker", "reader");
  const certificate = await requireHeld(context, by, await loadCertificate(context, id));
  if (!isIssued(certificate)) {
    await requireNoAlarm(context, certificate);
    throw new YinzhengError("conflict.state", { expected: "an issued certificate" });
  }
  const batch = await freshBatch(context, certificate.placed.batchId, certificate);
  const evidence = `${batch.capture.blockHash}\n${batch.checkpoint ?? ""}`;
  const known = files.get(id, evidence);
  if (known !== null) return known;
  const file = await checkedFile(context, batch, certificate);
  files.set(id, evidence, file);
  return file;
}

/**
 * Identifier and bundle text of every certificate of a batch, over the same evidence, one at a time. Throws as `bundle`
 * does, before the first or where one does not hold.
 */
export async function* bundlesOf(
  context: Context,
  batchId: Hex,
): AsyncGenerator<{ readonly id: string; readonly text: string }> {
  const batch = await freshBatch(context, batchId);
  for await (const certificate of placedIn(context, batchId)) {
    if (!isIssued(certificate)) throw new YinzhengError("conflict.state", { expected: "an issued certificate" });
    const fresh = (await claimedSince(context, batch, certificate))
      ? await freshBatch(context, batchId, certificate)
      : batch;
    yield { id: certificate.id, text: (await checkedFile(context, fresh, certificate)).text };
  }
}

/** A batch with evidence that is fresh enough, for this certificate of it where one is named. */
function freshBatch(context: Context, batchId: Hex, certificate?: IssuedCertificate): Promise<CapturedBatch> {
  return context.locks.run(`evidence ${batchId}`, () => freshened(context, batchId, certificate));
}

async function freshened(context: Context, batchId: Hex, certificate?: IssuedCertificate): Promise<CapturedBatch> {
  const batch = await loadBatch(context, batchId);
  if (!isCaptured(batch)) throw new YinzhengError("internal", { batchId });
  const { changes } = await context.chain.status(batch.memberId, batch.batchId);
  const changed = changes.length !== batch.capture.statusChanges.length;
  const claimed = certificate !== undefined && (await claimedSince(context, batch, certificate));
  if (changed || claimed || reportedSince(context, batch)) return captureBatch(context, batch);
  const old = context.clock() - batch.capture.time > context.network.maxStatusAge / 4;
  const renewed = old ? await newer(context, batch) : batch;
  return renewed.checkpoint === undefined ? cosign(context, renewed) : renewed;
}

/** Was a key or officer of the member reported compromised after the capture, as far as the log was looked at (`watch.ts`)? */
function reportedSince({ lists: { book } }: Context, { memberId, capture }: CapturedBatch): boolean {
  return book.lastCompromise(memberId, book.size) > capture.log.size;
}

/** Newer evidence of an unchanged status, if the chain has a newer block and answers; the older says the same of its time. */
async function newer(context: Context, batch: CapturedBatch): Promise<CapturedBatch> {
  try {
    const { number } = await context.ledger.head();
    return number === batch.capture.block ? batch : await captureBatch(context, batch);
  } catch (error) {
    if (isYinzhengError(error, "chain.unreachable")) return batch;
    throw error;
  }
}

async function checkedFile(
  context: Context,
  batch: CapturedBatch,
  certificate: IssuedCertificate,
): Promise<BundleFile> {
  const claim = await claimProof(context, batch, certificate);
  const made = makeBundle(context, batch, certificate, certificate.issued.path, claim);
  const finding = await selfCheck(context, made, batch.capture.time);
  if (!finding.sound) {
    const { checks } = finding;
    context.notice({ what: "alarm", where: `batch ${batch.batchId}`, code: "service.self_check", detail: { checks } });
    throw new YinzhengError("service.self_check", { checks });
  }
  const text = bundleText(made);
  return { text, etag: `"${toBase64Url(sha256(utf8(text)))}"`, levels: finding.levels };
}

function isIssued(certificate: Certificate): certificate is IssuedCertificate {
  return certificate.issued !== undefined && certificate.placed !== undefined;
}

function isCaptured(batch: object): batch is CapturedBatch {
  return "record" in batch && "capture" in batch;
}
