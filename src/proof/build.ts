import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import type { Bundle, Evidence } from "./bundle.ts";

/** The text of a bundle file: JCS, proof nodes pooled, each once. Equal bundles give equal text. */
export function bundleText(bundle: Bundle): string {
  return canonicalize(bundleJson(bundle));
}

/** The JSON form of a bundle, as `readBundle` takes it. */
export function bundleJson(bundle: Bundle): JsonObject {
  return { ...bundle, evidence: pooled(bundle.evidence) } as unknown as JsonObject;
}

function pooled(evidence: Evidence): JsonObject {
  const places = new Map<Hex, number>();
  const put = (nodes: readonly Hex[]) =>
    nodes.map((node) => {
      const place = places.get(node) ?? places.size;
      places.set(node, place);
      return place;
    });
  const accounts = evidence.accounts.map((account) => ({
    address: account.address,
    proof: put(account.proof),
    slots: account.slots.map((slot) => ({ key: slot.key, proof: put(slot.proof) })),
  }));
  return { header: evidence.header, nodes: [...places.keys()], accounts };
}
