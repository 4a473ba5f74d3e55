import type { Bilingual } from "./bilingual.ts";
import { ANCHOR_CHECKS } from "./checks/anchor.ts";
import { INTEGRITY_CHECKS } from "./checks/integrity.ts";
import { ISSUER_CHECKS } from "./checks/issuer.ts";
import { QR_CHECKS } from "./checks/qr.ts";
import { SEAL_CHECKS } from "./checks/seal.ts";
import { SEAL_USE_CHECKS } from "./checks/seal-use.ts";
import { SES_CHECKS } from "./checks/ses.ts";
import { STATUS_CHECKS } from "./checks/status.ts";
import type { CheckFamily, CodeMeaning } from "./checks/table.ts";
import { TIME_CHECKS } from "./checks/time.ts";
import { TRUST_CHECKS } from "./checks/trust.ts";
import { YinzhengError } from "./errors.ts";
import type { JsonValue } from "./json-value.ts";

/** Every check of the verifier, with the meaning of each of its codes in zh and en, in the order of a report. */
export const CHECKS = {
  ...TRUST_CHECKS,
  ...INTEGRITY_CHECKS,
  ...ISSUER_CHECKS,
  ...ANCHOR_CHECKS,
  ...STATUS_CHECKS,
  ...TIME_CHECKS,
  ...SEAL_CHECKS,
  ...SES_CHECKS,
  ...SEAL_USE_CHECKS,
  ...QR_CHECKS,
} as const;

export type CheckName = keyof typeof CHECKS;
/** The codes that one check can answer with. */
export type CodeOf<N extends CheckName> = N extends CheckName ? keyof (typeof CHECKS)[N]["codes"] & string : never;
export type CheckCode = CodeOf<CheckName>;

export const CHECK_RESULTS = ["valid", "invalid", "error", "skipped"] as const;
/** `error` = could not be checked. A code that the table marks as not in force goes with "invalid". */
export type CheckResult = (typeof CHECK_RESULTS)[number];

export const VERDICTS = ["valid", "invalid", "not_in_force", "indeterminate"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One line of a report (design §3.7). */
export type Check = {
  readonly family: CheckFamily;
  readonly name: CheckName;
  readonly result: CheckResult;
  readonly code: CheckCode;
  readonly message: { readonly zh: string; readonly en: string };
  readonly detail?: JsonValue;
};

/** A certificate is valid only if each of these families has a check that succeeded. */
export const MANDATORY_FAMILIES = ["integrity", "issuer", "anchor", "status", "time", "trust"] as const;

/** A sealed document is valid only if each of these checks succeeded besides. */
export const MANDATORY_SEALS = [
  "seal.file",
  "seal.signature",
  "seal.signer",
  "seal.representation",
  "seal.anchor",
] as const satisfies readonly CheckName[];

/**
 * One line of a report, with its sentences from the table.
 *
 * @example check("status.cell", "invalid", "status.revoked", { since: 1763895600 })
 * @throws internal where result and code contradict each other: "valid" goes with `….ok` and with nothing else, and what
 *   is not in force is "invalid", lest it be passed over
 */
export function check<N extends CheckName>(name: N, result: CheckResult, code: CodeOf<N>, detail?: JsonValue): Check {
  const line = LINES.get(name)?.get(code)?.get(result);
  if (line === undefined) throw new YinzhengError("internal", { check: name, result, code });
  return detail === undefined ? line : { ...line, detail };
}

/** Every line that a report can have, without its detail: by name, code and result. Nobody may change one. */
const LINES: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<CheckResult, Check>>> = new Map(
  (Object.keys(CHECKS) as CheckName[]).map((name) => {
    const codes = Object.keys(CHECKS[name].codes) as CheckCode[];
    return [name, new Map(codes.map((code) => [code, linesOf(name, code)]))];
  }),
);

function linesOf(name: CheckName, code: CheckCode): ReadonlyMap<CheckResult, Check> {
  const { zh, en, notInForce } = meaningOf(name, code);
  const family = name.slice(0, name.indexOf(".")) as CheckFamily;
  const message = Object.freeze({ zh, en });
  const agree = CHECK_RESULTS.filter(
    (result) => (result === "valid") === code.endsWith(".ok") && (notInForce !== true || result === "invalid"),
  );
  return new Map(agree.map((result) => [result, Object.freeze({ family, name, result, code, message })]));
}

/** Heading of a check: what it looks at. */
export function titleOf(name: CheckName): Bilingual {
  return CHECKS[name].title;
}

/**
 * The verdict that follows from a report's checks: anything false is `invalid`; else anything that could not be checked,
 * or a mandatory family in which nothing was established, is `indeterminate`; else a genuine certificate that does not
 * hold at that time is `not_in_force`; only what is left is `valid`.
 */
export function verdictOf(checks: readonly Check[]): Verdict {
  const settled = new Set<CheckFamily>();
  let [wrong, unchecked, lapsed] = [false, false, false];
  for (const { name, code, family, result } of checks) {
    const outOfForce = result === "invalid" && meaningOf(name, code).notInForce === true;
    if (result === "valid" || outOfForce) settled.add(family);
    wrong ||= result === "invalid" && !outOfForce;
    unchecked ||= result === "error";
    lapsed ||= outOfForce;
  }
  if (wrong) return "invalid";
  if (unchecked || !MANDATORY_FAMILIES.every((family) => settled.has(family))) return "indeterminate";
  return lapsed ? "not_in_force" : "valid";
}

/**
 * The verdict on a sealed document, from its own checks and those of the certificate in it: as `verdictOf`, but nothing is
 * more than `indeterminate` of which a mandatory seal check did not succeed.
 */
export function documentVerdictOf(checks: readonly Check[]): Verdict {
  const verdict = verdictOf(checks);
  const sealed = MANDATORY_SEALS.every((seal) =>
    checks.some(({ name, result }) => name === seal && result === "valid"),
  );
  return sealed || verdict === "invalid" ? verdict : "indeterminate";
}

/** A stamped file is valid only if each of these checks succeeded, and nothing failed. */
export const MANDATORY_STAMPED = [
  "seal.file",
  "seal.maker",
  "seal.maker_chain",
  "seal.maker_usage",
  "seal.period",
  "seal.listed",
  "seal.value",
  "seal.signer_chain",
  "seal.signer_usage",
  "seal.content",
  "seal.anchor",
  "seal.stamped",
  "seal.user",
  "seal.registered",
  "seal.use",
  "seal.lost",
] as const satisfies readonly CheckName[];

/** The verdict on a stamped file, from its own checks: nothing is `valid` of which not all was shown. */
export function stampedVerdictOf(checks: readonly Check[]): Verdict {
  if (checks.some(({ result }) => result === "invalid")) return "invalid";
  const all = MANDATORY_STAMPED.every((wanted) =>
    checks.some(({ name, result }) => name === wanted && result === "valid"),
  );
  return all && checks.every(({ result }) => result !== "error") ? "valid" : "indeterminate";
}

function meaningOf(name: CheckName, code: CheckCode): CodeMeaning {
  const codes: Readonly<Record<string, CodeMeaning>> = CHECKS[name].codes;
  const meaning = codes[code];
  if (meaning === undefined) throw new YinzhengError("internal", { check: name, code });
  return meaning;
}
