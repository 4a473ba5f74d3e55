import { equal, fromBase64 } from "../../crypto/encoding.ts";
import type { Documents, PdfRequest } from "../../documents/documents.ts";
import type { CmsSignature } from "../../documents/read/cms.ts";
import { readDocument } from "../../documents/read/read.ts";
import type { SesSignature } from "../../documents/read/ses/signature.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { NO_FACTS } from "../../proof/facts.ts";
import { profileDigest, sealIdOf } from "../../proof/ids.ts";
import { entryOf } from "../../proof/leaf.ts";
import { LISTED_MEDIA_TYPE, SEALED_MEDIA_TYPE } from "../../proof/representation.ts";
import type { Verifier } from "../../proof/verifier.ts";
import { cellOf, DOCUMENT_SUITE, representationLeaf, representationManifest } from "../documents/manifest.ts";
import { documentRequestOf } from "../documents/request.ts";
import { pdfUseFaults } from "../documents/use-faults.ts";
import type { AnchorRequest, BatchRepresentation } from "../officers.ts";
import { countsOf } from "../seal-counts.ts";
import { type CheckedBatch, checkHead, checkRoot, saltOf } from "./anchor-rule.ts";
import type { SignerConfig } from "./config.ts";
import { type CheckedFile, checkOfd } from "./ofd-rule.ts";
import { refuse, SKEW } from "./rule.ts";
import type { SignLog } from "./sign-log.ts";

/** With what an officer judges sealed documents, all of it the officer's own. */
export interface DocumentJudging {
  readonly documents: Documents;
  /** Where certificates are looked up: what the codes on documents must lead to. */
  readonly publicUrl: string;
  /** The member's certificates for documents, DER; a seal by any other is refused. */
  readonly certificates: readonly Uint8Array[];
  /** By the officer's own trust file. */
  readonly verifier: Verifier;
  /** Whether that file names anybody who vouches for states offline: then every certificate must verify. */
  readonly witnessed: boolean;
}

/**
 * Refuses unless the anchor's root follows from sealed documents of the member's own certificates, and from nothing else.
 * Each is made again from the certificate's bundle, signature and all, and must be the same to the last byte: so it shows what
 * the certificate says, and nobody has put anything behind it. Throws `signer.refused`, `signer.root_mismatch`, and `json.*` or
 * `bundle.*` for a bundle that is none.
 */
export async function checkRepresentations(
  config: SignerConfig,
  judging: DocumentJudging | undefined,
  request: AnchorRequest,
  log: Pick<SignLog, "rootOf">,
  now: Seconds,
): Promise<CheckedBatch> {
  const { anchor } = request;
  const type = checkHead(config, anchor, now);
  if (judging === undefined) refuse("this officer was told of no documents");
  if (anchor.hashSuite !== 1) refuse("the hash suite is not that of documents");
  const leaves = new Map<number, Uint8Array>();
  const seals: Hex[] = [];
  for await (const document of request.documents) {
    const at = `documents/${document.index}`;
    if ("draft" in document) refuse("the document is no sealed one", at);
    if (leaves.has(document.index)) refuse("two documents in one cell", at);
    if (document.index >= anchor.size) refuse("the cell is outside the batch", at);
    const { leaf, seals: own } = await checkDocument(config, judging, anchor, document, log, now);
    leaves.set(document.index, leaf);
    seals.push(...own);
  }
  if (leaves.size === 0) refuse("the batch is empty");
  checkRoot(config, request, leaves, DOCUMENT_SUITE);
  const { batchId, typeId } = anchor;
  // A document is no new certificate, so it counts against no limit of those.
  const uses = seals.length === 0 ? {} : { uses: countsOf(seals) };
  return { list: "", drafts: new Map(), ...uses, counts: { batchId, typeId, type, documents: 0 } };
}

/** The leaf of one document, and the electronic seals on it. */
async function checkDocument(
  config: SignerConfig,
  judging: DocumentJudging,
  { memberId, batchId }: AnchorRequest["anchor"],
  document: BatchRepresentation,
  log: Pick<SignLog, "rootOf">,
  now: Seconds,
): Promise<{ readonly leaf: Uint8Array; readonly seals: readonly Hex[] }> {
  const { index, languages, carrier, limits, sealedAt } = document;
  const at = `documents/${index}`;
  const { registryId } = config.network;
  if (sealedAt > now + SKEW) refuse("the document is dated in the future", at);
  const terms = { languages, ...(limits === undefined ? {} : { limits }) };
  const made = documentRequestOf(document.bundle, { ...terms, sealedAt, publicUrl: judging.publicUrl });
  checkCertificate(config, judging, made.bundle, sealedAt, log, at);
  const sealed = fromBase64(document.sealed);
  const ofd = carrier === "ofd";
  const { content, seals } = ofd
    ? await checkOfd(config, judging.documents, made, sealed, sealedAt, at)
    : await checkPdf(config, judging, made.request, sealed, sealedAt, at);
  const mediaType = ofd ? LISTED_MEDIA_TYPE : SEALED_MEDIA_TYPE;
  const entry = entryOf(mediaType, content, saltOf(document.salt), DOCUMENT_SUITE);
  const of = cellOf(made.bundle);
  const cell = { registryId, memberId, batchId, index };
  return { leaf: representationLeaf(representationManifest(cell, { entry, of, ...terms })), seals };
}

