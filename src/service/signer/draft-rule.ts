import type { BatchApproval } from "../../domain/approval.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { type Draft, parseDraft } from "../../domain/draft.ts";
import { draftsRoot } from "../../proof/drafts.ts";
import { draftDigest, memberIdOf, typeIdOf } from "../../proof/ids.ts";
import type { SignerConfig } from "./config.ts";
import { refuse } from "./rule.ts";

/** Drafts as a maker's signer gets them: one after another. */
export type Drafts = Iterable<JsonObject> | AsyncIterable<JsonObject>;

/** An untrusted draft that this maker may approve; throws `schema.*`, `signer.refused`. */
export function readDraft(config: SignerConfig, value: unknown): Draft {
  const draft = parseDraft(value);
  const ours = draft.memberId === memberIdOf(config.profile.code) && draft.registryId === config.network.registryId;
  if (!ours || !config.types.some((code) => typeIdOf(code) === draft.typeId))
    refuse("the draft is not of this member and type");
  return draft;
}

/** What is approved of many drafts of one type, each read as `readDraft` does; throws what that throws. */
export async function readDrafts(config: SignerConfig, values: Drafts): Promise<Omit<BatchApproval, "approvedAt">> {
  const digests = new Set<Hex>();
  const types = new Set<Hex>();
  for await (const value of values) {
    const at = `drafts/${digests.size}`;
    const draft = readDraft(config, value);
    const digest = draftDigest(draft);
    if (digests.has(digest)) refuse("one draft stands twice", at);
    digests.add(digest);
    types.add(draft.typeId);
  }
  const [typeId, other] = types;
  if (typeId === undefined) refuse("there is no draft");
  if (other !== undefined) refuse("the drafts are of several types");
  const all = [...digests];
  return { memberId: memberIdOf(config.profile.code), typeId, draftsRoot: draftsRoot(all), count: all.length };
}
