import * as z from "zod";
import { USES } from "../../service/copies/copies.ts";
import { publicCertificate } from "./answers.ts";
import { typeCode } from "./requests.ts";
import { bilingual, bytes32, cellState, certificateId, dateOrInstant, seconds, text, uscc } from "./values.ts";

// Copies for one purpose, and departments that fetch them: what callers send, and what they are answered.

const languages = z
  .enum(["zh", "zh+en"])
  .default("zh")
  .meta({ description: "Chinese alone, or with English beside it" });

export const copyBody = z
  .strictObject({
    purpose: text.meta({ description: "What for, in words that stand on every page: at most 200 characters" }),
    audience: text.exactOptional().meta({ description: "For whom: at most 200 characters" }),
    validUntil: dateOrInstant.meta({
      description: "The last second in which it may be relied on; a bare date means its end in Asia/Shanghai",
    }),
    languages,
    reason: text.meta({ description: "Why, for the journal: at most 200 characters" }),
  })
  .meta({ id: "CopyRequest" });

export const copyView = z
  .strictObject({
    id: z.string(),
    certificate: certificateId,
    state: z.enum(["sealing", "anchoring", "issued"]).meta({ description: "`issued`: its file is there" }),
    languages: z.enum(["zh", "zh+en"]),
    purpose: z.string(),
    audience: z.string().nullable(),
    validUntil: z.string().meta({ description: "RFC 3339, UTC" }),
    reason: z.string(),
    orderedAt: seconds,
  })
  .meta({ id: "Copy", description: "A copy for one purpose (加注件)" });

const use = z
  .strictObject({
    what: z.enum(USES),
    at: seconds,
    by: z.strictObject({ memberId: bytes32, subject: z.string() }).meta({ description: "Member, and who of it" }),
    reason: z.string(),
    copy: z
      .strictObject({
        id: z.string(),
        purpose: z.string(),
        audience: z.string().nullable(),
        validUntil: z.string(),
      })
      .nullable(),
  })
  .meta({ id: "Use", description: "Who asked about the certificate, when and why" });

export const usePage = z
  .strictObject({
    items: z.array(use),
    next: z.string().exactOptional().meta({ description: "Opaque; absent on the last page" }),
  })
  .meta({ id: "UsePage" });

const holder = {
  holderCode: z.string().min(1).max(40).meta({ description: "Exactly as it stands in the certificate (CZZTDM)" }),
  holderTypeCode: z
    .string()
    .regex(/^\d{3}$/)
    .meta({ description: "GB/T 36903 annex A: 001 unified social credit code, 111 citizen's identity number" }),
  useCause: text.meta({ description: "What for, in words for the journal and the holder: at most 200 characters" }),
};

export const soughtBody = z
  .strictObject({
    ...holder,
    certTypeCode: typeCode,
    certNo: z
      .string()
      .min(1)
      .max(100)
      .exactOptional()
      .meta({ description: "Number that the certificate bears (ZZBH)" }),
  })
  .meta({ id: "SharedQuery" });

const id = certificateId.meta({ description: "Identifier; whoever names it must know whose it is, too" });
export const namedBody = z.strictObject({ id, ...holder }).meta({ id: "SharedCertificate" });
export const sharedCopyBody = z.strictObject({ id, ...holder, languages }).meta({ id: "SharedCopyRequest" });

export const foundCertificates = z
  .strictObject({ items: z.array(publicCertificate).meta({ description: "Newest first, at most 50" }) })
  .meta({ id: "SharedCertificates" });

const instant = z.string().meta({ description: "RFC 3339, UTC" });
export const metadataView = z
  .strictObject({
    ZZMC: z.string().meta({ description: "Name of the type" }),
    ZZLXDM: typeCode,
    ZZBS: certificateId,
    ZZBFJG: z.string().meta({ description: "Name of the issuer" }),
    ZZBFJGDM: uscc,
    CZZTDM: z.string().meta({ description: "As the caller said it" }),
    CZZTDMLXDM: z.string(),
    ZZYXQQSRQ: instant,
    ZZYXQJZRQ: instant.nullable(),
    status: cellState,
    names: bilingual,
  })
  .meta({ id: "SharedMetadata", description: "By the names of GB/T 36903; no field of the certificate" });
