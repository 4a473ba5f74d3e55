import type { Hex } from "../../../src/domain/bytes.ts";
import { KEY_PURPOSES, KEY_SUITES } from "../../../src/domain/member.ts";
import type { StatusEvent } from "../../../src/domain/status.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { profileDigest } from "../../../src/proof/ids.ts";
import * as slots from "../../../src/proof/slots.ts";
import { PROFILE } from "./certificate.ts";
import { headAfter } from "./history.ts";
import { officerNamed } from "./keys.ts";
import { FOUNDED, NOTHING, type PaperWords } from "./options.ts";
import { type Values, valuesOf } from "./state.ts";
import { FOREVER, hashWord, keyWord, memberWord, officerWord, type Term, windowWord } from "./words.ts";

const TERM: Term = { notBefore: FOUNDED, notAfter: FOREVER, compromisedSince: 0 };

/** What storage follows from. */
export interface Stored {
  readonly owner: string;
  readonly subject: slots.Subject;
  /** Keys of proofs, and of signatures over the batch. */
  readonly keys: Bundle["keys"];
  readonly batchKeys: Bundle["keys"];
  readonly leaf: Hex;
  readonly events: readonly StatusEvent[];
  readonly words: PaperWords;
  /** What stands in other slots. */
  readonly more?: readonly (readonly [slots.Slot, bigint])[];
}

/** What stands in the registries' storage about one certificate. */
export function storage({ owner, subject, keys, batchKeys, leaf, events, words, more = [] }: Stored): Values {
  const { memberId, typeId, batchId, index } = subject;
  const [maker, checker] = ["maker", "checker"].map((name) => officerNamed(`${name} of ${owner}`).address) as [
    Hex,
    Hex,
  ];
  const head = events.reduce(headAfter, NOTHING);
  const own = events.filter(({ change }) => change.ranges.some(({ first }) => first === index));
  const bits = BigInt(own.at(-1)?.change.to ?? 0) << BigInt(2 * (index % 128));
  const term = (given: Partial<Term> | undefined): Term => ({ ...TERM, ...given });
  const limit = words.makerLimit;
  const roles = { maker: "maker", checker: "checker", ...words.roles } as const;
  return valuesOf([
    [slots.memberSlot(memberId), memberWord({ admittedAt: FOUNDED, closedAt: 0, threshold: 2, ...words.member })],
    [slots.profileSlot(memberId), hashWord(profileDigest(PROFILE))],
    [slots.scopeSlot(memberId, typeId), windowWord(term(words.scope))],
    [slots.officerSlot(memberId, maker), officerWord(roles.maker, limit !== undefined, term(words.maker))],
    [slots.officerSlot(memberId, checker), officerWord(roles.checker, false, term(words.checker))],
    ...(limit === undefined ? [] : [[slots.officerTypeSlot(memberId, maker, typeId), windowWord(limit)] as const]),
    ...keys.map(({ keyId, suite }) => {
      const is = { suite: KEY_SUITES[suite], purposes: KEY_PURPOSES.credential, ...words.keyIs };
      return [slots.keySlot(memberId, keyId), keyWord(term(words.key), is)] as const;
    }),
    ...batchKeys.map(({ keyId, suite }) => {
      const is = { suite: KEY_SUITES[suite], purposes: KEY_PURPOSES.batch, ...words.batchKeyIs };
      return [slots.keySlot(memberId, keyId), keyWord(term(words.batchKey), is)] as const;
    }),
    [slots.recordSlot(memberId, batchId), hashWord(words.record ?? leaf)],
    [slots.statusWordSlot(memberId, batchId, index), words.statusWord ?? bits],
    [slots.statusHeadSlot(memberId, batchId), hashWord(words.statusHead ?? head)],
    ...claimed(subject, words),
    ...more,
  ]);
}

function claimed({ nullifier }: slots.Subject, { claim }: PaperWords) {
  if (nullifier === null || claim === undefined) return [];
  return [
    [slots.claimSlot(nullifier), hashWord(claim.commitment)],
    [slots.claimTimeSlot(nullifier), BigInt(claim.time)],
  ] as const;
}
