import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import { MEMBER_ID, TYPE_ID } from "../proof/paper/certificate.ts";
import type { PaperWords } from "../proof/paper/options.ts";
import { ANCHORED } from "../proof/paper/options.ts";
import { HEIR, type Installation, KEY_ID, KEY_TERM, OFFICERS } from "./installation.ts";

/** Something that ends what a certificate rests on. */
export interface Event {
  readonly name: string;
  /** Gets ready, as late as a second before it, and gives what makes it happen at once; null: time alone does. */
  readonly prepare: (world: Installation) => Promise<(() => Promise<void>) | null>;
  /** The same in a world on paper, in which the registry took what it would not have taken, at the second `at`. */
  readonly words: (at: Seconds) => PaperWords;
}

const asWord = (account: Hex): Hex => `0x${account.slice(2).padStart(64, "0")}`;

/** What the council does at once. */
const atOnce =
  (method: string, ...args: readonly unknown[]): Event["prepare"] =>
  async ({ council }) => {
    const call = council.call("memberRegistry", method, MEMBER_ID, ...args);
    return () => council.decide(call);
  };

export const EVENTS: readonly Event[] = [
  { name: "key rotated", prepare: atOnce("retireKey", KEY_ID), words: (at) => ({ key: { notAfter: at } }) },
  {
    name: "key expired",
    async prepare({ clock, foundedAt }) {
      clock.advance(foundedAt + KEY_TERM - clock());
      return null;
    },
    words: (at) => ({ key: { notAfter: at } }),
  },
  {
    name: "key compromised",
    prepare: atOnce("reportCompromise", KEY_ID, 0),
    words: (at) => ({ key: { compromisedSince: at } }),
  },
  {
    name: "officer compromised",
    prepare: atOnce("reportCompromise", asWord(OFFICERS.checker.address), 0),
    words: (at) => ({ checker: { compromisedSince: at } }),
  },
  { name: "member frozen", prepare: atOnce("freeze"), words: () => ({}) },
  {
    name: "scope withdrawn",
    prepare: atOnce("withdrawScope", TYPE_ID),
    words: (at) => ({ scope: { notAfter: at } }),
  },
  { name: "member closed", prepare: atOnce("close"), words: (at) => ({ member: { closedAt: at } }) },
  {
    name: "member succeeded",
    async prepare({ council }) {
      const announced = await council.announced(council.call("memberRegistry", "succeed", MEMBER_ID, HEIR));
      return () => council.decide(...announced);
    },
    words: (at) => ({ member: { closedAt: at } }),
  },
];

/** In the world on paper, a second before the anchor. */
export const EARLIER: Seconds = ANCHORED - 1;
export const REPORTED_OFFICER = asWord(OFFICERS.checker.address);
