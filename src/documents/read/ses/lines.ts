import { type Check, type CheckName, type CodeOf, check } from "../../../domain/checks.ts";
import type { SesCheck, SesFinding } from "./check.ts";

/** Lines of a report on seals and their use, in the order of a report. */
export const SES_LINES = [
  "seal.maker",
  "seal.maker_chain",
  "seal.maker_usage",
  "seal.period",
  "seal.listed",
  "seal.value",
  "seal.signer_chain",
  "seal.signer_usage",
  "seal.content",
] as const satisfies readonly CheckName[];
export type SesLine = (typeof SES_LINES)[number];

/**
 * The lines on seals: one of each name, of the seal that fares worst, which the detail numbers where there are several. What was not
 * looked at is skipped: of a seal by itself everything about its use, of a document without seals everything.
 *
 * @param seals of each seal its findings (`sealFindings`, `sesFindings`)
 */
export function sesLines(seals: readonly (readonly SesFinding[])[]): readonly Check[] {
  const judged = seals.map((findings) => findings.map((finding) => LINE_OF[finding.check](finding)));
  return SES_LINES.map((name) => worst(name, judged));
}

type Why = NonNullable<SesFinding["why"]>;

/** What a finding becomes: false where it is bad, not checked where nobody knows; its code says why. */
const line =
  <N extends SesLine>(name: N, codes: Readonly<Partial<Record<Why, CodeOf<N>>>>) =>
  ({ result, why }: SesFinding): Check => {
    if (result === "good") return check(name, "valid", "seal.ok" as CodeOf<N>);
    const code = why === undefined ? undefined : codes[why];
    return check(name, result === "bad" ? "invalid" : "error", code as CodeOf<N>);
  };

const UNREADABLE = "seal.certificate_unreadable";
const VALUE = { differs: "seal.signature_bad", algorithm: "seal.algorithm_bad", unreadable: UNREADABLE } as const;
const USAGE = { differs: "seal.certificate_use", unreadable: UNREADABLE } as const;
const CHAIN = {
  no_chain: "seal.untrusted",
  out_of_period: "seal.certificate_period",
  revoked: "seal.certificate_revoked",
  revocation_unknown: "seal.revocation_unknown",
  unreadable: UNREADABLE,
} as const;

const LINE_OF: Readonly<Record<SesCheck, (finding: SesFinding) => Check>> = {
  maker_signature: line("seal.maker", VALUE),
  maker_chain: line("seal.maker_chain", CHAIN),
  maker_usage: line("seal.maker_usage", USAGE),
  seal_period: line("seal.period", { differs: "seal.period_bad" }),
  signer_listed: line("seal.listed", { differs: "seal.signer_unlisted" }),
  signature: line("seal.value", VALUE),
  signer_chain: line("seal.signer_chain", CHAIN),
  signer_usage: line("seal.signer_usage", USAGE),
  data_hash: line("seal.content", { differs: "seal.content_changed" }),
};

const RANKS = ["invalid", "error", "valid", "skipped"] as const;

function worst(name: SesLine, judged: readonly (readonly Check[])[]): Check {
  const found = judged.flatMap((lines, i) => lines.filter((one) => one.name === name).map((one) => [one, i] as const));
  const [first] = found.toSorted(([a], [b]) => RANKS.indexOf(a.result) - RANKS.indexOf(b.result));
  if (first === undefined) return check(name, "skipped", "seal.skipped");
  const [one, i] = first;
  return judged.length === 1 || one.result === "valid" ? one : { ...one, detail: { seal: i + 1, of: judged.length } };
}
