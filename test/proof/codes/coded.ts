import { readFileSync } from "node:fs";
import { utf8 } from "../../../src/crypto/encoding.ts";
import type { JsonObject } from "../../../src/domain/json-value.ts";
import type { TypeDefinition } from "../../../src/domain/types/definition.ts";
import { parseTypeDefinition } from "../../../src/domain/types/parse.ts";
import { BUILT_IN } from "../../../src/domain/types/table.ts";
import { DEMO_SAMPLES } from "../../../src/main/demo/sample-data.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { compactCode } from "../../../src/proof/compact.ts";
import { typeIdOf } from "../../../src/proof/ids.ts";
import { judgeCode, type OfflinePolicy } from "../../../src/proof/judge-code.ts";
import { readSnapshot } from "../../../src/proof/open-snapshot.ts";
import type { Report } from "../../../src/proof/report.ts";
import { type Snapshot, type SnapshotParts, snapshotOf, snapshotText } from "../../../src/proof/snapshot.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { NOW, type Paper, type PaperOptions } from "../paper/options.ts";
import { paper } from "../paper/world.ts";

const DROPPED = new URL("../../../src/main/demo/types/volunteer-service.json", import.meta.url);

/** Every type that there is a sample of, the one that is a file included. */
export const SAMPLES: readonly { readonly type: TypeDefinition; readonly subject: JsonObject }[] = DEMO_SAMPLES.map(
  ({ request }) => ({
    type: BUILT_IN.find(request.type) ?? parseTypeDefinition(JSON.parse(readFileSync(DROPPED, "utf8"))),
    subject: request.subject,
  }),
);

/** A certificate of a type as the demo issues it. */
export function sampled({ type, subject }: (typeof SAMPLES)[number], options: PaperOptions = {}): Promise<Paper> {
  const { suites, batchSuites = [], hashSuite = "sha256", code } = type;
  const how = { proofs: suites, batchProofs: batchSuites, suite: hashSuite, typeId: typeIdOf(code) };
  return paper({ type, ...how, draft: { subject }, ...options });
}

/** The code of a certificate that has one. */
export function codeOf(bundle: Bundle): string {
  const text = compactCode(bundle);
  if (text === null) throw new Error("no code");
  return text;
}

/** A snapshot of what a bundle of one certificate holds. */
export function snapshotIn(bundle: Bundle, parts: Partial<SnapshotParts> = {}): Snapshot {
  const { registryId, evidence, log, checkpoint, contexts, types, member, keys, anchor } = bundle;
  const credential = bundle.representations[0]?.credential as { credentialStatus: { statusListCredential: string }[] };
  const batch = {
    anchor,
    logPath: log.path,
    batchSignatures: bundle.batchSignatures,
    statusChanges: bundle.statusChanges,
    statusList: credential.credentialStatus[1]?.statusListCredential ?? "",
  };
  const head = { size: log.size, root: log.root };
  const members = [{ profile: member, keys }];
  return snapshotOf({
    registryId,
    evidence,
    log: head,
    checkpoint,
    contexts,
    types,
    members,
    batches: [batch],
    ...parts,
  });
}

export interface Asked extends Partial<OfflinePolicy> {
  readonly code?: string;
  readonly snapshot?: Snapshot;
  readonly trust?: TrustFile;
  readonly now?: number;
}

/** The report on a world's code by a snapshot of the world, at level archival, as from a file. */
export function judged(world: Paper, asked: Asked = {}): Report {
  const {
    code,
    snapshot = snapshotIn(world.bundle),
    trust = world.trust,
    now = NOW,
    level = "archival",
    ...policy
  } = asked;
  const read = readSnapshot(utf8(snapshotText(snapshot)), trust);
  return judgeCode(code ?? codeOf(world.bundle), read, trust, { level, ...policy }, now);
}
