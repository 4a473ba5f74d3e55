import { fromHex } from "../../crypto/encoding.ts";
import { keccak256 } from "../../crypto/hash.ts";
import { isSignedBy } from "../../crypto/secp256k1.ts";
import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SignerConfig } from "./config.ts";

/** How far another party's clock may be from ours, in seconds. */
export const SKEW: Seconds = 300;

/** Throws `signer.refused` with the rule that was broken and, where it is one of several things, at which. */
export function refuse(reason: string, at?: string): never {
  throw new YinzhengError("signer.refused", at === undefined ? { reason } : { reason, at });
}

/** Refuses unless a maker of this member signed the message (66 bytes of EIP-712). */
export function checkMaker(config: SignerConfig, message: Uint8Array, officer: Hex, signature: Hex, at: string): void {
  if (!config.makers.includes(officer)) refuse("the signature is not a maker's of this member", at);
  if (!isSignedBy(officer, keccak256(message), fromHex(signature))) refuse("the maker's signature is wrong", at);
}

/** Refuses a signing window that is not about now, or longer than any contract takes. */
export function checkWindow({ notBefore, deadline }: { notBefore: Seconds; deadline: Seconds }, now: Seconds): void {
  if (deadline <= notBefore || deadline - notBefore > SIGNING_WINDOW)
    refuse("the signing window is longer than 24 hours");
  if (now > deadline || notBefore > now + SKEW) refuse("the signing window is not now");
}
