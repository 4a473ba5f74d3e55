import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { type CredentialView, parseCredential } from "../domain/credential.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import type { Bundle } from "./bundle.ts";
import { nullifierOf } from "./claim.ts";
import { pinnedType } from "./verify/integrity.ts";

/** What a bundle carries of a certificate, as far as it can be read. */
export interface ReadDocument {
  readonly view: CredentialView | null;
  readonly type: TypeDefinition | null;
  /** Where the certificate's claim stands on chain; null where its type is not claimable or nothing can be read. */
  readonly nullifier: Hex | null;
}

/** The credential, its type and its nullifier; what can't be read is judged by the integrity checks. */
export function readDocument(bundle: Bundle): ReadDocument {
  try {
    const view = parseCredential(bundle.representations[0]?.credential as JsonObject);
    const type = pinnedType(bundle, view);
    const claimable = type?.claimable === true && view.claimSecret !== null;
    return { view, type, nullifier: claimable ? nullifierOf(bundle.registryId, view.claimSecret) : null };
  } catch {
    return { view: null, type: null, nullifier: null };
  }
}
