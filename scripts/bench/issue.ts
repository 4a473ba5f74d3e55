import { toHex } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { dateAt } from "../../src/domain/dates.ts";
import { type Draft, draftIssues } from "../../src/domain/draft.ts";
import { buildIdentifier } from "../../src/domain/identifier.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { bundleText } from "../../src/proof/build.ts";
import { draftDigest } from "../../src/proof/ids.ts";
import { leafOf } from "../../src/proof/leaf.ts";
import type { CapturedBatch } from "../../src/service/capture.ts";
import { type Context, contextOf } from "../../src/service/context.ts";
import { manifestOf, signedCredential } from "../../src/service/credential.ts";
import { drawSerial } from "../../src/service/draw.ts";
import { loadBatch, loadCertificate, type PlacedCertificate } from "../../src/service/load.ts";
import { makeBundle } from "../../src/service/make-bundle.ts";
import { SERVICE } from "../../src/service/outbox.ts";
import { fact } from "../../src/service/payloads.ts";
import type { Certificate } from "../../src/service/projection.ts";
import { Records } from "../../src/service/records.ts";
import { selfCheck } from "../../src/service/self-check.ts";
import { treeOver } from "../../src/service/tree.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { type IssuedBatch, subjectOf } from "./batch.ts";
import { goal } from "./goals.ts";
import { type Contender, grouped, heading, line, mark, race } from "./mark.ts";
import { rawSign } from "./peers.ts";

/** What issuing costs in the service by itself, and with everybody else. */
export async function benchIssue(batch: IssuedBatch): Promise<void> {
  const { views, spent, files } = batch;
  const marks = await race("issue", [rawSign(), ...(await roads(batch))]);
  heading(`issue: batches of ${grouped(views.length)}`);
  const [raw, issued] = marks;
  for (const one of marks) mark(one, { raw });
  goal("issue, journalled and provable × raw Ed25519 sign", (issued?.perSecond ?? 0) / (raw?.perSecond ?? 1), 0.3);
  const parts = [
    ["end to end, one anchor: every part below on one core", Object.values(spent).reduce((sum, part) => sum + part)],
    ["  draft: checked and journalled", spent.drafting],
    ["  the maker's process: approval", spent.approving],
    ["  service and two officers: approved → … → anchored → issued", spent.issuing],
  ] as const;
  for (const [name, seconds] of parts) mark({ name, perSecond: views.length / seconds }, { raw });
  const sizes = files.map(({ length }) => length).sort((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [0, sizes.length >> 1, sizes.length - 1].map((i) => sizes[i]);
  heading("bundle");
  line("size, median (least – most)", `${grouped(median)} bytes`, `${grouped(least)} – ${grouped(most)}`);
}

/** Certificates that one append of the journal takes. */
const GROUP = 64;

/** The functions that the service calls, on batches of approved drafts like those issued, into a journal of their own. */
export async function roads({ deps, views }: IssuedBatch): Promise<readonly Contender[]> {
  const context = contextOf(deps);
  const [first] = views;
  const known = first === undefined ? null : await loadCertificate(context, first.id);
  if (known?.placed === undefined || first === undefined) throw new Error("no certificate");
  const batch = (await loadBatch(context, known.placed.batchId)) as CapturedBatch;
  const approved = Array.from({ length: batch.capacity }, (_, i) => like(context, batch, known, i));
  const { registryId } = context.ledger.network;
  return [
    {
      name: "issued: signed → journalled → leaf → tree → path journalled",
      async run() {
        const records = new Records(openMemoryStore(), context.clock);
        await records.open();
        const placed = await placeAll(context, records, batch, approved);
        const tree = await treeOver(registryId, batch, leavesOf(registryId, batch, placed));
        const facts = placed.map(({ id, placed: { index } }) =>
          fact("certificate.issued", id, { path: tree.path(index) }),
        );
        await records.append(SERVICE, facts);
        return placed.length;
      },
    },
    {
      name: "the same, its bundle made and verified, and written as text",
      async run() {
        const records = new Records(openMemoryStore(), context.clock);
        await records.open();
        const placed = await placeAll(context, records, batch, approved);
        // Another tree than the one on chain: every certificate but these checks out, so one of those is verified.
        const tree = await treeOver(registryId, batch, leavesOf(registryId, batch, placed));
        for (const one of placed) {
          const made = makeBundle(context, batch, one, tree.path(one.placed.index));
          const { sound } = await selfCheck(context, made, batch.capture.time);
          if (sound) throw new Error("a certificate that was never anchored checks out");
          bundleText(made);
        }
        return placed.length;
      },
    },
    {
      name: "a draft: checked, and its digest",
      run() {
        for (let i = 0; i < 256; i++) like(context, batch, known, i);
        return 256;
      },
    },
  ];
}

/** An approved draft as the service has it; throws where it has a fault. */
function like(context: Context, batch: CapturedBatch, known: Certificate, index: number): Certificate {
  const issuerCode = context.members.get(batch.memberId)?.profile.code ?? "";
  const serial = drawSerial(context.random);
  const identifier = buildIdentifier({ typeCode: BUSINESS_LICENCE.code, issuerCode, serial, version: 1 });
  const draft: Draft = { ...(known.draft as unknown as Draft), identifier, subject: subjectOf(index) };
  if (draftIssues(draft, BUSINESS_LICENCE, dateAt(context.clock())).length > 0) throw new Error("a draft with faults");
  return { ...known, id: identifier, draft: draft as unknown as JsonObject, draftDigest: draftDigest(draft) };
}

const leavesOf = (registryId: Hex, batch: CapturedBatch, placed: readonly PlacedCertificate[]) =>
  placed.map((one) => ({
    index: one.placed.index,
    leaf: leafOf(manifestOf(registryId, batch, one), batch.hashSuite),
  }));

async function placeAll(
  context: Context,
  records: Records,
  batch: CapturedBatch,
  approved: readonly Certificate[],
): Promise<readonly PlacedCertificate[]> {
  const all: PlacedCertificate[] = [];
  for (let from = 0; from < approved.length; from += GROUP) {
    const group: PlacedCertificate[] = [];
    for (const [i, certificate] of approved.slice(from, from + GROUP).entries()) {
      const index = from + i;
      const credential = await signedCredential(context, certificate, { ...batch, index });
      const placed = { batchId: batch.batchId, index, credential, salt: toHex(context.random(16)) };
      group.push({ ...certificate, placed });
    }
    const facts = group.map(({ id, placed }) => fact("certificate.placed", id, placed));
    await records.append(SERVICE, facts);
    all.push(...group);
  }
  return all;
}
