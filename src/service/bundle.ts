import { toBase64Url, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { bundleText } from "../proof/build.ts";
import { requireMember } from "./access.ts";
import { requireHeld } from "./acting.ts";
import type { CapturedBatch } from "./capture.ts";
import { claimedSince, claimProof } from "./claim-evidence.ts";
import type { Context } from "./context.ts";
import { freshBatch } from "./fresh.ts";
import { Kept } from "./kept.ts";
import { loadCertificate, type PlacedCertificate, placedIn, requireNoAlarm } from "./load.ts";
import { makeBundle } from "./make-bundle.ts";
import type { Certificate } from "./projection.ts";
import { selfCheck } from "./self-check.ts";
import type { BundleFile } from "./service.ts";

export type IssuedCertificate = PlacedCertificate & { readonly issued: NonNullable<Certificate["issued"]> };

const REMEMBERED = 256;

/** Bundles that were checked, by what they were made from. */
export type BundleFiles = Kept<BundleFile>;
export const bundleFiles = (): BundleFiles => new Kept(REMEMBERED);

/**
 * The certificate's bundle with evidence that is fresh enough: read again after a status change of its batch or its claim, after a report
 * of a compromise, and when it is older than a quarter of the status age, co-signed as soon as witnesses answer.
 * Throws `auth.*`, `http.not_found`, `conflict.state` until the certificate is issued, `service.self_check`, and
 * `chain.unreachable` where the stored evidence is known to be behind or can't be compared with the chain.
 */
export async function bundle(context: Context, files: BundleFiles, by: Principal, id: string): Promise<BundleFile> {
  requireMember(by, "clerk", "maker", "reader");
  const held = await requireHeld(context, by, await loadCertificate(context, id));
  const certificate = await requireIssued(context, held);
  return issuedFile(context, files, certificate);
}

/** The same, for whoever is entitled to it. */
export async function issuedFile(
  context: Context,
  files: BundleFiles,
  certificate: IssuedCertificate,
): Promise<BundleFile> {
  const batch = await freshBatch(context, certificate.placed.batchId, certificate);
  const evidence = `${batch.capture.blockHash}\n${batch.checkpoint ?? ""}`;
  const { id } = certificate;
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

/** Throws `conflict.state` until it is issued, and what its batch came to a stop with. */
export async function requireIssued<C extends Certificate>(
  context: Context,
  certificate: C,
): Promise<C & IssuedCertificate> {
  if (isIssued(certificate)) return certificate;
  await requireNoAlarm(context, certificate);
  throw new YinzhengError("conflict.state", { expected: "an issued certificate" });
}

function isIssued<C extends Certificate>(certificate: C): certificate is C & IssuedCertificate {
  return certificate.issued !== undefined && certificate.placed !== undefined;
}
