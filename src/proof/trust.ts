import { fromBase64, toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { parseVkey } from "../crypto/note.ts";
import { readCertificate } from "../crypto/x509.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { KEY_SUITES, type KeySuite } from "../domain/member.ts";
import type { PerRegistry, RegistryName } from "../domain/network.ts";
import { jcsBytes } from "./ids.ts";
import { remember } from "./sealed.ts";
import { type Reader, shapes } from "./shape.ts";

/** Registered name and version of the format. */
export const TRUST_FORMAT = "yinzheng-trust/1";

/** One network a verifier trusts, and on what terms (design §3.6). */
export interface TrustedNetwork {
  readonly name: { readonly zh: string; readonly en: string };
  readonly registryId: Hex;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** Without `sealRegistry`: nothing that hangs on a seal's state is ever proven. */
  readonly contracts: PerRegistry<{ readonly address: Hex; readonly codeHash: Hex; readonly layout: string }>;
  /** How a block hash follows from its header; `ethereum` = keccak256(RLP(header)). */
  readonly headerRule: "ethereum";
  readonly witnesses: { readonly quorum: number; readonly keys: readonly string[] };
  /** Verifier keys, as those of witnesses; one of them is enough for level snapshot, and none counts for archival. Absent: none. */
  readonly snapshotSigners?: readonly string[];
  /** Seconds for which evidence answers after its block's time. */
  readonly maxStatusAge: Seconds;
  /** Where status lists may be fetched: scheme and host, no slash at the end. Absent: nowhere. */
  readonly mirrors?: readonly string[];
  /** Where the links on documents lead: scheme and host, lower case, no slash at the end. Absent: nowhere. */
  readonly links?: readonly string[];
  /** Certificates of authorities, DER in base64: whose word counts for who seals documents, and for time-stamps. Absent: not asked. */
  readonly documentAuthorities?: readonly string[];
  /** As those, with SM2: whose word counts for who makes and uses seals of GB/T 38540. Absent: nobody's. */
  readonly sealAuthorities?: readonly string[];
  /** Closed installations whose batches stand in this one from now on, as they stood at the end. */
  readonly continues?: readonly FinalState[];
}

/** The last log and block of a closed installation that count, co-signed by its witnesses' quorum. */
export interface FinalState {
  readonly registryId: Hex;
  readonly size: number;
  readonly root: Hex;
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: Seconds };
}

/** The network that continues a closed installation, and how that one stood at the end. */
export interface Following {
  readonly network: TrustedNetwork;
  readonly final: FinalState;
}

/** What a verifier holds beforehand. Its digest stands in every report. */
export interface TrustFile {
  readonly format: typeof TRUST_FORMAT;
  readonly networks: readonly TrustedNetwork[];
  readonly suites?: Readonly<Partial<Record<KeySuite, { readonly distrustedSince: Seconds }>>>;
}

const { hex, uint, text, oneOf, list, object, optional } = shapes("trust.file");
const LAYOUTS = {
  directory: "directory/1",
  evidenceLog: "log/2",
  memberRegistry: "member/1",
  anchorRegistry: "anchor/1",
  statusRegistry: "status/1",
  claimRegistry: "claim/1",
  sealRegistry: "seal/1",
} as const satisfies Record<RegistryName, string>;

const contract = (name: RegistryName) =>
  object({ address: hex(20), codeHash: hex(32), layout: oneOf([LAYOUTS[name]]) });

const vkey: Reader<string> = (value, pointer) => {
  const read = text(512)(value, pointer);
  try {
    parseVkey(read);
    return read;
  } catch (cause) {
    throw new YinzhengError("trust.file", { pointer, expected: "a witness key <name>+<hash>+<key>" }, cause);
  }
};

