import { concat, equal, fromMultibase58, multibase58, toHex } from "../encoding.ts";
import { demand, ensure } from "../failure.ts";
import type { Suite } from "./suite.ts";

/**
 * W3C Multikey of public keys of one kind: base58btc of a multicodec prefix and the key, `publicKeyBytes` long.
 * Sources: https://www.w3.org/TR/cid-1.0/#Multikey; the prefixes are varints of codes in
 * https://github.com/multiformats/multicodec/blob/master/table.csv
 */
export function multikeyOf(prefix: Uint8Array, publicKeyBytes: number): Pick<Suite, "multikey" | "fromMultikey"> {
  return {
    multikey(publicKey) {
      demand(publicKey.length === publicKeyBytes, `${publicKeyBytes} bytes of public key`);
      return multibase58(concat(prefix, publicKey));
    },
    fromMultikey(multikey) {
      const bytes = fromMultibase58(multikey);
      const length = prefix.length + publicKeyBytes;
      ensure(bytes.length === length, "multikey", `${length} bytes of prefix and key`);
      ensure(equal(bytes.subarray(0, prefix.length), prefix), "multikey", `the prefix ${toHex(prefix)}`);
      return bytes.slice(prefix.length);
    },
  };
}
