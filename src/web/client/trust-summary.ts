import { parseVkey } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type TrustFile, trustDigest } from "../../proof/trust.ts";

/** A trust file in a few words, for people to compare. */
export interface TrustSummary {
  /** As in every report: SHA-256 of the JCS form. */
  readonly digest: Hex;
  readonly networks: readonly {
    readonly name: { readonly zh: string; readonly en: string };
    readonly registryId: Hex;
    readonly quorum: number;
    /** Names of the witnesses. */
    readonly witnesses: readonly string[];
  }[];
}

/** The summary of a parsed trust file. */
export function summaryOf(trust: TrustFile): TrustSummary {
  return {
    digest: trustDigest(trust),
    networks: trust.networks.map(({ name, registryId, witnesses: { quorum, keys } }) => ({
      name,
      registryId,
      quorum,
      witnesses: keys.map((key) => parseVkey(key).name),
    })),
  };
}
