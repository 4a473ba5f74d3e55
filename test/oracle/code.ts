import type { Bundle, Evidence } from "./bundle.ts";
import { Fault, hex, keccak, must, sha256, sm3, tagged, text, toHex } from "./bytes.ts";
import { type Answer, answer, certificateLines } from "./check.ts";
import { type Code, readCode, readSubject } from "./code-bytes.ts";
import { digestSri, type Json, jcsBytes } from "./json.ts";
import type { Line, Policy } from "./report.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";
import { slotsOf } from "./state.ts";
import { pathIn, rlp } from "./trie.ts";
import { type Network, readTrust } from "./trust.ts";
import { type Definition, readDefinition } from "./type.ts";
import { checkCharacter } from "./words.ts";

type Resource = Snapshot["types"][number];

const TRUSTED: Line = ["trust.network", "valid", "trust.ok"];

/** Verdict and codes on an offline code, by code.md, "Making the certificate again"; what is no code, or no snapshot, is invalid. */
export function checkCode(code: string, snapshotText: string, trustText: string, policy: Policy, now: number): Answer {
  const trust = readTrust(text(trustText));
  let snapshot: Snapshot;
  try {
    snapshot = readSnapshot(snapshotText);
  } catch {
    return { verdict: "invalid", faults: ["snapshot.format"] };
  }
  try {
    const said = readCode(code);
    const network = trust.networks.find(({ registryId }) => registryId === snapshot.registryId);
    const made = remade(said, snapshot);
    if (network === undefined) return answer([["trust.network", "error", "trust.unknown_network"]]);
    if (typeof made === "string") return answer([TRUSTED, ["qr.code", "error", made]]);
    const bundle = { ...made, evidence: evidenceIn(snapshot, network, made) };
    const pathless = said.path.length === 0;
    const rest = (line: Line): boolean => !pathless || line[2] !== "integrity.path_mismatch";
    const own: Line = pathless ? ["qr.code", "error", "qr.signature_only"] : ["qr.code", "valid", "qr.ok"];
    const { lines } = certificateLines(bundle, trust, { node: null }, policy, now);
    return answer([...lines.filter(rest), own]);
  } catch (error) {
    if (error instanceof Fault) return { verdict: "invalid", faults: ["qr.format"] };
    throw error;
  }
}

/** The only one of them, or undefined. */
const only = <T>(items: readonly T[], fits: (item: T) => boolean): T | undefined => {
  const found = items.filter(fits);
  return found.length === 1 ? found[0] : undefined;
};

/** Steps 2 to 7; a code of `qr.code` where something is not known. */
function remade(code: Code, snapshot: Snapshot): Omit<Bundle, "evidence"> | string {
  const { registryId, log, checkpoint } = snapshot;
  if (!registryId.startsWith(code.registry)) return "qr.other_network";
  const batch = only(snapshot.batches, ({ anchor }) => anchor.anchor.batchId.startsWith(code.batch));
  const member = only(
    snapshot.members,
    ({ profile }) => toHex(tagged("yinzheng/member/v1", text(profile.code))) === batch?.anchor.anchor.memberId,
  );
  if (batch === undefined || member === undefined) return "qr.batch_unknown";
  const begins = (start: string) => (one: Resource) => toHex(sha256(jcsBytes(one.document))).startsWith(start);
  const context = only(snapshot.contexts, begins(code.context));
  const resource = only(snapshot.types, begins(code.type));
  const type = resource === undefined ? null : readDefinition(resource.document);
  const { memberId, typeId, batchId } = batch.anchor.anchor;
  if (context === undefined || resource === undefined || type === null) return "qr.type_unknown";
  if (toHex(tagged("yinzheng/type/v1", text(type.code))) !== typeId) return "qr.type_unknown";
  const signing = code.proofs.map(({ suite, key }) =>
    only(member.keys, (one) => one.suite === suite && one.keyId.startsWith(key)),
  );
  const ofBatch = batch.batchSignatures.map(({ keyId }) => only(member.keys, (one) => one.keyId === keyId));
  const all = [...signing, ...ofBatch].filter((key) => key !== undefined);
  if (all.length < signing.length + ofBatch.length) return "qr.key_unknown";
  const cell = { registryId, memberId, typeId, batchId, index: code.index };
  const document = documentOf(code, { cell, context, resource, type, profile: member.profile, list: batch.statusList });
  const hash = type.hashSuite === "sm3" ? sm3 : sha256;
  const bytes = jcsBytes(document);
  const entry = { mediaType: "application/vc", length: bytes.length, value: toHex(hash(hex(code.salt), bytes)) };
  const keys = [...new Map(all.map((key) => [key.keyId, key])).values()].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
  return {
    registryId,
    representations: [
      {
        mediaType: "application/vc",
        entry: 0,
        salt: code.salt,
        credential: withProofs(document, code, all, member.profile.issuer),
      },
    ],
    manifest: { format: "yinzheng-manifest/1", kind: "certificate", ...cell, entries: [entry] } as Bundle["manifest"],
    path: code.path,
    anchor: batch.anchor,
    log: { ...log, path: batch.logPath },
    checkpoint,
    statusChanges: batch.statusChanges,
    member: member.profile,
    batchSignatures: batch.batchSignatures,
    keys,
    contexts: [context],
    types: [resource],
  };
}

