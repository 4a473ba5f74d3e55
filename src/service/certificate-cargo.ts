import { YinzhengError } from "../domain/errors.ts";
import { hashSuiteOf } from "../domain/types/definition.ts";
import { leafOf } from "../proof/leaf.ts";
import type { Cargo } from "./cargo.ts";
import { claimProof } from "./claim-evidence.ts";
import { memberIn } from "./context.ts";
import { manifestOf, unsecured } from "./credential.ts";
import { signingKeys } from "./hosted-keys.ts";
import { sharedApprovals } from "./import/approvals.ts";
import { renewLists } from "./lists.ts";
import { type PlacedCertificate, placedIn } from "./load.ts";
import { makeBundle } from "./make-bundle.ts";
import type { SignedApproval } from "./officers.ts";
import { fact } from "./payloads.ts";
import { typeOf } from "./resources.ts";
import { selfCheck } from "./self-check.ts";

/** Whoever watches an import hears of every so many of its documents that an officer was shown. */
const TOLD_SHOWN = 500;
/** And of every so many of its certificates whose proof was checked. */
const TOLD_PROVEN = 100;

/** Batches of certificates of one version of a type. */
export const CERTIFICATES: Cargo = {
  listed: true,
  names: (context, { type, typeVersion }) => typeOf(context, type, typeVersion).names,
  hashSuite: (context, { type, typeVersion }) => hashSuiteOf(typeOf(context, type, typeVersion)),
  batchKeys(context, { memberId, type, typeVersion }) {
    const keys = signingKeys(typeOf(context, type, typeVersion), memberIn(context, memberId).keys);
    if (keys === null) throw new YinzhengError("keys.missing", { memberId });
    return keys.batch;
  },
  async *items(context, { batchId }) {
    for await (const { id, placed } of placedIn(context, batchId)) yield { id, index: placed.index };
  },
  async *leaves(context, batch) {
    const { registryId } = context.ledger.network;
    for await (const certificate of placedIn(context, batch.batchId)) {
      const { id, placed } = certificate;
      const leaf = leafOf(manifestOf(registryId, batch, certificate), batch.hashSuite);
      yield { id, index: placed.index, leaf };
    }
  },
  async *shown(context, batch) {
    const approvalOf = batch.import === undefined ? ownApproval : await sharedApprovals(context, batch.import);
    let shown = 0;
    for await (const certificate of placedIn(context, batch.batchId)) {
      shown += 1;
      if (batch.import !== undefined && shown % TOLD_SHOWN === 0)
        context.progress.tell(batch.import, { step: "signing", done: shown });
      const { draft, placed } = certificate;
      const { index, salt, credential } = placed;
      yield { index, draft, approval: approvalOf(certificate), credential: unsecured(credential), salt };
    }
  },
  uses: async () => [],
  async faults(context, batch, tree) {
    let checked = 0;
    for await (const certificate of placedIn(context, batch.batchId)) {
      const path = tree.path(certificate.placed.index);
      const claim = await claimProof(context, batch, certificate);
      const made = makeBundle(context, batch, certificate, path, claim);
      const finding = await selfCheck(context, made, batch.capture.time);
      if (!finding.sound) return finding.checks;
      checked += 1;
      if (batch.import !== undefined && checked % TOLD_PROVEN === 0)
        context.progress.tell(batch.import, { step: "proving", done: checked });
    }
    return null;
  },
  async *issues(context, { batchId }, tree) {
    for await (const { id, issued, placed } of placedIn(context, batchId)) {
      const issue = () => fact("certificate.issued", id, { path: tree.path(placed.index) });
      yield { id, fact: issued === undefined ? issue() : null };
    }
  },
  async finished(context, batch) {
    const { list } = batch;
    if (list === undefined) throw new YinzhengError("internal", { batchId: batch.batchId });
    // The first batch of a list; later ones are in it when it is made anew, and until then their evidence is newer.
    if ((await context.lists.last(context, list.id)) === null) renewLists(context, batch);
  },
};

function ownApproval({ approval, placed }: PlacedCertificate): SignedApproval {
  if (approval === undefined || "import" in approval) throw new YinzhengError("internal", { batchId: placed.batchId });
  return approval;
}
