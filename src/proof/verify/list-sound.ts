import { fromHex } from "../../crypto/encoding.ts";
import { suiteOf } from "../../crypto/suites/table.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { CredentialView } from "../../domain/credential.ts";
import { cosignersOf } from "../checkpoint.ts";
import { checkProof, proofsOf, readProof } from "../data-integrity.ts";
import { keyIdOf } from "../ids.ts";
import { remember } from "../sealed.ts";
import { keySlot } from "../slots.ts";
import { type ListView, listDigest, listNoteBody, type ReadStatusList, type StatusList } from "../status-list.ts";
import type { TrustedNetwork, TrustFile } from "../trust.ts";
import type { Question } from "./context.ts";
import { keyWord, standing } from "./fields.ts";
import { isAfter } from "./past.ts";
import { openEvidence, provesExactly } from "./state.ts";

/** A list that the member and at least one witness of the trust file have signed. */
export interface SoundList {
  readonly list: ReadStatusList;
  readonly witnesses: readonly string[];
}

/** null unless it is the list of this certificate, everything in it holds, and it is of no other history than was seen. */
export function soundList(question: Question, view: CredentialView, list: ReadStatusList): SoundList | null {
  const { bundle, network, trust, policy, following } = question;
  const { source, issuer, id } = list.view;
  const { memberId, typeId } = bundle.anchor.anchor;
  const own =
    source.registryId === bundle.registryId &&
    source.memberId === memberId &&
    source.typeId === typeId &&
    issuer === bundle.member.issuer &&
    view.statusList.url.endsWith(`/v1/status-lists/${id}`);
  const { seen } = policy;
  const fork = seen !== undefined && source.log.size === seen.size && source.log.root !== seen.root;
  const late = following !== null && isAfter(source.block, source.log, following.final);
  if (!own || fork || late) return null;
  const witnesses = listVouchers(list.file, list.view, network, trust);
  return witnesses === null ? null : { list, witnesses };
}

/** Names of the trusted witnesses who signed a list; null where something in it does not hold. */
export const listVouchers = remember(
  (file: StatusList, view: ListView, network: TrustedNetwork, trust: TrustFile): readonly string[] | null => {
    const { source, id } = view;
    const body = listNoteBody(source, id, listDigest(file.credential));
    const names = cosignersOf(file.checkpoint, body, network.witnesses.keys) ?? [];
    const dated = view.validFrom === source.block.time && view.validUntil > view.validFrom;
    return names.length > 0 && dated && isSigned(file, view, trust) && isRegistered(file, view, network) ? names : null;
  },
);

/** Exactly one proof, by the key that the file carries, of a suite that is trusted at the list's time. */
function isSigned({ credential, key }: StatusList, { issuer, source }: ListView, trust: TrustFile): boolean {
  const [only, ...more] = proofsOf(credential);
  const proof = only === undefined || more.length > 0 ? null : readProof(only);
  if (proof === null || suiteOf(proof.cryptosuite) === undefined || proof.cryptosuite !== key.suite) return false;
  if (distrusted(trust, key.suite, source.block.time)) return false;
  const publicKey = fromHex(key.publicKey);
  const named = keyIdOf(key.suite, publicKey) === key.keyId && proof.verificationMethod === `${issuer}#${key.keyId}`;
  return named && checkProof(credential, proof, publicKey);
}

function distrusted(trust: TrustFile, suite: StatusList["key"]["suite"], at: Seconds): boolean {
  const since = trust.suites?.[suite]?.distrustedSince;
  return since !== undefined && at >= since;
}

/** Does the state at the list's block, which the witnesses' note names, hold the key as the member's, for status lists? */
function isRegistered({ evidence, key }: StatusList, { source }: ListView, network: TrustedNetwork): boolean {
  const opened = openEvidence(evidence, network);
  const slot = keySlot(source.memberId, key.keyId);
  if (!opened.ok || !provesExactly(evidence, network, [slot])) return false;
  const { number, hash, time } = opened.state.block;
  const { block } = source;
  if (number !== block.number || hash !== block.hash || time !== block.time) return false;
  const word = opened.state.read(slot);
  if (word === undefined || word === 0n) return false;
  const { suite, purposes, ...validity } = keyWord(word);
  return suite === key.suite && purposes.includes("status") && standing(validity, time) === "valid";
}