const instant = (time: number): string => `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;

interface Parts {
  readonly cell: { readonly memberId: string; readonly [name: string]: Json };
  readonly context: Resource;
  readonly resource: Resource;
  readonly type: Definition;
  readonly profile: Bundle["member"];
  readonly list: string;
}

function documentOf(code: Code, { cell, context, resource, type, profile, list }: Parts): { [name: string]: Json } {
  const { version, serial, position, validUntil, replaces } = code;
  const number = String(version).padStart(3, "0");
  must(version > 0, "no version");
  const check = checkCharacter(`${type.code}${profile.code}${serial}${number}`);
  const entry = (statusPurpose: string, place: number) => ({
    id: `${list}#${place}`,
    type: "BitstringStatusListEntry",
    statusPurpose,
    statusListIndex: String(place),
    statusListCredential: list,
  });
  const pinned = ({ id, document }: Resource) => ({ id, digestSRI: digestSri(document) });
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", context.id],
    id: `urn:oid:1.2.156.3005.2.${type.code}.${profile.code}.${serial}.${number}.${check}`,
    type: ["VerifiableCredential", type.credentialType],
    issuer: profile.issuer,
    validFrom: instant(code.validFrom),
    ...(validUntil === null ? {} : { validUntil: instant(validUntil) }),
    certificateType: { code: type.code, version: type.version },
    credentialSubject: readSubject(code, type),
    credentialStatus: [
      { type: "YinzhengCell", ...cell },
      entry("revocation", 2 * position),
      entry("suspension", 2 * position + 1),
    ],
    relatedResource: [pinned(context), pinned(resource)],
    ...(replaces === null ? {} : { replaces: { memberId: cell.memberId, ...replaces } }),
  };
}

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** multibase base58btc. */
function base58(bytes: string): string {
  let [number, digits] = [BigInt(bytes), ""];
  for (; number > 0n; number /= 58n) digits = DIGITS.charAt(Number(number % 58n)) + digits;
  const zeros = /^0x((?:00)*)/.exec(bytes)?.[1]?.length ?? 0;
  return `z${"1".repeat(zeros / 2)}${digits}`;
}

function withProofs(
  document: { [name: string]: Json },
  { proofs }: Code,
  keys: Bundle["keys"],
  issuer: string,
): { [name: string]: Json } {
  const made = proofs.map(({ suite, created, signature }, i) => ({
    "@context": document["@context"] ?? null,
    type: "DataIntegrityProof",
    cryptosuite: suite,
    created: instant(created),
    verificationMethod: `${issuer}#${keys[i]?.keyId}`,
    proofPurpose: "assertionMethod",
    proofValue: base58(signature),
  }));
  const [first] = made;
  if (first === undefined) return document;
  return { ...document, proof: made.length === 1 ? first : made };
}

/** The proofs of the certificate's slots among the snapshot's nodes. */
function evidenceIn({ header, nodes }: Snapshot, network: Network, bundle: Omit<Bundle, "evidence">): Evidence {
  const known = new Map(nodes.map((node) => [toHex(keccak(hex(node))), hex(node)]));
  const slots = Object.values(slotsOf(bundle as Bundle, null)).flat();
  const fields = rlp(hex(header));
  const root = Array.isArray(fields) ? fields[3] : undefined;
  must(root instanceof Uint8Array, "no header");
  const accounts = [...new Set(slots.map(({ contract }) => contract))].flatMap((contract) => {
    const { address } = network.contracts[contract];
    const found = pathIn(root, hex(address), known);
    const account = found?.value === undefined || found.value === null ? null : rlp(found.value);
    const storage = Array.isArray(account) ? account[2] : undefined;
    if (found === null || !(storage instanceof Uint8Array)) return [];
    const own = [...new Set(slots.filter((slot) => slot.contract === contract).map(({ key }) => key))];
    const proofs = own.flatMap((key) => {
      const path = pathIn(storage, hex(key), known);
      return path === null ? [] : [{ key, proof: path.nodes.map(toHex) }];
    });
    return [{ address, proof: found.nodes.map(toHex), slots: proofs }];
  });
  return { header, accounts };
}
