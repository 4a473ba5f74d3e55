import { join } from "node:path";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { judgeDocument } from "../../src/documents/read/judge.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { type CodeHashes, openReader } from "../../src/main/node.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { verify } from "../../src/proof/verify.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { auditJournal } from "../../src/store/level/audit.ts";
import { claims, digestOf, documentOf, finalState, list, unmasked, view, type Wanted } from "./client.ts";
import { openStore, STORES } from "./ground.ts";
import { API_KEY, type Life } from "./life.ts";

/**
 * Nothing acknowledged is missing. When everything is `finished`, also: what was wanted is there once, on chain once, in
 * the state that was wanted last, and its bundle verifies.
 */
export async function expectWhole(life: Life, wanted: readonly Wanted[], finished?: "finished"): Promise<void> {
  await expectDocuments(life, wanted);
  for (const one of wanted) if (one.id !== null) expectAcknowledged(one, await view(life, one.id), finished);
  await expectClaimed(life, wanted, finished);
  if (finished === undefined) return;
  const held: CertificateView[] = [];
  for (const { id } of await list(life)) held.push(await unmasked(life, id));
  expect(held.map(nameIn).sort(), "each is there once").to.deep.equal(wanted.map(({ name }) => name).sort());
  await expectOnChain(life, held, wanted);
  for (const one of wanted) await expectVerifies(life, one);
}

const nameIn = ({ draft }: CertificateView): string => Object(draft.subject).name ?? Object(draft.subject).billNumber;

/** What was acknowledged as used is, by the same claim; in the end each bill is used once. */
async function expectClaimed(life: Life, wanted: readonly Wanted[], finished?: "finished"): Promise<void> {
  const made = await claims(life);
  const acknowledged = wanted.map(({ claim }) => claim).filter((claim) => claim !== null);
  expect(made).to.include.members(acknowledged);
  if (finished) expect(made.toSorted(), "each bill is used once").to.deep.equal(acknowledged.toSorted());
}

/** A document that was handed out is the same for ever. */
async function expectDocuments(life: Life, wanted: readonly Wanted[]): Promise<void> {
  for (const { id, document, name } of wanted)
    if (id !== null && document !== null)
      expect(digestOf((await documentOf(life, id)).sealed), name).to.equal(document);
}

function expectAcknowledged(one: Wanted, { state, status }: CertificateView, finished?: "finished"): void {
  if (one.issued) expect(state, one.name).to.equal("issued");
  const last = one.changes[one.changed - 1];
  // A change that was sent and not answered may have been made.
  if (last === "revoke") expect(status, one.name).to.equal("revoked");
  if (last === "suspend" && one.pending === null) expect(status, one.name).to.not.equal("active");
  if (finished) expect({ state, status }, one.name).to.deep.equal({ state: "issued", status: finalState(one) });
}

async function expectOnChain(life: Life, held: readonly CertificateView[], wanted: readonly Wanted[]): Promise<void> {
  const ledger = await openReader(httpRpc({ url: life.rpc }), life.network, codeHashesIn(life));
  const cells = held.map(({ cell }) => `${cell?.batchId}/${cell?.index}`);
  expect(new Set(cells).size, "one cell each").to.equal(cells.length);
  const batches = new Set([...held.map(({ cell }) => cell?.batchId), ...(await documentBatches(life, wanted))]);
  const changes = wanted.reduce((sum, one) => sum + one.changes.length, 0);
  expect(await evidence(ledger), "one anchor a batch, one record a change and a claim").to.deep.equal({
    anchors: batches.size,
    changes,
    claims: wanted.filter(({ bill }) => bill).length,
  });
  await ledger.close();
}

