import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { inclusionPath, rootOf } from "../../../src/crypto/merkle.ts";
import { formatNote } from "../../../src/crypto/note.ts";
import { type Anchor, HASH_SUITES } from "../../../src/domain/anchor.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import { CONTRACTS } from "../../../src/domain/network.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { checkpointBody } from "../../../src/proof/checkpoint.ts";
import type { LogHead } from "../../../src/proof/facts.ts";
import { anchorMessage } from "../../../src/proof/messages.ts";
import type { TrustedNetwork } from "../../../src/proof/trust.ts";
import { MEMBER_ID, TYPE_ID } from "./certificate.ts";
import { digest, officerNamed, signedBy, witnessNamed } from "./keys.ts";
import { ANCHORED, BATCH_ID, HOUR, MAX_STATUS_AGE, type PaperOptions, REGISTRY_ID } from "./options.ts";
import type { PaperState } from "./state.ts";

/** What a verifier of this installation trusts. */
export function networkOf(
  owner: string,
  witnesses: readonly string[],
  quorum: number,
  registryId = REGISTRY_ID,
): TrustedNetwork {
  const layouts = ["directory/1", "log/2", "member/1", "anchor/1", "status/1", "claim/1"];
  const contracts = CONTRACTS.map((name, i) => {
    const address: Hex = `0x${digest(`address ${name}`).slice(26)}`;
    return [name, { address, codeHash: digest(`code ${name}`), layout: layouts[i]! }] as const;
  });
  return {
    name: { zh: "纸上网络", en: "Paper network" },
    registryId,
    chainId: 31_337,
    genesisHash: digest("genesis"),
    contracts: Object.fromEntries(contracts) as TrustedNetwork["contracts"],
    headerRule: "ethereum",
    witnesses: { quorum, keys: witnesses.map((name) => witnessNamed(name, owner).vkey) },
    maxStatusAge: MAX_STATUS_AGE,
  };
}

/** The batch's anchor, signed, as the log keeps it. */
export function anchorOf(network: TrustedNetwork, root: Hex, options: PaperOptions): Bundle["anchor"] {
  const { owner = "ours", suite = "sha256", size = 16, batchId = BATCH_ID, typeId = TYPE_ID } = options;
  const anchor: Anchor = {
    memberId: MEMBER_ID,
    officerEpoch: 1,
    batchId,
    root,
    size,
    hashSuite: HASH_SUITES[suite],
    typeId,
    notBefore: ANCHORED - HOUR,
    deadline: ANCHORED + HOUR,
    ...options.anchor,
  };
  const addresses = Object.fromEntries(CONTRACTS.map((name) => [name, network.contracts[name].address])) as Record<
    (typeof CONTRACTS)[number],
    Hex
  >;
  const officers = (options.signers ?? ["maker", "checker"]).map((name) => officerNamed(`${name} of ${owner}`));
  return {
    anchor,
    signatures: signedBy(anchorMessage({ ...network, contracts: addresses }, anchor), officers),
    threshold: 2,
    time: ANCHORED,
    parentHash: digest("parent"),
    logIndex: 3,
    ...options.record,
  };
}

/** A log of six records, ours among them. */
export function logOf(leaf: Uint8Array, index: number): { log: LogHead; path: readonly Hex[] } {
  const leaves = Array.from({ length: 6 }, (_, i) => (i === index ? leaf : fromHex(digest(`log leaf ${i}`))));
  const log = { size: leaves.length, root: toHex(rootOf(sha256, leaves)) };
  return { log, path: inclusionPath(sha256, leaves, index).map(toHex) };
}

/** The checkpoint of this state, co-signed by witnesses of these names. */
export function noteOf(
  registryId: Hex,
  log: LogHead,
  { block }: PaperState,
  names: readonly string[],
  owner = "ours",
): string {
  const body = checkpointBody(registryId, { ...log, block });
  return names.length === 0
    ? ""
    : formatNote(
        body,
        names.map((name) => witnessNamed(name, owner).line(body, block.time + 1)),
      );
}
