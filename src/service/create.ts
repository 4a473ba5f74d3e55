import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import { principalOf } from "./access.ts";
import { approve } from "./approve.ts";
import { Batcher } from "./batcher.ts";
import { bundle, bundleFiles } from "./bundle.ts";
import { certificateFreight } from "./certificate-freight.ts";
import { claim } from "./claim.ts";
import { claims } from "./claims.ts";
import { codesOf } from "./codes/verbs.ts";
import { reportCompromise } from "./compromise.ts";
import { type Context, contextOf } from "./context.ts";
import { Departments } from "./copies/departments.ts";
import { CopyDesk } from "./copies/desk.ts";
import { uses } from "./copies/uses.ts";
import type { ServiceDeps } from "./deps.ts";
import { didDocument } from "./did.ts";
import { DocumentDesk } from "./documents/desk.ts";
import { documentFreight } from "./documents/freight.ts";
import { Making } from "./documents/making.ts";
import { Heartbeat } from "./heartbeat.ts";
import { keep, kept } from "./idempotency.ts";
import { batchesOf } from "./import/verbs.ts";
import { issue } from "./issue.ts";
import { statusList, statusLists } from "./lists.ts";
import { platesOf } from "./plates/verbs.ts";
import { certificate, certificates, checkpoint, members, readiness } from "./read.ts";
import { recover } from "./recover.ts";
import { returnDraft } from "./return.ts";
import { startBatch } from "./road.ts";
import { fillRing } from "./seals/ring.ts";
import { sealsOf } from "./seals/verbs.ts";
import type { Service } from "./service.ts";
import { signingOf } from "./signing/verbs.ts";
import { Snapshots } from "./snapshot.ts";
import { changeStatus } from "./status.ts";
import { logReads } from "./tiles.ts";
import { rememberedTypes } from "./type-records.ts";
import { unmask } from "./unmask.ts";
import { verifyBytes, verifyFile } from "./verify.ts";
import { Watch } from "./watch.ts";

/**
 * The service over opened ports: recovers what the journal holds unfinished, then serves. `close` ends its own work and
 * leaves store, ledger and keys open for whoever opened them.
 * Throws `store.*`, `chain.mismatch`, `keys.purpose`, `config.invalid`.
 */
export async function createService(deps: ServiceDeps): Promise<Service> {
  const opened = contextOf(deps);
  await opened.records.open();
  const context: Context = { ...opened, types: await rememberedTypes(opened) };
  const files = bundleFiles();
  const snapshots = new Snapshots(context);
  const onClosed = (batchId: Hex): void => startBatch(context, batchId);
  const batcher = new Batcher(context, certificateFreight(context), onClosed);
  const making = new Making();
  const documentBatcher = new Batcher(context, documentFreight(context, making), onClosed);
  const desk = new DocumentDesk(context, files, making, documentBatcher);
  const copies = new CopyDesk(context, desk);
  const heartbeat = new Heartbeat(context);
  await tellClosed(context);
  await fillRing(context);
  await recover(context, { certificates: batcher, documents: documentBatcher, desk });
  heartbeat.start();
  const watch = new Watch(context);
  watch.start();
  return {
    issue: (by, request, options) => issue(context, by, request, options?.idempotencyKey),
    approve: (by, id, approval, options) => approve(context, batcher, by, id, approval, options?.waitMs),
    returnDraft: (by, id, reason) => returnDraft(context, by, id, reason),
    changeStatus: (by, id, input) => changeStatus(context, by, id, input),
    certificate: (by, id, asOf) => certificate(context, by, id, asOf),
    unmask: (by, id, reason) => unmask(context, by, id, reason),
    certificates: (by, filter, page) => certificates(context, by, filter, page),
    batches: batchesOf(context),
    codes: codesOf(context, files, desk),
    plates: platesOf(context),
    seals: sealsOf(context),
    copies: {
      make: (by, id, request, key) => copies.make(by, id, request, key),
      copy: (by, id) => copies.copy(by, id),
      file: (by, id) => copies.file(by, id),
      uses: (by, id, page) => uses(context, by, id, page),
    },
    sharing: new Departments(context, copies),
    signing: signingOf(context),
    bundle: (by, id) => bundle(context, files, by, id),
    document: (by, id, terms) => desk.document(by, id, terms),
    claim: (by, bundle, { idempotencyKey }) => claim(context, by, bundle, idempotencyKey),
    claims: (by, page) => claims(context, by, page),
    verify: (_by, bytes, policy) => verifyBytes(context, bytes, policy),
    verifyFile: (_by, file, policy) => verifyFile(context, file, policy),
    reportCompromise: (by, signed) => reportCompromise(context, by, signed),
    members: () => members(context),
    didDocument: (code) => didDocument(context, code),
    checkpoint: () => checkpoint(context),
    log: logReads(context.ledger),
    statusLists: () => statusLists(context),
    statusList: (id, block) => statusList(context, id, block),
    snapshot: (filter) => snapshots.get(filter),
    readiness: () => readiness(context),
    kept: (by, key, requestDigest) => kept(context.records, by, key, requestDigest),
    keep: (by, key, requestDigest, answer) => keep(context.records, by, key, requestDigest, answer),
    authenticate: async (apiKey) => principalOf(context.apiKeys, apiKey),
    async close() {
      batcher.close();
      documentBatcher.close();
      await watch.close();
      await heartbeat.close();
      await context.work.close();
    },
  };
}

/** A closed installation is served as ever: its certificates are verified, suspended and revoked. But somebody must know. */
async function tellClosed({ chain, ledger, notice }: Context): Promise<void> {
  try {
    await chain.requireOpen();
  } catch (error) {
    if (!isYinzhengError(error, "chain.closed")) throw error;
    const { registryId } = ledger.network;
    const { code, detail } = error;
    const where = `installation ${registryId}, continued by ${detail.successor ?? "none"}`;
    notice({ what: "alarm", where, code, detail });
  }
}
