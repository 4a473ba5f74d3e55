import { equal } from "../../crypto/encoding.ts";
import type { Documents } from "../../documents/documents.ts";
import { readOfd } from "../../documents/read/ofd/read.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import { sealIdOf } from "../../proof/ids.ts";
import { ofdSealFaults, onlySeal } from "../documents/ofd-seal.ts";
import type { documentRequestOf } from "../documents/request.ts";
import type { SignerConfig } from "./config.ts";
import { refuse } from "./rule.ts";

/** What the leaf of a document is over, and the seals on it. */
export interface CheckedFile {
  readonly content: Uint8Array;
  readonly seals: readonly Hex[];
}

/**
 * Refuses an OFD unless it is the one that follows from its certificate, under one of the member's own seals: it is made again with the
 * signature that stands there, and everything around it must come out the same. Gives what its leaf is over. Not checked: whether the
 * seal is in force, which its use on chain shows.
 */
export async function checkOfd(
  { profile }: SignerConfig,
  documents: Documents,
  { request: { seal: _, ...request }, metadata }: ReturnType<typeof documentRequestOf>,
  sealed: Uint8Array,
  sealedAt: Seconds,
  at: string,
): Promise<CheckedFile> {
  const reading = await readOfd(sealed);
  if ("fault" in reading || reading.proof !== null) refuse("the document is no sealed one", at);
  const ses = onlySeal(reading);
  if (ses === null) refuse("the document has not one seal", at);
  if (ofdSealFaults(reading, sealedAt).length > 0) refuse("the seal does not hold", at);
  const { seal, signer, signature } = ses;
  if (sealOwnerOf(seal.info.id) !== profile.code) refuse("the seal is another member's", at);
  const key = { seal: seal.whole, certificate: signer, sign: async () => signature };
  const again = await documents.certificateOfd({ ...request, metadata }, { key, time: sealedAt });
  if (!equal(again, sealed)) refuse("the document is not the one that follows from its certificate", at);
  return { content: reading.listed, seals: [sealIdOf(seal.info.id)] };
}
