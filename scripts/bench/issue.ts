import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { dateAt } from "../../src/domain/dates.ts";
import { type Draft, draftIssues } from "../../src/domain/draft.ts";
import { buildIdentifier } from "../../src/domain/identifier.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { bundleText } from "../../src/proof/build.ts";
import { draftDigest } from "../../src/proof/ids.ts";
import type { CapturedBatch } from "../../src/service/capture.ts";
import { type Context, contextOf } from "../../src/service/context.ts";
import { signedCredential } from "../../src/service/credential.ts";
import { drawSerial } from "../../src/service/draw.ts";
import { loadBatch, loadCertificate, type PlacedCertificate } from "../../src/service/load.ts";
import { makeBundle } from "../../src/service/make-bundle.ts";
import { treeOf } from "../../src/service/tree.ts";
import { type IssuedBatch, subjectOf } from "./batch.ts";
import { grouped, heading, line, mark, race } from "./mark.ts";

/** What issuing costs without chain, journal and officers, and with them. */
export async function benchIssue(batch: IssuedBatch): Promise<void> {
  const { views, spent } = batch;
  heading(`issue: batches of ${grouped(views.length)}`);
  const marks = await race([rawSign(), await core(batch)]);
  for (const one of marks) mark(one, "raw");
  const raw = marks[0]?.perSecond ?? 0;
  const all = spent.drafting + spent.approving + spent.signing + spent.issuing;
  const parts = [
    ["end to end, one anchor: every part below on one core", all],
    ["  draft: checked and journaled", spent.drafting],
    ["  the maker's process: approval", spent.approving],
    ["  service: approved → … → anchored → self-checked → issued", spent.issuing],
    ["  two officers' processes: all documents and approvals checked", spent.signing],
  ] as const;
  for (const [name, seconds] of parts) {
    const perSecond = views.length / seconds;
    mark({ name, perSecond, ratio: perSecond / raw }, "raw");
  }
  const sizes = batch.files.map(({ length }) => length).sort((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [0, sizes.length >> 1, sizes.length - 1].map((i) => sizes[i]);
  heading("bundle");
  line("size, median (least – most)", `${grouped(median)} bytes`, `${grouped(least)} – ${grouped(most)}`);
}

function rawSign() {
  const { privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(64);
  return {
    name: "raw Ed25519 sign (node:crypto, key object reused): the limit",
    run() {
      for (let i = 0; i < 256; i++) sign(null, message, privateKey);
      return 256;
    },
  };
}

/** The same functions that the service calls, on a batch of its own making, with nothing written or sent. */
async function core({ deps, views }: IssuedBatch) {
  const context = contextOf(deps);
  const [first] = views;
  const known = first === undefined ? null : await loadCertificate(context, first.id);
  if (known?.placed === undefined || first === undefined) throw new Error("no certificate");
  const batch = (await loadBatch(context, known.placed.batchId)) as CapturedBatch;
  const like = first.draft as unknown as Draft;
  return {
    name: "draft → sign → leaf → tree → bundle text",
    async run() {
      const placed: PlacedCertificate[] = [];
      for (let index = 0; index < batch.capacity; index++) placed.push(await place(context, batch, known, like, index));
      const tree = await treeOf(context.ledger.network.registryId, batch, placed);
      for (const one of placed) bundleText(makeBundle(context, batch, one, tree.path(one.placed.index)));
      return placed.length;
    },
  };
}

async function place(
  context: Context,
  batch: CapturedBatch,
  known: NonNullable<Awaited<ReturnType<typeof loadCertificate>>>,
  like: Draft,
  index: number,
): Promise<PlacedCertificate> {
  const { typeCode, issuerCode } = {
    typeCode: BUSINESS_LICENCE.code,
    issuerCode: context.members.get(batch.memberId)?.profile.code ?? "",
  };
  const identifier = buildIdentifier({ typeCode, issuerCode, serial: drawSerial(context.random), version: 1 });
  const draft = { ...like, identifier, subject: subjectOf(index) };
  if (draftIssues(draft, BUSINESS_LICENCE, dateAt(context.clock())).length > 0) throw new Error("a draft with faults");
  const certificate = {
    ...known,
    id: identifier,
    draft: draft as unknown as JsonObject,
    draftDigest: draftDigest(draft),
  };
  const credential = await signedCredential(context, certificate, { ...batch, index });
  const salt = `0x${Buffer.from(context.random(16)).toString("hex")}` as const;
  return { ...certificate, placed: { batchId: batch.batchId, index, credential, salt } };
}
