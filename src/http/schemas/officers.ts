import * as z from "zod";
import { address, bytes16, bytes32, jsonObject, seconds, signature, uint32 } from "./values.ts";

// What service, signers and witnesses say to each other. Fields are those of the EIP-712 types in domain/eip712.ts.

const uint16 = z.int().min(0).max(0xffff);
const uint8 = z.int().min(0).max(0xff);
const cell = z.strictObject({ memberId: bytes32, batchId: bytes32, index: uint32 });

export const anchor = z.strictObject({
  memberId: bytes32,
  officerEpoch: uint32,
  batchId: bytes32,
  root: bytes32,
  size: uint32,
  hashSuite: uint8,
  typeId: bytes32,
  notBefore: seconds,
  deadline: seconds,
});

const approval = z.strictObject({ memberId: bytes32, typeId: bytes32, draft: bytes32, approvedAt: seconds });

export const statusOrder = z.strictObject({
  memberId: bytes32,
  batchId: bytes32,
  index: uint32,
  to: uint8,
  reason: uint16,
  successor: cell,
  expectedHead: bytes32,
  orderedAt: seconds,
});

const sharedApproval = z.strictObject({
  batch: z.strictObject({
    approval: z.strictObject({
      memberId: bytes32,
      typeId: bytes32,
      draftsRoot: bytes32,
      count: uint32,
      approvedAt: seconds,
    }),
    officer: address,
    signature,
  }),
  place: z.strictObject({ index: uint32, path: z.array(bytes32).max(32) }),
});

export const batchDocument = z.strictObject({
  index: uint32,
  draft: jsonObject,
  approval: z.union([z.strictObject({ approval, officer: address, signature }), sharedApproval]),
  credential: jsonObject,
  salt: bytes16,
});

const representationLimits = z.strictObject({
  purpose: z.string(),
  audience: z.string().exactOptional(),
  validUntil: z.string(),
});

export const batchRepresentation = z.strictObject({
  index: uint32,
  sealed: z.base64(),
  bundle: z.string(),
  languages: z.enum(["zh", "zh+en"]),
  carrier: z.enum(["pdf", "ofd"]).exactOptional(),
  limits: representationLimits.exactOptional(),
  sealedAt: seconds,
  salt: bytes16,
});

/** A line of what a signer is shown, behind the first. */
export const shown = z.union([batchDocument, batchRepresentation]);

/** First line of what a signer is shown; the others are documents. */
export const anchorHead = z.strictObject({ anchor, voidValue: bytes16 });

const change = z.strictObject({
  memberId: bytes32,
  actingMemberId: bytes32,
  officerEpoch: uint32,
  batchId: bytes32,
  ranges: z.array(z.strictObject({ first: uint32, count: uint32 })),
  to: uint8,
  reason: uint16,
  successor: cell,
  expectedHead: bytes32,
  notBefore: seconds,
  deadline: seconds,
});

const signedOrder = z.strictObject({ order: statusOrder, officer: address, signature });

export const statusRequest = z.strictObject({
  change,
  orders: z.array(signedOrder),
  successor: jsonObject.exactOptional(),
});
export const approveRequest = z.strictObject({ draft: jsonObject });

export const officerSignature = z.strictObject({ signer: address, signature });

export const compromiseReport = z.strictObject({
  memberId: bytes32,
  officerEpoch: uint32,
  subject: bytes32.meta({ description: "A keyId, or an officer's address with zeros before it" }),
  since: seconds.meta({ description: "0: from the block on that takes it" }),
  notBefore: seconds,
  deadline: seconds,
});
export const signedReport = z
  .strictObject({ report: compromiseReport, signatures: z.array(officerSignature).min(1).max(64) })
  .meta({ id: "SignedCompromiseReport" });
export const listsToCosign = z.strictObject({ lists: z.array(jsonObject).min(1).max(64) });
export const cosignedLists = z.strictObject({ notes: z.array(z.string()).max(64) });
export const blockRef = z.strictObject({ number: z.int().min(0), hash: bytes32 });
