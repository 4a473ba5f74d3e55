import * as z from "zod";
import { BATCH_STATES } from "../../service/import/batches.ts";
import { ENCODINGS, IMPORT_FORMATS, IMPORT_LIMITS, IMPORT_MODES } from "../../service/import/rows.ts";
import { typeCode } from "./requests.ts";
import { address, bilingual, bytes32, seconds, signature, text, uint32 } from "./values.ts";

// Imports: what callers send, and what is answered.

export const batchId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: "Id of the import" });

export const importQuery = z.strictObject({
  type: typeCode,
  mode: z
    .enum(IMPORT_MODES)
    .exactOptional()
    .meta({ description: "`atomic` (default): one bad row and nothing is drafted; `partial`: the good rows are" }),
  batchKey: text.exactOptional().meta({
    description: "Names the import among the member's own; the Idempotency-Key where absent",
  }),
  preview: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .exactOptional()
    .meta({ description: "Judge every row and write nothing", override: { type: "boolean" } }),
});

export const sheetBody = z.string().meta({
  description: `At most ${IMPORT_LIMITS.rows} rows and ${IMPORT_LIMITS.bytes} bytes; columns as the type's template has them`,
});
export const linesBody = z.string().meta({
  description: "On each line what POST /v1/certificates takes, without `type`",
});

export const batchApproveBody = z
  .strictObject({
    officer: address,
    approvedAt: seconds,
    draftsRoot: bytes32,
    count: uint32,
    signature: signature.meta({ description: "The maker's signature over EIP-712 `BatchApproval`" }),
  })
  .meta({ id: "BatchApproval" });

const type = z.strictObject({ code: z.string(), names: bilingual });
const encoding = z.enum(ENCODINGS).meta({ description: "The one that was taken" });

export const batchView = z
  .strictObject({
    id: batchId,
    type,
    mode: z.enum(IMPORT_MODES),
    key: z.string(),
    format: z.enum(IMPORT_FORMATS),
    encoding,
    state: z.enum(BATCH_STATES),
    receivedAt: seconds,
    rows: z
      .strictObject({ total: z.int(), good: z.int().nullable(), bad: z.int().nullable() })
      .meta({ description: "good and bad are null until every row was judged" }),
    drafts: z
      .strictObject({ draftsRoot: bytes32, count: z.int() })
      .nullable()
      .meta({ description: "What a maker approves; null until everything is drafted" }),
    batchId: bytes32.nullable().meta({ description: "The batch on chain" }),
    issued: z.int(),
    returned: z.strictObject({ reason: z.string(), at: seconds }).exactOptional(),
    failure: z.strictObject({ code: z.string(), checks: z.array(z.string()) }).exactOptional(),
    progress: z
      .strictObject({ step: z.enum(["checking", "drafting", "placing", "signing", "proving"]), done: z.int() })
      .exactOptional(),
  })
  .meta({ id: "Batch", description: "An import: many certificates of one type, from one file into one anchor" });

export const batchPage = z
  .strictObject({ items: z.array(batchView), next: z.string().exactOptional() })
  .meta({ id: "BatchPage" });

export const preview = z
  .strictObject({
    type,
    encoding,
    rows: z.strictObject({ total: z.int(), good: z.int(), bad: z.int() }),
    refused: z.boolean().meta({ description: "Nothing would be drafted" }),
    faults: z
      .array(
        z.strictObject({
          row: z.int(),
          field: z.string(),
          code: z.string(),
          expected: z.string().exactOptional(),
        }),
      )
      .max(10_000),
  })
  .meta({ id: "BatchPreview" });
