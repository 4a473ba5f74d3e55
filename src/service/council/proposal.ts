import type { Hex } from "../../domain/bytes.ts";
import { PHASES, type Phase, type SafeTransaction } from "../../domain/council.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { parseJsonObject } from "../../domain/json.ts";
import { parseProfile } from "../../domain/profile.ts";
import { type Reader, shapes } from "../../proof/shape.ts";
import { ACT_NAMES, type ActName } from "./acts.ts";
import type { PlainAct } from "./codec.ts";
import type { Evidence } from "./own.ts";
import type { Asked } from "./transaction.ts";

export const PROPOSAL_FORMAT = "yinzheng-council/1";

/** The file that goes from one council member to the next (docs/format/council.md). */
export interface Proposal {
  readonly format: typeof PROPOSAL_FORMAT;
  readonly registryId: Hex;
  readonly chainId: number;
  readonly safe: Hex;
  readonly nonce: number;
  readonly phase: Phase;
  /** What the proposer says it does: must be what the transaction does. */
  readonly acts: readonly PlainAct[];
  /** What is signed. */
  readonly transaction: Asked;
  readonly evidence: Evidence;
  readonly signatures: readonly { readonly owner: Hex; readonly signature: Hex }[];
}

/** More acts than one transaction holds. */
const MAX_ACTS = 1_000;
const MAX_DATA = 1 << 20;
const { hex, uint, text, oneOf, list, ascending, object, optional, json } = shapes("council.format");

const act: Reader<PlainAct> = (value, pointer) => {
  const plain = json(value, pointer);
  const name: ActName = oneOf(ACT_NAMES)(plain.act, `${pointer}/act`);
  return { ...plain, act: name };
};

/** Codes are shown where their hash is in a call, and whoever made the call chose it: nothing that a terminal obeys. */
const written =
  (pattern: RegExp): Reader<string> =>
  (value, pointer) => {
    const code = text(100)(value, pointer);
    if (pattern.test(code)) return code;
    throw new YinzhengError("council.format", { pointer, expected: "a code" });
  };

const proposal: Reader<Proposal> = object({
  format: oneOf([PROPOSAL_FORMAT]),
  registryId: hex(32),
  chainId: uint(),
  safe: hex(20),
  nonce: uint(),
  phase: oneOf(PHASES),
  acts: list(act, MAX_ACTS),
  transaction: object({
    to: hex(20),
    data: hex({ max: MAX_DATA }),
    operation: (value, pointer) => (uint(1)(value, pointer) === 0 ? 0 : 1),
  }),
  evidence: object({
    profiles: list((value, pointer) => parseProfile(value, pointer), MAX_ACTS),
    members: list(written(/^[0-9A-Z]{18}$/), MAX_ACTS),
    types: list(written(/^[0-9A-Za-z._-]{1,100}$/), MAX_ACTS),
    seals: optional(list(written(/^[0-9A-Z]{18}\d{3}$/), MAX_ACTS)),
  }),
  signatures: ascending(object({ owner: hex(20), signature: hex(65) }), "owner", 100),
}) as Reader<Proposal>;

/** An untrusted file as a proposal; that it does what it says is not checked here. Throws `council.format`, json.*, schema.*, text.*. */
export function parseProposal(bytes: Uint8Array): Proposal {
  return proposal(parseJsonObject(bytes, { nodes: 100_000 }), "");
}

/** What the council's members sign. */
export function transactionOf({ chainId, safe, nonce, transaction }: Proposal): SafeTransaction {
  return { ...transaction, chainId, safe, nonce: BigInt(nonce) };
}