/** The same for a PDF: all of it is what the leaf is over. */
async function checkPdf(
  { profile }: SignerConfig,
  judging: DocumentJudging,
  request: PdfRequest,
  sealed: Uint8Array,
  sealedAt: Seconds,
  at: string,
): Promise<CheckedFile> {
  const { signature, used } = await signaturesIn(judging, sealed, sealedAt, at);
  const { documents } = judging;
  let again = await documents.certificate(request);
  if (used !== null) {
    const { seal, signer, signature: value } = used;
    if (sealOwnerOf(seal.info.id) !== profile.code) refuse("the electronic seal is another member's", at);
    const key = { seal: seal.whole, certificate: signer, sign: async () => value };
    again = await documents.seal(again, { key, time: sealedAt });
  }
  again = await documents.sign(again, { time: sealedAt, ...replayed(signature) });
  if (!equal(again, sealed)) refuse("the document is not the one that follows from its certificate", at);
  return { content: sealed, seals: used === null ? [] : [sealIdOf(used.seal.info.id)] };
}

/** Refuses a certificate of another member, and one that does not verify as of when the document was sealed. */
function checkCertificate(
  config: SignerConfig,
  { verifier, witnessed }: DocumentJudging,
  bundle: Bundle,
  sealedAt: Seconds,
  log: Pick<SignLog, "rootOf">,
  at: string,
): void {
  const { issuer, code } = config.profile;
  if (bundle.registryId !== config.network.registryId || bundle.member.issuer !== issuer || bundle.member.code !== code)
    refuse("the certificate is another member's", at);
  const { verdict } = verifier.verify(bundle, NO_FACTS, { level: "snapshot", asOf: sealedAt }, sealedAt);
  // A network without witnesses vouches for nothing offline; what this officer has signed itself, it knows, and its member.
  const { batchId, root } = bundle.anchor.anchor;
  const named = profileDigest(bundle.member) === profileDigest(config.profile);
  const known = !witnessed && verdict === "indeterminate" && log.rootOf(batchId) === root && named;
  if (verdict !== "valid" && verdict !== "not_in_force" && !known) refuse("the certificate does not verify", at);
}

/** The one signature of the document, by a certificate that this officer was told of, and the use of a seal beneath it, if there is one. */
async function signaturesIn(
  { certificates }: DocumentJudging,
  sealed: Uint8Array,
  sealedAt: Seconds,
  at: string,
): Promise<{ readonly signature: CmsSignature; readonly used: SesSignature | null }> {
  const reading = await readDocument(sealed);
  if ("fault" in reading || reading.length !== sealed.length) refuse("the document is no sealed one", at);
  const [seal, ...more] = reading.seals;
  const [use, ...others] = reading.ses;
  if (seal === undefined || more.length > 0 || others.length > 0) refuse("the document has not one seal", at);
  const { signature, holds, timestamp } = seal;
  if (typeof signature === "string" || !holds || timestamp === "broken") refuse("the seal does not hold", at);
  if (!certificates.some((own) => equal(own, signature.signer.whole)))
    refuse("the seal is by another certificate than the member's", at);
  const sound = use === undefined || pdfUseFaults(sealed, use, sealedAt).length === 0;
  if (!sound) refuse("the electronic seal does not hold", at);
  return { signature, used: use?.signature ?? null };
}

/** The signature as it stands there, as one that is made now: everything around it must come out the same. */
function replayed({ signer, certificates, value, timestamp }: CmsSignature) {
  const others = certificates.filter(({ whole }) => !equal(whole, signer.whole));
  const key = {
    certificate: signer.whole,
    chain: others.map(({ whole }) => whole),
    algorithm: signer.key.kind === "rsa" ? ("RSA" as const) : ("P-256" as const),
    sign: async () => value,
  };
  return { signer: key, ...(timestamp === null ? {} : { timestamper: async () => timestamp }) };
}
