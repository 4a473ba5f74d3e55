import { type ErrorCode, type Issue, throwIssues } from "./errors.ts";

export interface TextLimits {
  /** Longest allowed, in characters (code points); variation selectors don't count. */
  readonly max: number;
}

const NOT_CHARACTERS = /\p{Noncharacter_Code_Point}/u;
const PRIVATE_USE = /\p{Co}/u;
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const BIDI = /\p{Bidi_Control}/u;
/** A selector that chooses one drawn form of the ideograph before it (IVS U+E0100–E01EF, standardized U+FE00–FE0F). */
const SELECTED_IDEOGRAPH = /(?<=[\p{Ideographic}\u{20000}-\u{3fffd}])[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu;
/** The separators and selectors that Mongolian spelling needs, behind a Mongolian letter. */
const SELECTED_MONGOLIAN = /(?<=\p{Script=Mongolian})[\u180b-\u180f\u202f]/gu;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;
/** Every space but U+0020 and the ideographic one, U+3000, looks like one of those. */
const ODD_SPACE = /(?![ \u3000])\p{Zs}/u;
/**
 * What breaks no rule below and is nearly every text: ASCII, unified ideographs, punctuation of East Asia, spaces inside.
 * All of it is its own NFC (https://www.unicode.org/Public/UCD/latest/ucd/DerivedNormalizationProps.txt).
 */
const PLAIN =
  /^[!-~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e](?:[ -~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]*[!-~\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e])?$/;
const OUTER_SPACE = /^[ \u3000]|[ \u3000]$/u;

/**
 * The first rule that a name or other text of a certificate breaks: two texts that look the same must be the same, and
 * what is signed must be what is seen. Rare ideographs (𠮷), variation sequences, · and any script pass.
 *
 * Which code points are assigned grows with every Unicode version, so no rule asks it: what passed once must pass in
 * decades, in any browser. Private use is refused because it has no meaning beyond the machine it was typed on.
 */
export function textIssue(value: string, pointer: string, limits: TextLimits): Issue | undefined {
  if (value.length <= limits.max && PLAIN.test(value)) return undefined;
  if (value === "") return { code: "text.empty", pointer };
  const code = firstBroken(value);
  if (code !== undefined) return { code, pointer };
  const length = [...visible(value)].length;
  return length > limits.max
    ? { code: "text.too_long", pointer, expected: `at most ${limits.max} characters` }
    : undefined;
}

/**
 * The text itself, when it breaks no rule of `textIssue`.
 *
 * @throws text.* with the pointer
 */
export function checkText(value: string, pointer: string, limits: TextLimits): string {
  const issue = textIssue(value, pointer, limits);
  throwIssues(issue === undefined ? [] : [issue]);
  return value;
}

function firstBroken(value: string): ErrorCode | undefined {
  if (!value.isWellFormed() || NOT_CHARACTERS.test(value)) return "text.not_unicode";
  if (CONTROLS.test(value)) return "text.control";
  if (BIDI.test(value)) return "text.bidi";
  if (INVISIBLE.test(visible(value))) return "text.invisible";
  if (PRIVATE_USE.test(value)) return "text.private_use";
  if (ODD_SPACE.test(visible(value)) || OUTER_SPACE.test(value)) return "text.space";
  // Last, because composing hides what the rules above would have named.
  if (value.normalize("NFC") !== value) return "text.not_nfc";
  return undefined;
}

/** The text without the selectors that belong to the letter before them. */
function visible(value: string): string {
  return value.replace(SELECTED_IDEOGRAPH, "").replace(SELECTED_MONGOLIAN, "");
}
