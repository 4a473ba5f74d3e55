import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import type { Bundle, Evidence } from "./bundle.ts";

/** The text of a bundle file: JCS, proof nodes pooled, each once. Bundles that say the same give equal text. */
export function bundleText(bundle: Bundle): string {
  return canonicalize(bundleJson(bundle));
}

/** The JSON form of a bundle, as `readBundle` takes it: accounts, slots, keys and batch signatures in ascending order. */
export function bundleJson(bundle: Bundle): JsonObject {
  const keys = sortedBy(bundle.keys, ({ keyId }) => keyId);
  const batchSignatures = sortedBy(bundle.batchSignatures, ({ keyId }) => keyId);
  return stateJson({ ...bundle, batchSignatures, keys });
}

/** The evidence that a certificate's state is proven by, as files hold it, beside what else is given. */
export function stateJson<T extends Pick<Bundle, "evidence" | "continued">>(state: T): JsonObject {
  const { continued } = state;
  const moved = continued && { continued: { ...continued, evidence: pooledEvidence(continued.evidence) } };
  return { ...state, evidence: pooledEvidence(state.evidence), ...moved } as unknown as JsonObject;
}

/** Evidence as files hold it: each proof node once, accounts and slots in ascending order. */
export function pooledEvidence(evidence: Evidence): JsonObject {
  const places = new Map<Hex, number>();
  const put = (nodes: readonly Hex[]) =>
    nodes.map((node) => {
      const place = places.get(node) ?? places.size;
      places.set(node, place);
      return place;
    });
  const accounts = sortedBy(evidence.accounts, ({ address }) => address).map((account) => ({
    address: account.address,
    proof: put(account.proof),
    slots: sortedBy(account.slots, ({ key }) => key).map((slot) => ({ key: slot.key, proof: put(slot.proof) })),
  }));
  return { header: evidence.header, nodes: [...places.keys()], accounts };
}

/** By code units: `toSorted` alone would ask for a comparison, and a locale's is not the same everywhere. */
function sortedBy<T>(items: readonly T[], name: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
}
