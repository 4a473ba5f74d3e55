import { must } from "./bytes.ts";
import { readJson } from "./json.ts";
import { readVerifierKey } from "./note.ts";
import { anyText, bytes, integer, list, object, oneOf, text } from "./shape.ts";

/** The trust file (trust.md). */
export type ContractName =
  | "directory"
  | "evidenceLog"
  | "memberRegistry"
  | "anchorRegistry"
  | "statusRegistry"
  | "claimRegistry"
  | "sealRegistry";

export interface Network {
  readonly registryId: string;
  readonly chainId: number;
  readonly contracts: Readonly<Record<ContractName, { readonly address: string; readonly codeHash: string }>>;
  readonly witnesses: { readonly quorum: number; readonly keys: readonly string[] };
  readonly snapshotSigners?: readonly string[];
  readonly maxStatusAge: number;
  readonly continues?: readonly Final[];
}

/** How a closed installation stood at the end. */
export interface Final {
  readonly registryId: string;
  readonly size: number;
  readonly root: string;
  readonly block: { readonly number: number; readonly hash: string; readonly time: number };
}

export interface Trust {
  readonly networks: readonly Network[];
  readonly suites?: Readonly<Record<string, { readonly distrustedSince: number }>>;
}

const contract = (layout: string) => object({ address: bytes(20), codeHash: bytes(32), layout: oneOf(layout) });
const distrust = object({ distrustedSince: integer() });

const MIRROR = /^(?:https:\/\/[A-Za-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?$/;
const LINK =
  /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?$/;
const network = object(
  {
    name: object({ zh: anyText(200), en: anyText(200) }),
    registryId: bytes(32),
    chainId: integer(),
    genesisHash: bytes(32),
    contracts: object(
      {
        directory: contract("directory/1"),
        evidenceLog: contract("log/2"),
        memberRegistry: contract("member/1"),
        anchorRegistry: contract("anchor/1"),
        statusRegistry: contract("status/1"),
        claimRegistry: contract("claim/1"),
      },
      { sealRegistry: contract("seal/1") },
    ),
    headerRule: oneOf("ethereum"),
    witnesses: object({ quorum: integer(64, 1), keys: list(anyText(512), 64) }),
    maxStatusAge: integer(366 * 86_400),
  },
  {
    mirrors: list(text(MIRROR, 512), 16),
    links: list(text(LINK, 512), 16),
    snapshotSigners: list(anyText(512), 64),
    documentAuthorities: list(text(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 8192), 16),
    sealAuthorities: list(text(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 8192), 16),
    continues: list(
      object({
        registryId: bytes(32),
        size: integer(2 ** 26),
        root: bytes(32),
        block: object({ number: integer(), hash: bytes(32), time: integer() }),
      }),
      16,
    ),
  },
);

const file = object(
  { format: oneOf("yinzheng-trust/1"), networks: list(network, 256) },
  { suites: object({}, { "eddsa-jcs-2022": distrust, "ecdsa-jcs-2019": distrust, "sm2-jcs-2026": distrust }) },
);

/** Throws a Fault for what is no trust file. */
export function readTrust(source: Uint8Array): Trust {
  const value = readJson(source);
  file(value);
  const trust = value as unknown as Trust;
  const once = (values: readonly unknown[]) => must(new Set(values.map(String)).size === values.length, "named twice");
  once(trust.networks.map(({ registryId }) => registryId));
  const origins = trust.networks.map(({ continues = [] }) => continues.map((final) => final.registryId));
  once(origins.flat());
  must(
    trust.networks.every(({ registryId }, i) => origins[i]?.includes(registryId) !== true),
    "continues itself",
  );
  for (const { witnesses, snapshotSigners = [] } of trust.networks) {
    const keys = [...witnesses.keys, ...snapshotSigners].map(readVerifierKey);
    once(keys.map(({ name }) => name));
    once(keys.map(({ publicKey }) => publicKey));
  }
  return trust;
}
