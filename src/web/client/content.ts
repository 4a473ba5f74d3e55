import type { JsonObject } from "../../domain/canonical.ts";
import { parseCredential } from "../../domain/credential.ts";
import { fieldsOf } from "../../domain/types/validate.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { pinnedType } from "../../proof/verify/integrity.ts";
import type { ChainFacts, Content } from "./outcome.ts";

/** The fields in the order of their definition; null where the pinned definition or the credential can't be read. */
export function contentOf(bundle: Pick<Bundle, "representations" | "types">): Content | null {
  try {
    const view = parseCredential(bundle.representations[0]?.credential as JsonObject);
    const type = pinnedType(bundle, view);
    if (type === null) return null;
    const { subject, validFrom, validUntil } = view;
    const rows = fieldsOf(type, subject).flatMap((field) => {
      const value = subject[field.name];
      return value === undefined ? [] : [{ field, value }];
    });
    return { rows, validFrom, validUntil };
  } catch {
    return null;
  }
}

/** What the chain of evidence is drawn with. */
export function chainOf({
  manifest,
  anchor,
  log,
}: Pick<Bundle, "manifest" | "anchor"> & { readonly log: { readonly size: number } }): ChainFacts {
  return {
    index: manifest.index,
    size: anchor.anchor.size,
    signed: anchor.signatures.length,
    needed: anchor.threshold,
    anchoredAt: anchor.time,
    logIndex: anchor.logIndex,
    logSize: log.size,
  };
}