/** TLS hides from the network whose lists are fetched; a mirror on this machine needs none. */
const MIRROR = /^(?:https:\/\/[A-Za-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?$/;
const mirror: Reader<string> = (value, pointer) => {
  const read = text(512)(value, pointer);
  if (MIRROR.test(read)) return read;
  throw new YinzhengError("trust.file", { pointer, expected: "https://<host>, or http:// on this machine" });
};

/** Compared character by character with what is scanned, so there is one way to write it. */
const LINK =
  /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?$/;
const link: Reader<string> = (value, pointer) => {
  const read = text(512)(value, pointer);
  if (LINK.test(read)) return read;
  throw new YinzhengError("trust.file", {
    pointer,
    expected: "https://<host> in lower case, or http:// on this machine",
  });
};

const authority: Reader<string> = (value, pointer) => {
  const read = text(8192)(value, pointer);
  try {
    if (readCertificate(fromBase64(read)).authority) return read;
  } catch (error) {
    if (!isYinzhengError(error, "schema.pattern")) throw error;
  }
  throw new YinzhengError("trust.file", { pointer, expected: "the certificate of an authority, DER in base64" });
};

const network: Reader<TrustedNetwork> = object({
  name: object({ zh: text(200), en: text(200) }),
  registryId: hex(32),
  chainId: uint(),
  genesisHash: hex(32),
  contracts: object({
    directory: contract("directory"),
    evidenceLog: contract("evidenceLog"),
    memberRegistry: contract("memberRegistry"),
    anchorRegistry: contract("anchorRegistry"),
    statusRegistry: contract("statusRegistry"),
    claimRegistry: contract("claimRegistry"),
    sealRegistry: optional(contract("sealRegistry")),
  }),
  headerRule: oneOf(["ethereum"]),
  witnesses: object({ quorum: uint(64), keys: list(vkey, 64) }),
  snapshotSigners: optional(list(vkey, 64)),
  maxStatusAge: uint(366 * 86_400),
  mirrors: optional(list(mirror, 16)),
  links: optional(list(link, 16)),
  documentAuthorities: optional(list(authority, 16)),
  sealAuthorities: optional(list(authority, 16)),
  continues: optional(
    list(
      object({
        registryId: hex(32),
        size: uint(2 ** 26),
        root: hex(32),
        block: object({ number: uint(), hash: hex(32), time: uint() }),
      }),
      16,
    ),
  ),
}) as Reader<TrustedNetwork>;

const distrust = optional(object({ distrustedSince: uint() }));
const suites = object(
  Object.fromEntries(Object.keys(KEY_SUITES).map((name) => [name, distrust])) as Record<KeySuite, typeof distrust>,
);

const file = object({
  format: oneOf([TRUST_FORMAT]),
  networks: list(network, 256),
  suites: optional(suites),
}) as Reader<TrustFile>;

/**
 * A trust file from its bytes; throws `json.*` or `trust.file` with a JSON pointer. Refused as well: a quorum of 0, one
 * witness or snapshot signer under two names or two under one, since each counts once, a network named twice, and an
 * installation that continues itself or is continued by two.
 */
export function parseTrust(bytes: Uint8Array): TrustFile {
  const trust = file(parseJson(bytes), "");
  trust.networks.forEach(({ registryId, witnesses: { quorum, keys }, snapshotSigners = [] }, i) => {
    const pointer = `/networks/${i}`;
    if (quorum === 0 || !areSingle(keys)) throw new YinzhengError("trust.file", { pointer: `${pointer}/witnesses` });
    if (!areSingle([...keys, ...snapshotSigners]))
      throw new YinzhengError("trust.file", { pointer: `${pointer}/snapshotSigners` });
    const first = trust.networks.findIndex((other) => other.registryId === registryId);
    if (first !== i)
      throw new YinzhengError("trust.file", { pointer: `${pointer}/registryId`, expected: "each network once" });
  });
  const continued = trust.networks.flatMap(({ registryId, continues = [] }) => {
    const own = continues.some((final) => final.registryId === registryId);
    return own ? [registryId, registryId] : continues.map((final) => final.registryId);
  });
  if (!isDistinct(continued))
    throw new YinzhengError("trust.file", { pointer: "/networks", expected: "each continued once, by another" });
  return trust;
}

/** Whether no two of these vkeys have one name or one key. */
function areSingle(keys: readonly string[]): boolean {
  const vkeys = keys.map(parseVkey);
  return [vkeys.map(({ name }) => name), vkeys.map(({ publicKey }) => toHex(publicKey))].every(isDistinct);
}

const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** What names a trust file in reports: SHA-256 of its JCS form, whose tag is the `format` member. */
export const trustDigest = remember((trust: TrustFile): Hex => toHex(sha256(jcsBytes(trust as unknown as JsonObject))));

/** What follows an installation; null: it goes on by itself. */
export const followingOf = remember((trust: TrustFile, registryId: Hex): Following | null => {
  for (const network of trust.networks) {
    const final = network.continues?.find((one) => one.registryId === registryId);
    if (final !== undefined) return { network, final };
  }
  return null;
});

/** The network whose node answers for the status of an installation's certificates; undefined: none that is trusted. */
export function answeringFor(trust: TrustFile, registryId: Hex): TrustedNetwork | undefined {
  const own = trust.networks.find((network) => network.registryId === registryId);
  return own === undefined ? undefined : (followingOf(trust, registryId)?.network ?? own);
}
