import { fromHex, toHex, uintBytes } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import { addressOf, ORDER } from "../crypto/secp256k1.ts";
import type { Hex } from "../domain/bytes.ts";
import type { ClaimOpening } from "../domain/claim.ts";

/**
 * The secp256k1 key that claims a certificate, 32 bytes: (SHA-256(tag ‖ registryId ‖ claimSecret) mod (n − 1)) + 1, which
 * is never 0. The order n is so near 2^256 that no value is likelier than another by more than 2^-127. Throws
 * `schema.pattern` for what is no hex.
 */
export function claimKeyOf(registryId: Hex, claimSecret: Hex): Uint8Array {
  const hash = taggedHash("yinzheng/claim-key/v1", fromHex(registryId), fromHex(claimSecret));
  return uintBytes((BigInt(toHex(hash)) % (ORDER - 1n)) + 1n, 32);
}

/** The address of the claim key: what takes a slot on chain. Says nothing of the certificate to who has not its secret. */
export function nullifierOf(registryId: Hex, claimSecret: Hex): Hex {
  return addressOf(claimKeyOf(registryId, claimSecret));
}

/**
 * What stands on chain in a claimer's place: 32 bytes. Binds the nullifier, lest one claim's commitment be written under
 * another nullifier in its claimer's name. Throws `schema.pattern` for what is no hex.
 */
export function commitmentOf({ nullifier, memberId, random }: ClaimOpening): Hex {
  return toHex(taggedHash("yinzheng/claim/v1", fromHex(nullifier), fromHex(memberId), fromHex(random)));
}

/** Whether a claim on chain is that of the member who holds this opening. */
export function opens(opening: ClaimOpening, commitment: Hex): boolean {
  const lengths = [opening.nullifier.length, opening.memberId.length, opening.random.length];
  return lengths.join() === "42,66,66" && commitmentOf(opening) === commitment;
}
