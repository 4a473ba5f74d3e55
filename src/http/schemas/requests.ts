import * as z from "zod";
import {
  address,
  bytes32,
  certificateId,
  dateOrInstant,
  jsonObject,
  level,
  seconds,
  signature,
  statusReason,
  successionKind,
  text,
  uscc,
} from "./values.ts";

// What callers send. The same schemas parse the requests and describe them in /openapi.json.

export const typeCode = z
  .string()
  .regex(/^[0-9A-Z]{1,40}$/)
  .meta({ description: "Code of the certificate type, GB/T 36903", example: "11100000000013338W011" });

export const issueBody = z
  .strictObject({
    type: typeCode,
    subject: jsonObject.meta({ description: "Fields of the certificate, as its type defines them" }),
    validFrom: dateOrInstant.exactOptional().meta({ description: "Default: now" }),
    validUntil: dateOrInstant.exactOptional(),
    supersedes: z
      .strictObject({ id: certificateId, kind: successionKind })
      .exactOptional()
      .meta({ description: "Certificate that this one will supersede: 变更, 补发 or 延续" }),
  })
  .meta({ id: "IssueRequest" });

export const approveBody = z
  .strictObject({
    officer: address,
    approvedAt: seconds,
    signature: signature.meta({ description: "The maker's signature over EIP-712 `Approval` of the draft" }),
  })
  .meta({ id: "Approval" });

export const unmaskBody = z
  .strictObject({ reason: text.meta({ description: "Why, for the journal: at most 200 characters" }) })
  .meta({ id: "UnmaskRequest" });

export const returnBody = z.strictObject({ reason: text }).meta({ id: "ReturnRequest" });

const order = z
  .strictObject({ officer: address, orderedAt: seconds, expectedHead: bytes32, signature })
  .meta({ id: "StatusOrder", description: "The maker's signed EIP-712 `StatusOrder`" });

export const statusBody = z.strictObject({ reason: statusReason, order }).meta({ id: "StatusRequest" });
export const supersedeBody = z
  .strictObject({ reason: statusReason, successor: certificateId, order })
  .meta({ id: "SupersedeRequest" });

export const documentQuery = z.strictObject({
  // A plus that was not escaped is a space in a query.
  languages: z
    .preprocess((text) => (text === "zh en" ? "zh+en" : text), z.enum(["zh", "zh+en"]))
    .default("zh")
    .meta({ description: "Chinese alone, or with English beside it", example: "zh+en" }),
});

export const certificateState = z.enum(["awaiting_approval", "returned", "anchoring", "issued"]);

const page = {
  after: z
    .string()
    .regex(/^[A-Za-z0-9_.~-]{1,512}$/)
    .exactOptional()
    .meta({ description: "`next` of the page before" }),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .pipe(z.int().max(200))
    .exactOptional()
    .meta({ description: "At most 200 items", override: { type: "integer", minimum: 1, maximum: 200 } }),
};

export const pageQuery = z.strictObject(page);
export const listQuery = z.strictObject({
  state: certificateState.exactOptional(),
  type: typeCode.exactOptional(),
  issuer: uscc
    .exactOptional()
    .meta({ description: "Code of a member that the caller's has succeeded; default: its own" }),
  ...page,
});

export const verifyQuery = z.strictObject({
  level: level.exactOptional().meta({ description: "What the verdict must rest on; default online" }),
  asOf: dateOrInstant.exactOptional().meta({
    description: "The instant the verdict is about, default now; a bare date means its end in Asia/Shanghai",
  }),
});

export const certificateQuery = z.strictObject({
  asOf: dateOrInstant.exactOptional().meta({
    description: "Status as it was then, default now; a bare date means its end in Asia/Shanghai",
  }),
});

export const bundleBody = jsonObject.meta({ id: "Bundle", description: "A bundle, as docs/format specifies it" });

export const fileBytes = z
  .custom<Uint8Array>()
  .meta({ description: "A PDF of at most 20 MiB", override: { type: "string", format: "binary" } });

export const fileForm = z
  .strictObject({
    file: fileBytes.meta({
      description: "A PDF or OFD of at most 20 MiB, a seal or a use of one, or a bundle; the only part",
    }),
  })
  .meta({ id: "FileForm" });
