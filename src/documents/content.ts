import type { Bilingual } from "../domain/bilingual.ts";
import type { CredentialView } from "../domain/credential.ts";
import { day } from "../domain/i18n/times.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { MemberProfile } from "../domain/member.ts";
import type { FieldDefinition, TypeDefinition } from "../domain/types/definition.ts";
import { type Shown, shownValue } from "../domain/types/shown.ts";

/** One line of a certificate. */
export interface Row {
  readonly name: string;
  readonly label: Bilingual;
  /** In both languages; `en` equals `zh` where there is nothing to translate. */
  readonly value: { readonly zh: Shown; readonly en: Shown };
}

/** What a certificate says, in words, whatever it is printed on. */
export interface Content {
  readonly typeCode: string;
  readonly title: Bilingual;
  readonly issuer: Bilingual;
  /** GB/T 36904. */
  readonly identifier: string;
  readonly rows: readonly Row[];
  readonly validity: Bilingual;
}

/** Everything that the certificate says, in the order of its type's form. */
export function contentOf(
  view: CredentialView,
  type: TypeDefinition,
  member: Pick<MemberProfile, "names">,
  identifier: string,
): Content {
  const subject: JsonObject = view.credential.credentialSubject;
  return {
    typeCode: type.code,
    title: type.names,
    issuer: member.names,
    identifier,
    rows: fieldsOf(type, subject).flatMap((field) => rowOf(field, subject)),
    validity: validityOf(view),
  };
}

function fieldsOf({ fields, variants }: TypeDefinition, subject: JsonObject): readonly FieldDefinition[] {
  if (variants === undefined) return fields;
  const own = variants.oneOf.find(({ value }) => value === subject[variants.by])?.fields ?? [];
  // The variant's fields follow the one that names the holder's kind, as on the forms.
  const at = fields.findIndex(({ name }) => name === variants.by);
  return [...fields.slice(0, at + 2), ...own, ...fields.slice(at + 2)];
}

function rowOf(field: FieldDefinition, subject: JsonObject): readonly Row[] {
  const value = subject[field.name];
  if (value === undefined) return [];
  const shown = { zh: shownValue(field, value, "zh"), en: shownValue(field, value, "en") };
  return [{ name: field.name, label: field.label, value: shown }];
}

function validityOf({ validFrom, validUntil }: CredentialView): Bilingual {
  const [from, until] = (["zh", "en"] as const).map((language) => ({
    from: day(validFrom, language),
    until: validUntil === null ? null : day(validUntil, language),
  })) as [Ends, Ends];
  return {
    zh: from.until === null ? `自 ${from.from} 起长期有效` : `自 ${from.from} 至 ${from.until}`,
    en: until.until === null ? `From ${until.from}, without end` : `From ${until.from} to ${until.until}`,
  };
}

interface Ends {
  readonly from: string;
  readonly until: string | null;
}