/** The batches of all documents, each of which verifies by itself. */
async function documentBatches(life: Life, wanted: readonly Wanted[]): Promise<readonly Hex[]> {
  const batches: Hex[] = [];
  for (const one of wanted.filter(({ printed }) => printed)) {
    const { opened } = await documentOf(life, one.id ?? "");
    const report = judgeDocument(opened, NO_FACTS, life.trust, { level: "archival" }, Math.floor(Date.now() / 1000));
    expect(report.verdict, one.name).to.equal(finalState(one) === "active" ? "valid" : "not_in_force");
    const proof = opened.document?.proof;
    if (proof !== undefined && typeof proof !== "string") batches.push(proof.manifest.batchId);
  }
  return batches;
}

const KINDS = {
  anchors: "yinzheng/log/anchor/v1",
  changes: "yinzheng/log/status/v1",
  claims: "yinzheng/log/claim/v1",
} as const;

/** How many leaves of each kind the log has. A leaf begins registryId 32 ‖ kind 32. */
async function evidence(ledger: Ledger): Promise<Record<keyof typeof KINDS, number>> {
  const { size } = await ledger.logState();
  const kinds = (await ledger.logLeaves(0, size)).map((data) => Buffer.from(data.slice(66, 130), "hex").toString());
  const count = (kind: string): number => kinds.filter((found) => found.startsWith(kind)).length;
  return { anchors: count(KINDS.anchors), changes: count(KINDS.changes), claims: count(KINDS.claims) };
}

function codeHashesIn({ trust }: Life): CodeHashes {
  const contracts = Object.entries(trust.networks[0]?.contracts ?? {});
  return Object.fromEntries(contracts.map(([name, { codeHash }]) => [name, codeHash])) as CodeHashes;
}

async function expectVerifies(life: Life, one: Wanted): Promise<void> {
  const url = new URL(`/v1/certificates/${one.id}/bundle`, life.service);
  const response = await fetch(url, { headers: { authorization: `Bearer ${API_KEY}` } });
  const bundle = parseBundle(utf8(await response.text()));
  const { verdict } = verify(bundle, NO_FACTS, life.trust, { level: "archival" }, Math.floor(Date.now() / 1000));
  expect(verdict, one.name).to.equal(finalState(one) === "active" && !one.bill ? "valid" : "not_in_force");
}

/** Every journal is whole, each certificate was placed and issued once, and no signer signed two roots for one batch. */
export async function expectWholeOnDisk(dir: string, wanted: readonly Wanted[]): Promise<void> {
  for (const store of Object.values(STORES)) {
    expect((await auditJournal(join(dir, store, "journal"))).defects, store).to.deep.equal([]);
  }
  const ids = wanted.map(({ id }) => id).sort();
  const subjects = await subjectsIn(dir, STORES.service);
  for (const kind of ["drafted", "approved", "placed", "issued"]) {
    expect((subjects.get(`certificate.${kind}`) ?? []).sort(), kind).to.deep.equal(ids);
  }
  const printed = wanted.filter((one) => one.printed).length;
  for (const kind of ["ordered", "sealed", "placed", "issued"]) {
    const documents = subjects.get(`document.${kind}`) ?? [];
    expect([documents.length, new Set(documents).size], `document.${kind}`).to.deep.equal([printed, printed]);
  }
  for (const signer of [STORES.maker, STORES.checker]) {
    const roots = new Map<unknown, unknown>();
    const store = await openStore(dir, signer);
    for await (const { kind, payload } of store.journal.scan(1)) {
      if (kind !== "signer.anchor") continue;
      expect(roots.get(payload.batchId) ?? payload.root, signer).to.equal(payload.root);
      roots.set(payload.batchId, payload.root);
    }
    await store.close();
  }
}

async function subjectsIn(dir: string, name: string): Promise<ReadonlyMap<string, string[]>> {
  const subjects = new Map<string, string[]>();
  const store = await openStore(dir, name);
  for await (const { kind, subject } of store.journal.scan(1)) {
    subjects.set(kind, [...(subjects.get(kind) ?? []), subject]);
  }
  await store.close();
  return subjects;
}
