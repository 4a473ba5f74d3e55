import { fromHex, toHex, utf8 } from "../../crypto/encoding.ts";
import { readOfd } from "../../documents/read/ofd/read.ts";
import { readDocument } from "../../documents/read/read.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { type ErrorCode, isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { entryOf } from "../../proof/leaf.ts";
import { type BundleFiles, issuedFile, requireIssued } from "../bundle.ts";
import { type Context, memberIn } from "../context.ts";
import { loadCertificate } from "../load.ts";
import { SALT_BYTES } from "../new-batch.ts";
import { SERVICE } from "../outbox.ts";
import { fact, type Payloads } from "../payloads.ts";
import { ownSealOf } from "../seals/keys.ts";
import { contentIn } from "./carrier.ts";
import { type Document, isSealed } from "./document.ts";
import { cellOf, DOCUMENT_SUITE } from "./manifest.ts";
import { ofdSealFaults } from "./ofd-seal.ts";
import { documentRequestOf } from "./request.ts";
import { pdfUseFaults } from "./use-faults.ts";

/** Why a document can't be made, however often it is tried. */
const FOR_GOOD: readonly ErrorCode[] = ["document.glyph_missing"];

/**
 * Makes and signs a document that was asked for, once: from the journal's word on, these bytes are the document. false: it can't be
 * made, which is journaled. Throws what can be tried again.
 */
export async function sealDocument(context: Context, files: BundleFiles, document: Document): Promise<boolean> {
  const { id } = document;
  if (isSealed(document)) return true;
  try {
    const sealed = await seal(context, files, document);
    await context.records.append(SERVICE, [fact("document.sealed", id, sealed)]);
    return true;
  } catch (error) {
    if (!isYinzhengError(error, ...FOR_GOOD)) throw error;
    const { code, detail } = error;
    const told = JSON.parse(JSON.stringify(detail)) as JsonObject;
    await context.records.append(SERVICE, [fact("document.failed", id, { code, detail: told })]);
    return false;
  }
}

async function seal(context: Context, files: BundleFiles, document: Document): Promise<Payloads["document.sealed"]> {
  const { certificate, languages, carrier, limits } = document;
  const make = makerOf(context, document);
  const text = await cosignedBundle(context, files, certificate);
  const sealedAt = context.clock();
  const terms = { languages, ...(limits === undefined ? {} : { limits }), sealedAt, publicUrl: context.publicUrl };
  const made = documentRequestOf(text, terms);
  const { file, ...seals } = await make(made, sealedAt);
  const { sealed, mediaType } = await contentIn(carrier, file);
  const salt = toHex(context.random(SALT_BYTES));
  const [fileRef, bundleRef] = await Promise.all([context.objects.put(file), context.objects.put(utf8(text))]);
  return {
    file: fileRef,
    bundle: bundleRef,
    sealedAt,
    salt,
    entry: entryOf(mediaType, sealed, fromHex(salt), DOCUMENT_SUITE),
    of: cellOf(made.bundle),
    ...seals,
  };
}

/** A sealed file, with the codes of the electronic seals on it. */
interface Made extends Pick<Payloads["document.sealed"], "seals"> {
  readonly file: Uint8Array;
}

/** What makes files of this carrier for this member. Throws `document.unavailable`. */
export function makerOf(
  context: Context,
  { memberId, carrier }: Pick<Document, "memberId" | "carrier">,
): (given: ReturnType<typeof documentRequestOf>, sealedAt: Seconds) => Promise<Made> {
  if (carrier === "ofd") {
    const { documents, kept } = sealMakingOf(context, { memberId });
    return async ({ request: { seal: _, ...shown }, metadata }, time) => {
      const file = await documents.certificateOfd({ ...shown, metadata }, { key: kept.key, time });
      await checkOfd(file, time);
      return { file, seals: [kept.code] };
    };
  }
  const { documents, signer, timestamper, seals } = makingOf(context, { memberId });
  const kept = countingSealOf(context, seals, memberId);
  return async ({ request }, time) => {
    const stamped = timestamper === undefined ? {} : { timestamper };
    const rendered = await documents.certificate(request);
    const used = kept === null ? rendered : await documents.seal(rendered, { key: kept.key, time });
    const file = await documents.sign(used, { signer, time, ...stamped });
    await checkFile(file, kept === null ? 0 : 1, time);
    return kept === null ? { file } : { file, seals: [kept.code] };
  };
}

/** The member's seal, where there is one and its uses are counted: else nobody could tell a use that the member never allowed. */
function countingSealOf(context: Context, seals: Parameters<typeof ownSealOf>[0], memberId: Document["memberId"]) {
  if (context.ledger.network.contracts.sealRegistry === undefined) return null;
  return ownSealOf(seals, memberIn(context, memberId).profile.code, context.clock());
}

/** The same of an OFD, but for whose seal it is. */
async function checkOfd(file: Uint8Array, time: Seconds): Promise<void> {
  const reading = await readOfd(file);
  if ("fault" in reading) throw new YinzhengError("service.self_check", { checks: [reading.fault] });
  const faults = ofdSealFaults(reading, time);
  if (faults.length > 0) throw new YinzhengError("service.self_check", { checks: faults });
}

/** A file that we would not take for one of ours is never handed out. Throws `service.self_check`. */
async function checkFile(file: Uint8Array, uses: number, time: Seconds): Promise<void> {
  const reading = await readDocument(file);
  if ("fault" in reading) throw new YinzhengError("service.self_check", { checks: [reading.fault] });
  const [seal, ...more] = reading.seals;
  const right = seal?.holds === true && seal.timestamp !== "broken" && more.length === 0;
  const sound = reading.ses.length === uses && reading.ses.every((ses) => pdfUseFaults(file, ses, time).length === 0);
  if (!right || !sound) throw new YinzhengError("service.self_check", { checks: ["seal.signature_bad"] });
}

/** With which seal this member's documents are sealed. Throws `document.unavailable` where there is none. */
function sealMakingOf({ documents: making, ...context }: Context, { memberId }: Pick<Document, "memberId">) {
  const kept = ownSealOf(making?.seals, memberIn(context, memberId).profile.code, context.clock());
  if (making === undefined || kept === null) throw new YinzhengError("document.unavailable");
  return { documents: making.documents, kept };
}

/** With what this member's documents are made. Throws `document.unavailable`. */
export function makingOf({ documents: making, ...context }: Context, { memberId }: Pick<Document, "memberId">) {
  const signer = making?.signers.get(memberIn(context, memberId).profile.code);
  if (making === undefined || signer === undefined) throw new YinzhengError("document.unavailable");
  return { ...making, signer };
}

/**
 * The bundle stays in the document for ever, so it is one that witnesses have co-signed, where there are any. Throws
 * `witness.unreachable` until they have.
 */
async function cosignedBundle(context: Context, files: BundleFiles, id: string): Promise<string> {
  const found = await loadCertificate(context, id);
  if (found === null) throw new YinzhengError("internal", { expected: "a certificate" });
  const { text, levels } = await issuedFile(context, files, await requireIssued(context, found));
  if (context.cosigners.length > 0 && levels.length === 1) throw new YinzhengError("witness.unreachable");
  return text;
}
