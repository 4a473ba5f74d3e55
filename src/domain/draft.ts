import type { Hex } from "./bytes.ts";
import { parseInstant } from "./dates.ts";
import { type Issue, YinzhengError } from "./errors.ts";
import { parseIdentifier } from "./identifier.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { readHex, readInteger, readObject, readOneOf, readString } from "./shape.ts";
import { readSuccession, type Succession } from "./succession.ts";
import type { TypeDefinition } from "./types/definition.ts";
import { validateSubject } from "./types/validate.ts";

export const DRAFT_FORMAT = "yinzheng-draft/1";

/**
 * What a maker approves: all that a certificate says, before it has a place. Its digest is `Approval.draft`, SHA-256 of
 * "yinzheng/draft/v1" ‖ 0x00 ‖ JCS(draft).
 */
export type Draft = {
  readonly format: typeof DRAFT_FORMAT;
  /** GB/T 36904 identifier of the certificate to be: one approval can never become two certificates. */
  readonly identifier: string;
  readonly registryId: Hex;
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly typeVersion: number;
  readonly subject: JsonObject;
  /** RFC 3339, whole seconds. */
  readonly validFrom: string;
  readonly validUntil?: string;
  /** The cell of the certificate whose place this one takes, and how: 变更, 补发 or 延续. */
  readonly supersedes?: Readonly<Succession>;
  /** 32 random bytes that the one claim of a claimable certificate is derived from; whoever knows them can claim it. */
  readonly claimSecret?: Hex;
};

/**
 * An untrusted value as a draft. Only its shape is judged: see `draftIssues` for what its type says about it.
 *
 * @throws schema.*
 */
export function parseDraft(value: unknown, pointer = ""): Draft {
  const required = ["format", "identifier", "registryId", "memberId", "typeId", "typeVersion", "subject", "validFrom"];
  const draft = readObject(value, pointer, required, ["validUntil", "supersedes", "claimSecret"]);
  if (!isJsonObject(draft.subject)) throw new YinzhengError("schema.type", { pointer: `${pointer}/subject` });
  return {
    format: readOneOf(draft.format, `${pointer}/format`, [DRAFT_FORMAT]),
    identifier: readIdentifier(draft.identifier, `${pointer}/identifier`),
    registryId: readHex(draft.registryId, `${pointer}/registryId`, 32),
    memberId: readHex(draft.memberId, `${pointer}/memberId`, 32),
    typeId: readHex(draft.typeId, `${pointer}/typeId`, 32),
    typeVersion: readInteger(draft.typeVersion, `${pointer}/typeVersion`, 1, 1_000_000),
    subject: draft.subject,
    ...readPeriod(draft, pointer),
    ...(draft.supersedes === undefined
      ? {}
      : { supersedes: readSuccession(draft.supersedes, `${pointer}/supersedes`) }),
    ...readClaimSecret(draft, pointer),
  };
}

/**
 * Everything about a draft that its type does not allow: version, identifier, fields, period, claim secret. That `typeId` is the
 * digest of the type's code is not checked here.
 *
 * @param today date in Asia/Shanghai, where births may not lie after it
 */
export function draftIssues(draft: Draft, type: TypeDefinition, today?: string): readonly Issue[] {
  const options = { pointer: "/subject", ...(today === undefined ? {} : { today }) };
  const subject = validateSubject(type, draft.subject, options);
  return [
    ...namingIssues(draft, type),
    ...(subject.ok ? [] : subject.issues),
    ...periodIssues(draft, type),
    ...claimSecretIssues(draft, type),
  ];
}

/**
 * `validFrom` and `validUntil` of an untrusted object, the second optional.
 *
 * @throws schema.type, schema.date
 */
export function readPeriod(value: JsonObject, pointer: string): Pick<Draft, "validFrom" | "validUntil"> {
  const validFrom = readInstant(value.validFrom, `${pointer}/validFrom`);
  if (value.validUntil === undefined) return { validFrom };
  return { validFrom, validUntil: readInstant(value.validUntil, `${pointer}/validUntil`) };
}

/**
 * `claimSecret` of an untrusted object, where it has one.
 *
 * @throws schema.type, schema.pattern
 */
export function readClaimSecret(value: JsonObject, pointer: string): Pick<Draft, "claimSecret"> {
  if (value.claimSecret === undefined) return {};
  return { claimSecret: readHex(value.claimSecret, `${pointer}/claimSecret`, 32) };
}

/** There is a claim secret exactly where the type is claimable; of a draft or of a credential. */
export function claimSecretIssues(
  { claimSecret }: Pick<Draft, "claimSecret">,
  { claimable }: Pick<TypeDefinition, "claimable">,
): readonly Issue[] {
  if ((claimable === true) === (claimSecret !== undefined)) return [];
  return [{ code: claimable ? "schema.missing_field" : "schema.unknown_field", pointer: "/claimSecret" }];
}

function readIdentifier(value: JsonValue | undefined, pointer: string): string {
  const text = readString(value, pointer);
  parseIdentifier(text, pointer);
  return text;
}

function readInstant(value: JsonValue | undefined, pointer: string): string {
  const text = readString(value, pointer);
  if (parseInstant(text) !== undefined) return text;
  throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DDTHH:MM:SSZ" });
}

function namingIssues(draft: Draft, type: TypeDefinition): readonly Issue[] {
  const sameVersion = draft.typeVersion === type.version;
  const parts = draft.identifier.split(".");
  const sameType = parts.includes(type.code);
  // A successor keeps the serial, so only its version tells it from its predecessor.
  const successor = draft.supersedes === undefined || parts.at(-2) !== "001";
  return [
    ...(sameVersion ? [] : [mismatch("/typeVersion", String(type.version))]),
    ...(sameType ? [] : [mismatch("/identifier", type.code)]),
    ...(successor ? [] : [mismatch("/identifier", "a version above 001")]),
  ];
}

function mismatch(pointer: string, expected: string): Issue {
  return { code: "schema.mismatch", pointer, expected };
}

function periodIssues(draft: Draft, { validity }: TypeDefinition): readonly Issue[] {
  const pointer = "/validUntil";
  if (draft.validUntil === undefined) {
    return validity.until === "required" ? [{ code: "policy.validity", pointer, expected: "an end" }] : [];
  }
  if (validity.until === "never") return [{ code: "policy.validity", pointer, expected: "no end" }];
  const from = parseInstant(draft.validFrom) ?? Number.NaN;
  const until = parseInstant(draft.validUntil) ?? Number.NaN;
  // Written so that NaN is a fault.
  if (!(until > from)) return [{ code: "policy.validity", pointer, expected: "an end after the beginning" }];
  const days = (until - from) / 86_400;
  if (validity.maxDays === undefined || days <= validity.maxDays) return [];
  return [{ code: "policy.validity", pointer, expected: `at most ${validity.maxDays} days` }];
}
