import { base58, hex, join, sha256, tagged, text, toHex, word } from "./bytes.ts";
import { KNOWN_OPTIONS, keyFault } from "./issuer.ts";
import { isObject, jcs, jcsBytes } from "./json.ts";
import { type Listed, position, readList, type StatusList, stateAtPlace } from "./list.ts";
import { isLate } from "./moved.ts";
import { checkpointBody, cosignersOf, readVerifierKey } from "./note.ts";
import type { Case, Line, Standing } from "./report.ts";
import { mapping, open, provesExactly } from "./state.ts";
import { SUITES } from "./suites.ts";

/** Step 9: what the status list says of the certificate. */
export interface ListAnswer {
  readonly line: Line;
  /** The proven state is known to hold until then; null where the list prolongs nothing. */
  readonly until: number | null;
}

const NAMES = ["active", "suspended", "revoked", "superseded"];

export function listAnswer(question: Case, { latest, moved }: Standing): ListAnswer {
  const { facts, view, policy } = question;
  const told = facts.lists ?? [];
  const say = (result: Line[1], code: string): ListAnswer => ({ line: ["status.list", result, code], until: null });
  const lacking = (code: string): ListAnswer => say(policy.requireList ? "error" : "skipped", code);
  if (view === null || latest === null) return say("skipped", "status.skipped");
  if (told.length === 0)
    return policy.requireList ? say("error", "status.list_unreachable") : say("skipped", "status.skipped");
  if (moved) return lacking("status.list_older");
  const fetched = told.flatMap((one) => (one.ok ? readable(one.text) : []));
  if (fetched.length === 0) return lacking("status.list_unreachable");
  const [newest] = fetched
    .filter((list) => holds(question, view.list.url, list))
    .toSorted((a, b) => b.source.block.number - a.source.block.number);
  if (newest === undefined) return say("error", "status.list_bad");
  return compare(question, latest, newest, view.list.place, { say, lacking });
}

interface Saying {
  readonly say: (result: Line[1], code: string) => ListAnswer;
  readonly lacking: (code: string) => ListAnswer;
}

function readable(contents: string): readonly StatusList[] {
  try {
    return [readList(contents)];
  } catch {
    return [];
  }
}

/** Steps 3 to 10 of `status.list`. */
function compare(
  question: Case,
  latest: NonNullable<Standing["latest"]>,
  { source, bits, validUntil }: StatusList,
  place: number,
  { say, lacking }: Saying,
): ListAnswer {
  const { bundle, slots, network, at, now, policy } = question;
  const { batchId, size } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const entry = source.batches.find((batch) => batch.batchId === batchId);
  if (entry === undefined)
    return source.log.size > bundle.anchor.logIndex
      ? say("error", "status.list_incomplete")
      : lacking("status.list_older");
  if (!isPlaced(source, entry, { size, index, place })) return say("error", "status.list_position");
  const until = Math.min(source.block.time + network.maxStatusAge, validUntil);
  if (at > until) return lacking("status.list_stale");
  const bitsProven = latest.read(slots.word);
  if (bitsProven === undefined) return say("skipped", "status.skipped");
  if (source.block.number <= latest.number) return say("skipped", "status.list_older");
  const proven = Number((bitsProven >> BigInt(2 * (index % 128))) & 3n);
  const listed = stateAtPlace(bits, place);
  if (listed === proven) {
    if (source.lastCompromise > bundle.log.size) return lacking("status.list_compromise");
    const prolongs = proven === 0 && policy.level === "snapshot";
    return { ...say("valid", "status.ok"), until: prolongs ? until : null };
  }
  const head = latest.read(slots.head);
  const sameHead = head !== undefined && toHex(word(head)) === entry.statusHead;
  if (proven >= 2 || sameHead || listed === 0) return say("skipped", "status.list_overruled");
  if (at >= Math.min(source.block.time, now)) return say("invalid", `status.${NAMES[listed]}`);
  return at <= latest.time && listed !== 2 ? say("skipped", "status.list_later") : say("error", "status.list_undated");
}

