import { fromBase45, toBase45 } from "../../../src/crypto/base45.ts";
import type { JsonObject } from "../../../src/domain/json-value.ts";
import { type CodeRecord, readRecord, recordText } from "../../../src/proof/compact/record.ts";
import { type Snapshot, snapshotText } from "../../../src/proof/snapshot.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { codeOf, SAMPLES, sampled, snapshotIn } from "../../proof/codes/coded.ts";
import { SUBJECT } from "../../proof/paper/certificate.ts";
import { digest } from "../../proof/paper/keys.ts";
import { CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { CodeVector } from "../judge-code-vector.ts";

interface More {
  readonly code?: string;
  readonly snapshot?: Snapshot;
  readonly trust?: TrustFile;
  readonly level?: "snapshot" | "archival";
  readonly now?: number;
}

/** One vector; `expected` is written by hand, as `verdict | check code | …` or `error <code>`. */
function vector(name: string, shows: string, expected: string, world: Paper, more: More = {}): CodeVector {
  const { code = codeOf(world.bundle), snapshot = snapshotIn(world.bundle), trust = world.trust, now = NOW } = more;
  const [verdict = "", ...codes] = expected.split(" | ");
  const error = verdict.startsWith("error ") ? verdict.slice("error ".length) : undefined;
  return {
    name,
    shows,
    code,
    snapshot: snapshotText(snapshot),
    trust: trust as unknown as JsonObject,
    policy: { level: more.level ?? "archival" },
    now,
    expected:
      error === undefined
        ? { verdict: verdict as CodeVector["expected"]["verdict"], codes }
        : { verdict: "invalid", codes: [], error },
  };
}

const PREFIX = "YZ1:";
const changed = (code: string, change: (bytes: number[]) => number[]): string =>
  PREFIX + toBase45(Uint8Array.from(change([...fromBase45(code.slice(PREFIX.length))])));

/** Every vector of offline codes. */
export async function codes(): Promise<readonly CodeVector[]> {
  const world = await paper();
  const parts = [await valid(world), await lacking(world), await wrong(world), malformed(world), unread(world)];
  return parts.flat();
}

async function valid(world: Paper): Promise<readonly CodeVector[]> {
  const types = SAMPLES.filter(({ type }) => type.claimable !== true);
  const samples = types.map(async (sample) => {
    const name = `valid-${sample.type.credentialType
      .replace("Credential", "")
      .replace(/(?!^)[A-Z]/g, "-$&")
      .toLowerCase()}`;
    return vector(name, `${sample.type.names.en} of the demo.`, "valid", await sampled(sample));
  });
  const supersedes = {
    memberId: world.bundle.manifest.memberId,
    batchId: digest("old"),
    index: 9,
    kind: "renewal",
  } as const;
  const renewed = await paper({ draft: { validUntil: "2036-01-01T00:00:00Z", supersedes } });
  const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - HOUR }] });
  const large = await paper({ size: 2 ** 20, index: 777_777 });
  return [
    ...(await Promise.all(samples)),
    vector("valid-snapshot-level", "One witness is enough for level snapshot.", "valid", world, { level: "snapshot" }),
    vector("valid-renewed", "A certificate with a term, in the place of another.", "valid", renewed),
    vector("valid-large-batch", "A path of twenty nodes.", "valid", large),
    vector("revoked", "The snapshot shows it revoked.", "not_in_force | status.cell status.revoked", revoked),
    vector(
      "stale",
      "The snapshot is older than its status answers for.",
      "indeterminate | time.evidence status.stale",
      world,
      {
        now: CAPTURED + MAX_STATUS_AGE + DAY,
      },
    ),
  ];
}

async function lacking(world: Paper): Promise<readonly CodeVector[]> {
  const snapshot = snapshotIn(world.bundle);
  const other = await paper({ registryId: digest("another network") });
  const nothing = (code: string): string => `indeterminate | qr.code qr.${code}`;
  const members = snapshot.members.map(({ profile }) => ({ profile, keys: [] }));
  const record = { ...readRecord(codeOf(world.bundle)), path: [] };
  return [
    vector("no-batch", "The snapshot does not hold the batch.", nothing("batch_unknown"), world, {
      snapshot: { ...snapshot, batches: [] },
    }),
    vector("no-type", "The snapshot does not hold the type's definition.", nothing("type_unknown"), world, {
      snapshot: { ...snapshot, types: [] },
    }),
    vector("no-key", "The snapshot does not hold the key of the proof.", nothing("key_unknown"), world, {
      snapshot: { ...snapshot, members },
    }),
    vector(
      "other-network",
      "The snapshot is of another network, which is trusted too.",
      nothing("other_network"),
      world,
      {
        snapshot: snapshotIn(other.bundle),
        trust: other.trust,
      },
    ),
    vector(
      "unknown-network",
      "The network is in no trust file.",
      "indeterminate | trust.network trust.unknown_network",
      world,
      {
        trust: other.trust,
      },
    ),
    vector("no-path", "A code without a path says nothing of the chain.", nothing("signature_only"), world, {
      code: recordText(record),
    }),
  ];
}

const LEAF = "integrity.leaf integrity.path_mismatch";
const PROOF = "issuer.proof issuer.signature_bad";

