import { fromHex, toHex } from "../../crypto/encoding.ts";
import { isOwnersSignature, safeHash } from "../../crypto/safe.ts";
import { SUITES } from "../../crypto/suites/table.ts";
import type { Hex } from "../../domain/bytes.ts";
import { canonicalize } from "../../domain/canonical.ts";
import type { Phase } from "../../domain/council.ts";
import { type ErrorCode, type ErrorDetail, YinzhengError } from "../../domain/errors.ts";
import { KEY_SUITES, type KeySuite } from "../../domain/member.ts";
import { keyIdOf } from "../../proof/ids.ts";
import { possessionMessage } from "../../proof/possession.ts";
import type { PlainAct } from "./codec.ts";
import { addressesOf, type Book, bookOf, type CouncilSeat } from "./own.ts";
import { type Proposal, transactionOf } from "./proposal.ts";
import { type Decoded, decode, isUnknown, type Unknown } from "./transaction.ts";
import { unnamed } from "./words.ts";

/** Why a proposal must not be signed. */
export interface Fault {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
}

/** A proposal as its bytes have it, and everything that is wrong with it. */
export interface Judged {
  /** What the transaction does; null: no one phase. */
  readonly phase: Phase | null;
  readonly acts: readonly (PlainAct | Unknown)[];
  readonly decoded: Decoded;
  readonly book: Book;
  /** The Safe's hash of it. */
  readonly hash: Hex;
  readonly faults: readonly Fault[];
}

/** Judges a proposal by what the seat's owner holds beforehand, and by its own bytes. Asks nobody. */
export function judge(seat: CouncilSeat, proposal: Proposal): Judged {
  const decoded = decode(seat.council, addressesOf(seat), proposal.transaction);
  const book = bookOf(seat, proposal.evidence);
  const transaction = transactionOf(proposal);
  const known = decoded.acts.filter((act): act is PlainAct => !isUnknown(act));
  const faults = [
    ...strangeness(seat, proposal),
    ...decoded.acts
      .filter(isUnknown)
      .map(({ unknown: { to } }): Fault => ({ code: "council.not_understood", detail: { to } })),
    ...(decoded.phase === null && decoded.acts.length > 1
      ? [{ code: "council.not_understood", detail: { expected: "calls of one phase" } } as const]
      : []),
    ...contradictions(decoded, proposal),
    ...known.flatMap((act) => unnamed(act, book)).map((detail): Fault => ({ code: "council.unnamed", detail })),
    ...known.flatMap((act) => possessionFaults(seat.network.registryId, act)),
    ...proposal.signatures
      .filter((signature) => !isOwnersSignature(transaction, signature))
      .map(({ owner }): Fault => ({ code: "council.signature", detail: { owner } })),
  ];
  return { phase: decoded.phase, acts: decoded.acts, decoded, book, hash: toHex(safeHash(transaction)), faults };
}

/** Throws the first fault. */
export function requireSound({ faults: [first] }: Judged): void {
  if (first !== undefined) throw new YinzhengError(first.code, first.detail);
}

function strangeness({ network, council }: CouncilSeat, proposal: Proposal): readonly Fault[] {
  const expected = { registryId: network.registryId, chainId: network.chainId, safe: council.safe };
  return (Object.keys(expected) as (keyof typeof expected)[])
    .filter((name) => proposal[name] !== expected[name])
    .map((name) => ({ code: "council.foreign", detail: { [name]: proposal[name], expected: String(expected[name]) } }));
}

/** The words in the file are compared, never shown. */
function contradictions({ phase, acts }: Decoded, proposal: Proposal): readonly Fault[] {
  if (acts.some(isUnknown)) return [];
  const does = { phase, acts: acts.map((act) => canonicalize(act as PlainAct)) };
  const says = { phase: proposal.phase, acts: proposal.acts.map((act) => canonicalize(act)) };
  return JSON.stringify(does) === JSON.stringify(says) ? [] : [{ code: "council.contradiction", detail: {} }];
}

/** A key is registered for whoever has shown that they hold it; the contract can't check that, so every signer does. */
function possessionFaults(registryId: Hex, act: PlainAct): readonly Fault[] {
  if (act.act !== "register-key") return [];
  const { member, key } = act as unknown as {
    readonly member: Hex;
    readonly key: { readonly keyId: Hex; readonly suite: number; readonly publicKey: Hex; readonly possession: Hex };
  };
  const suite = (Object.keys(KEY_SUITES) as KeySuite[]).find((name) => KEY_SUITES[name] === key.suite);
  const publicKey = fromHex(key.publicKey);
  const held =
    suite !== undefined &&
    keyIdOf(suite, publicKey) === key.keyId &&
    SUITES[suite].verifyBytes(publicKey, possessionMessage(registryId, member, key.keyId), fromHex(key.possession));
  return held ? [] : [{ code: "council.possession", detail: { keyId: key.keyId } }];
}
