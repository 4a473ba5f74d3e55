import { ERRORS } from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
import type { Judged } from "../service/council/judge.ts";
import type { CouncilSeat } from "../service/council/own.ts";
import type { Proposal } from "../service/council/proposal.ts";
import { isUnknown } from "../service/council/transaction.ts";
import { type Line, wordsOf } from "../service/council/words.ts";
import { widthOf, wrapped } from "./width.ts";

/** Column in which values begin. */
const COLUMN = 18;
const TERMINAL = 80;
/** Of data that nobody understands, as much as fits a line. */
const DATA_SHOWN = 60;

/** Label and value in two columns; lines of a value stand below each other. */
export function field(label: string, value: string, indent = 2): string {
  const room = COLUMN - indent;
  const space = " ".repeat(Math.max(1, room - widthOf(label)));
  return value
    .split("\n")
    .flatMap((line) => wrapped(line, TERMINAL - COLUMN))
    .map((line, i) => (i === 0 ? `${" ".repeat(indent)}${label}${space}${line}` : `${" ".repeat(COLUMN)}${line}`))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A 32-byte value beside a label is wider than a terminal: in two lines. */
const folded = (value: string): string =>
  /^0x[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 34)}\n${value.slice(34)}` : value;

/** A proposal as a person reads it before signing: all of it from the bytes that are signed. */
export function proposalText(seat: CouncilSeat, proposal: Proposal, judged: Judged, language: Language): string {
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const phase = judged.phase === null ? t("council.phase.none") : t(`council.phase.${judged.phase}`);
  const signers = proposal.signatures.map(({ owner }) => owner).join("\n");
  return [
    t("council.proposal", { nonce: proposal.nonce }),
    field(t("council.network"), seat.name[language]),
    field(t("council.safe"), seat.council.safe),
    field(t("council.phase"), phase),
    field(t("council.signed_by"), signers || t("council.nobody_signed")),
    field(t("council.hash"), folded(judged.hash)),
    ...judged.acts.flatMap((act, i) => ["", ...actText(act, i + 1, judged, language)]),
    ...faultsText(judged, language),
    "",
  ].join("\n");
}

function actText(act: Judged["acts"][number], number: number, { book }: Judged, language: Language): readonly string[] {
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  if (isUnknown(act)) {
    const { to, data, operation } = act.unknown;
    const delegated = operation === 1 ? ` ${t("council.delegated")}` : "";
    return [
      `${number}. ✗ ${t("council.unknown_call")}${delegated}`,
      field(t("council.target"), to),
      field(t("council.data"), data.length > DATA_SHOWN ? `${data.slice(0, DATA_SHOWN)}…` : data),
    ];
  }
  const { title, lines, note } = wordsOf(act, book, language);
  return [
    `${number}. ${title}`,
    ...lines.map(lineText),
    ...(note === undefined ? [] : wrapped(t("council.note", { note }), TERMINAL - 2).map((line) => `  ${line}`)),
  ];
}

const lineText = ({ label, value }: Line): string => field(label, folded(value));

function faultsText({ faults }: Judged, language: Language): readonly string[] {
  if (faults.length === 0) return [];
  const lines = faults.map(({ code, detail }) => {
    const { expected: _, ...rest } = detail;
    const known = Object.entries(rest).map(([name, value]) => `      ${name}: ${String(value)}`);
    return [`  ✗ ${ERRORS[code][language]} [${code}]`, ...known].join("\n");
  });
  return ["", say(language, "council.faults"), ...lines];
}
