import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED, FOUNDED, HOUR, NOTHING, type PaperOptions } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** Was it put on chain, by whom, and were they entitled to? */
export async function anchor(): Promise<readonly Vector[]> {
  const at = async (name: string, shows: string, expected: string, options: PaperOptions): Promise<Vector> =>
    vector(name, shows, expected, await paper(options));
  const words = (name: string, shows: string, expected: string, given: PaperOptions["words"]): Promise<Vector> =>
    at(name, shows, expected, { words: given ?? {} });
  return Promise.all([
    words("unanchored", "The batch is not on chain.", "invalid | anchor.record anchor.not_anchored", {
      record: NOTHING,
    }),
    words(
      "anchored-otherwise",
      "Another record stands on chain for this batch.",
      "invalid | anchor.record anchor.record_mismatch",
      { record: digest("burned") },
    ),
    words("member-unknown", "The member was never admitted.", "invalid | anchor.member anchor.member_unknown", {
      member: { admittedAt: 0 },
    }),
    words(
      "member-admitted-later",
      "The member was admitted a second after the anchor.",
      "invalid | anchor.member anchor.member_unknown",
      {
        member: { admittedAt: ANCHORED + 1 },
      },
    ),
    words(
      "member-closed-before",
      "The member was closed at the second of the anchor.",
      "invalid | anchor.member anchor.member_unknown",
      {
        member: { closedAt: ANCHORED },
      },
    ),
    words("member-closed-later", "The member was closed a second later.", "valid", {
      member: { closedAt: ANCHORED + 1 },
    }),
    words(
      "out-of-scope",
      "The member's scope for this type ended at the second of the anchor.",
      "invalid | anchor.scope anchor.out_of_scope",
      {
        scope: { notAfter: ANCHORED },
      },
    ),
    words(
      "scope-never-given",
      "The member never had this type in its scope.",
      "invalid | anchor.scope anchor.out_of_scope",
      {
        scope: { notBefore: 0, notAfter: 0 },
      },
    ),
    words("scope-withdrawn-later", "The scope was withdrawn a second later.", "valid", {
      scope: { notAfter: ANCHORED + 1 },
    }),
    words(
      "officer-compromised-before",
      "Without the maker, compromised before the anchor, too few signed.",
      "invalid | anchor.officers anchor.officer_compromised",
      {
        maker: { compromisedSince: FOUNDED },
      },
    ),
    words(
      "officer-compromised-at",
      "Without the checker, compromised at the second of the anchor, too few signed.",
      "invalid | anchor.officers anchor.officer_compromised",
      { checker: { compromisedSince: ANCHORED } },
    ),
    words("officer-compromised-after", "A compromise a second after the anchor takes nothing away.", "valid", {
      maker: { compromisedSince: ANCHORED + 1 },
    }),
    words(
      "officer-term-ended",
      "The maker's term ended at the second of the anchor.",
      "invalid | anchor.officers anchor.below_threshold",
      {
        maker: { notAfter: ANCHORED },
      },
    ),
    words(
      "officer-of-other-type",
      "The maker was limited to types, and to this one no longer.",
      "invalid | anchor.officers anchor.below_threshold",
      {
        makerLimit: { notBefore: FOUNDED, notAfter: ANCHORED, compromisedSince: 0 },
      },
    ),
    words("officer-limited-to-type", "The maker was limited to types, and this was one of them.", "valid", {
      makerLimit: { notBefore: FOUNDED, notAfter: ANCHORED + 1, compromisedSince: 0 },
    }),
    words("two-makers", "Two makers and no checker.", "invalid | anchor.officers anchor.below_threshold", {
      roles: { checker: "maker" },
    }),
    at("one-signature", "One signature where two are needed.", "invalid | anchor.officers anchor.below_threshold", {
      signers: ["maker"],
    }),
    at(
      "threshold-three",
      "Two signatures where the member's threshold was three.",
      "invalid | anchor.officers anchor.below_threshold",
      { record: { threshold: 3 } },
    ),
    at(
      "signed-too-late",
      "Anchored after the deadline that the officers signed.",
      "invalid | anchor.officers anchor.signature_bad",
      {
        anchor: { deadline: ANCHORED - 1 },
      },
    ),
    at("signed-for-too-long", "Signed for more than 24 hours.", "invalid | anchor.officers anchor.signature_bad", {
      anchor: { notBefore: ANCHORED, deadline: ANCHORED + 24 * HOUR + 1 },
    }),
    compromisedOnline(),
  ]);
}

async function compromisedOnline(): Promise<Vector> {
  const world = await paper();
  const facts = world.node({ words: { checker: { compromisedSince: ANCHORED - HOUR } } });
  return vector(
    "officer-compromised-online",
    "The node tells of a compromise before the anchor, reported after the bundle was made.",
    "invalid | anchor.officers anchor.officer_compromised",
    world,
    { level: "online", facts },
  );
}