function isPlaced(
  source: StatusList["source"],
  entry: Listed,
  { size, index, place }: { size: number; index: number; place: number },
): boolean {
  return entry.size === size && index < size && position(source, entry.offset + index) === place;
}

/** Whether a list is the certificate's, and signed by the member and a witness: steps 1 to 5 of status-list.md. */
function holds(question: Case, url: string, list: StatusList): boolean {
  const { bundle, policy } = question;
  const { source } = list;
  const { memberId, typeId } = bundle.anchor.anchor;
  const own =
    source.registryId === bundle.registryId &&
    source.memberId === memberId &&
    source.typeId === typeId &&
    list.issuer === bundle.member.issuer &&
    url.endsWith(`/v1/status-lists/${list.id}`);
  const { seen } = policy;
  const fork = seen !== undefined && seen.size === source.log.size && seen.root !== source.log.root;
  const late = question.following !== null && isLate(source.block, source.log, question.following.final);
  const dated = list.validFrom === source.block.time && list.validUntil > list.validFrom;
  try {
    return (
      own &&
      !fork &&
      !late &&
      dated &&
      isCosigned(question, list) &&
      isSigned(question, list) &&
      isRegistered(question, list)
    );
  } catch {
    return false;
  }
}

function isCosigned({ network }: Case, { source, id, credential, checkpoint }: StatusList): boolean {
  const { proof: _, ...unsigned } = credential;
  const { log, block, registryId } = source;
  const at = { number: block.number, hash: hex(block.hash) };
  const body = checkpointBody(registryId, { size: log.size, root: hex(log.root) }, at);
  const line = `status-list ${id} ${toHex(sha256(jcsBytes(unsigned)))}\n`;
  return cosignersOf(checkpoint, body + line, network.witnesses.keys.map(readVerifierKey)).length > 0;
}

/** One proof, by the key that the file carries, of a suite that is trusted at the block's time. */
function isSigned({ trust }: Case, { credential, key, issuer, source }: StatusList): boolean {
  const { proof, ...document } = credential;
  const suite = SUITES[key.suite];
  if (!isObject(proof) || suite === undefined) return false;
  const { proofValue, ...options } = proof;
  const keyId = toHex(tagged("yinzheng/key/v1", text(key.suite), Uint8Array.of(0), hex(key.publicKey)));
  const named =
    options.type === "DataIntegrityProof" &&
    options.proofPurpose === "assertionMethod" &&
    options.cryptosuite === key.suite &&
    options.verificationMethod === `${issuer}#${keyId}` &&
    keyId === key.keyId;
  const context = options["@context"];
  const sameContext = context === undefined || jcs(context) === jcs(credential["@context"] ?? null);
  const known = Object.keys(options).every((name) => KNOWN_OPTIONS.includes(name));
  const trusted = source.block.time < (trust.suites?.[key.suite]?.distrustedSince ?? Number.POSITIVE_INFINITY);
  const message = join(suite.hash(jcsBytes(options)), suite.hash(jcsBytes(document)));
  return (
    named && known && sameContext && trusted && suite.holds(hex(key.publicKey), message, base58(String(proofValue)))
  );
}

/** The key was the member's, for status lists, at the list's block. */
function isRegistered({ network }: Case, { evidence, key, source }: StatusList): boolean {
  const slot = mapping("memberRegistry", 4, [source.memberId, key.keyId]);
  const opened = open(evidence, network);
  if (!("state" in opened) || !provesExactly(evidence, network, { key: slot })) return false;
  const { number, hash, time, read } = opened.state;
  const same = number === source.block.number && hash === source.block.hash && time === source.block.time;
  const value = read(slot);
  return same && value !== undefined && value !== 0n && keyFault(value, key.suite, 4, time) === null;
}
