import { type Issue, throwIssues } from "./errors.ts";
import { type SealForm, sealOwnerOf } from "./seal-order.ts";
import { textIssue } from "./text.ts";
import { isUscc } from "./uscc.ts";

/** Longest name that stands on a seal, in characters. */
export const MAX_SEAL_NAME = 60;
/** The last second that a storage word of the registry holds. */
const LAST = 2 ** 40 - 1;
/** Longest side of a picture, in millimetres. */
const MAX_SIDE = 100;

/**
 * What no owner can apply for, whoever makes it. Throws `seal.code`, `text.*`, `schema.value`, `schema.mismatch`, with a JSON pointer
 * into the form.
 */
export function checkSealForm(form: SealForm): void {
  throwIssues([...codeIssues(form), ...nameIssues(form), ...pictureIssues(form), ...termIssues(form)]);
}

function codeIssues({ code, maker }: SealForm): readonly Issue[] {
  const owner = sealOwnerOf(code);
  const issues: Issue[] = [];
  if (owner === null || !isUscc(owner))
    issues.push({ code: "seal.code", pointer: "/code", expected: "the owner's code and three digits" });
  if (!isUscc(maker))
    issues.push({ code: "schema.value", pointer: "/maker", expected: "a unified social credit code" });
  return issues;
}

function nameIssues({ name }: SealForm): readonly Issue[] {
  const issue = textIssue(name, "/name", { max: MAX_SEAL_NAME });
  return issue === undefined ? [] : [issue];
}

function pictureIssues({ kind, picture }: SealForm): readonly Issue[] {
  if ((kind === "picture") !== (picture !== undefined))
    return [{ code: "schema.mismatch", pointer: "/picture", expected: "a picture where the kind is `picture`" }];
  const fits = (side: number): boolean => Number.isInteger(side) && side > 0 && side <= MAX_SIDE;
  if (picture === undefined || (fits(picture.width) && fits(picture.height))) return [];
  return [{ code: "schema.value", pointer: "/picture", expected: `sides of 1 to ${MAX_SIDE} mm` }];
}

function termIssues({ validFrom, validUntil, dailyLimit }: SealForm): readonly Issue[] {
  const issues: Issue[] = [];
  if (validFrom < 1 || validFrom >= validUntil || validUntil > LAST)
    issues.push({ code: "schema.value", pointer: "/validUntil", expected: "a time after validFrom" });
  if (!Number.isInteger(dailyLimit) || dailyLimit < 1 || dailyLimit > 0xffff_ffff)
    issues.push({ code: "schema.value", pointer: "/dailyLimit", expected: "1 to 4294967295 uses" });
  return issues;
}
