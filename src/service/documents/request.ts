import { utf8 } from "../../crypto/encoding.ts";
import { contentOf } from "../../documents/content.ts";
import type { OfdRequest, PdfRequest } from "../../documents/documents.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { CredentialView } from "../../domain/credential.ts";
import { ID_PREFIX } from "../../domain/credential-shape.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { dateInWords, day } from "../../domain/i18n/times.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { compactCode } from "../../proof/compact.ts";
import { readDocument } from "../../proof/document.ts";
import { linkOf } from "../../proof/link.ts";
import { parseBundle } from "../../proof/parse.ts";
import type { DocumentTerms } from "./terms.ts";

export interface SealingTerms extends DocumentTerms {
  readonly sealedAt: Seconds;
  /** Where certificates are looked up: scheme and host, no slash at the end. */
  readonly publicUrl: string;
}

/** GB/T 36903: who issued the certificate, and when. */
const AUTHORITY = "ZZBFJG";
const ISSUED_ON = "ZZBFRQ";

/**
 * What a document of this certificate shows: it follows from the bundle's text and the terms alone, so that the service and
 * every officer make the same. Throws `json.*` and `bundle.*` for a bundle that can't be read; nothing of it is verified.
 */
export function documentRequestOf(
  text: string,
  terms: SealingTerms,
): { readonly bundle: Bundle; readonly request: PdfRequest; readonly metadata: OfdRequest["metadata"] } {
  const certificate = utf8(text);
  const bundle = parseBundle(certificate);
  const { view, type } = readDocument(bundle);
  if (view === null || type === null)
    throw new YinzhengError("bundle.format", { pointer: "/representations/0", expected: "a certificate" });
  const { languages, limits, sealedAt: created, publicUrl } = terms;
  const { member } = bundle;
  const subject = view.credential.credentialSubject;
  const identifier = view.credential.id.slice(ID_PREFIX.length);
  const issuedOn = printed(type, subject, ISSUED_ON);
  const request = {
    content: contentOf(view, type, member, identifier),
    languages,
    link: linkOf(publicUrl, identifier),
    authority: printed(type, subject, AUTHORITY) ?? member.names.zh,
    date: issuedOn === undefined ? day(view.validFrom, "zh") : dateInWords(issuedOn, "zh"),
    created,
    certificate,
    seal: { name: member.names.zh },
    // The offline code is the certificate itself, good for any purpose: a copy for one does not bear it.
    ...(limits === undefined ? { offlineCode: compactCode(bundle) } : { limits }),
  };
  return { bundle, request, metadata: metadataOf(view, type, bundle, identifier) };
}

/** What GB/T 36903 has names for, as GB/T 36905 wants it in the file: of the certificate, and of its type's fields. */
function metadataOf(
  { credential, validFrom, validUntil }: CredentialView,
  type: TypeDefinition,
  { member }: Bundle,
  identifier: string,
): OfdRequest["metadata"] {
  const fields = [...type.fields, ...(type.variants?.oneOf.flatMap((one) => one.fields) ?? [])];
  const said = fields.flatMap(({ name, gb }): readonly (readonly [string, string])[] => {
    const value = credential.credentialSubject[name];
    return gb !== undefined && typeof value === "string" ? [[gb, value]] : [];
  });
  const own: readonly (readonly [string, string])[] = [
    ["ZZMC", type.names.zh],
    ["ZZLXDM", type.code],
    ["ZZBS", identifier],
    [AUTHORITY, member.names.zh],
    ["ZZBFJGDM", member.code],
    ["ZZYXQQSRQ", dateOf(validFrom)],
    ...(validUntil === null ? [] : [["ZZYXQJZRQ", dateOf(validUntil)] as const]),
  ];
  // What the certificate itself says comes first.
  return [...new Map([...own, ...said])];
}

/** The day in Shanghai, YYYY-MM-DD. */
const dateOf = (time: Seconds): string => new Date((time + 8 * 3600) * 1000).toISOString().slice(0, 10);

/** The value of the field with this name in GB/T 36903, where the certificate has one. */
function printed({ fields }: TypeDefinition, subject: JsonObject, gb: string): string | undefined {
  const field = fields.find((one) => one.gb === gb);
  const value = field === undefined ? undefined : subject[field.name];
  return typeof value === "string" ? value : undefined;
}
