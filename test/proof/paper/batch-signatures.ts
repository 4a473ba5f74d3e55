import { toHex } from "../../../src/crypto/encoding.ts";
import type { Anchor } from "../../../src/domain/anchor.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { KeySuite } from "../../../src/domain/member.ts";
import { batchSignatureMessage } from "../../../src/proof/batch-signature.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { issuerKey } from "./keys.ts";

/** Signatures over a batch, by a key of its own in each suite; in the order of a bundle. */
export function batchSignatures(registryId: Hex, anchor: Anchor, owner: string, suites: readonly KeySuite[]) {
  const signed = suites.map((name) => {
    const { suite, key, signNow } = issuerKey(`${owner} for batches`, name);
    const signature = toHex(signNow(batchSignatureMessage(suite, registryId, key.keyId, anchor)));
    return { key, signature: { keyId: key.keyId, suite: name as string, signature } };
  });
  const ordered = signed.toSorted((a, b) => (a.key.keyId < b.key.keyId ? -1 : 1));
  return {
    keys: ordered.map(({ key }) => key) as Bundle["keys"],
    signatures: ordered.map(({ signature }) => signature) as Bundle["batchSignatures"],
  };
}