async function wrong(world: Paper): Promise<readonly CodeVector[]> {
  const record = readRecord(codeOf(world.bundle));
  const [proof] = record.proofs;
  const victim = await paper({ batchId: digest("another batch"), index: 7 });
  const stolen = readRecord(codeOf(victim.bundle));
  const forger = await paper({ draft: { subject: { ...SUBJECT, name: "另一家" } } });
  const forged = { ...readRecord(codeOf(forger.bundle)), ...cellOf(stolen), path: stolen.path, salt: stolen.salt };
  const altered = Uint8Array.from(record.subject);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  const flipped = `0x${"5b".repeat(16)}` as const;
  const write = (other: Partial<CodeRecord>): { readonly code: string } => ({
    code: recordText({ ...record, ...other }),
  });
  return [
    vector(
      "altered-field",
      "A field says something else.",
      `invalid | ${LEAF} | ${PROOF}`,
      world,
      write({ subject: altered }),
    ),
    vector(
      "altered-term",
      "The certificate was given a term.",
      `invalid | ${LEAF} | ${PROOF}`,
      world,
      write({ validUntil: NOW + 100 * DAY }),
    ),
    vector("altered-salt", "Another salt.", `invalid | ${LEAF}`, world, write({ salt: flipped })),
    vector(
      "altered-path",
      "A node of the path is another.",
      `invalid | ${LEAF}`,
      world,
      write({ path: record.path.toSpliced(1, 1, digest("node")) }),
    ),
    vector(
      "altered-signature",
      "The signature is another.",
      `invalid | ${PROOF}`,
      world,
      write({ proofs: [{ ...proof!, signature: `0x${"11".repeat(64)}` }] }),
    ),
    vector(
      "no-proof",
      "The type demands a proof, and the code holds none.",
      "invalid | issuer.proof issuer.suite_missing | issuer.proof issuer.none_checked",
      world,
      write({ proofs: [] }),
    ),
    vector(
      "stolen-path",
      "Another certificate with the batch, cell, salt and path of this one.",
      `invalid | ${LEAF} | ${PROOF}`,
      victim,
      { code: recordText(forged) },
    ),
  ];
}

const cellOf = ({ batch, index, position }: CodeRecord) => ({ batch, index, position });

function malformed(world: Paper): readonly CodeVector[] {
  const code = codeOf(world.bundle);
  const bad = (name: string, shows: string, text: string): CodeVector =>
    vector(`malformed-${name}`, shows, "error qr.format", world, { code: text });
  const record = readRecord(code);
  const at = fromBase45(code.slice(PREFIX.length)).length - record.subject.length;
  return [
    bad(
      "truncated",
      "The last byte is missing.",
      changed(code, (bytes) => bytes.slice(0, -1)),
    ),
    bad(
      "trailing",
      "There is a byte more.",
      changed(code, (bytes) => [...bytes, 0]),
    ),
    bad(
      "version",
      "A version that is still to come.",
      changed(code, (bytes) => [2, ...bytes.slice(1)]),
    ),
    bad(
      "flags",
      "A flag that means nothing.",
      changed(code, (bytes) => bytes.with(21, 4)),
    ),
    bad(
      "long-number",
      "The index with a zero behind it.",
      changed(code, (bytes) => [...bytes.slice(0, 22), (bytes[22] ?? 0) + 128, 0, ...bytes.slice(23)]),
    ),
    bad(
      "spare-bit",
      "A bit of a field that the type has not.",
      changed(code, (bytes) => bytes.with(at, (record.subject[0] ?? 0) | 1)),
    ),
    bad("lower-case", "In small letters.", code.toLowerCase()),
    bad("line-feed", "With a line feed behind it.", `${code}\n`),
    bad("base45", "A group of characters that stands for no two bytes.", `${code.slice(0, 4)}:::${code.slice(7)}`),
    bad("prefix", "Without what it begins with.", code.slice(PREFIX.length)),
    bad("empty", "Nothing behind the prefix.", PREFIX),
  ];
}

/** Snapshots that are none: whatever the code, nothing is judged by them. */
function unread(world: Paper): readonly CodeVector[] {
  const snapshot = snapshotIn(world.bundle);
  const [batch, member] = [snapshot.batches[0], snapshot.members[0]];
  if (batch === undefined || member === undefined) throw new Error("a batch of a member");
  const bad = (name: string, shows: string, change: object): CodeVector =>
    vector(`snapshot-${name}`, shows, "error snapshot.format", world, { snapshot: { ...snapshot, ...change } });
  return [
    bad("version", "A snapshot of a version that is still to come.", { format: "yinzheng-snapshot/2" }),
    bad("member", "A member that no snapshot has.", { note: "" }),
    bad("node-order", "Nodes out of order.", { nodes: snapshot.nodes.toReversed() }),
    bad("node-twice", "A node twice.", { nodes: [...snapshot.nodes, ...snapshot.nodes.slice(-1)] }),
    bad("batch-twice", "A batch twice.", { batches: [batch, batch] }),
    bad("member-twice", "A member of the network twice.", { members: [member, member] }),
    bad("type-twice", "A type's definition twice.", { types: [...snapshot.types, ...snapshot.types] }),
    bad("path", "A path of something shorter than hashes.", { batches: [{ ...batch, logPath: ["0x00"] }] }),
  ];
}
