import * as z from "zod";
import { CHECK_RESULTS, VERDICTS } from "../../domain/checks.ts";
import { CELL_STATES } from "../../domain/status.ts";
import { certificateState } from "./requests.ts";
import {
  address,
  bilingual,
  bytes32,
  cellState,
  certificateId,
  jsonObject,
  level,
  seconds,
  statusReason,
  successionKind,
  uint32,
} from "./values.ts";

// What the service answers: for /openapi.json, and for tests that hold answers against it.

export const memberProfile = z
  .strictObject({ format: z.literal("yinzheng-member/1"), code: z.string(), names: bilingual, issuer: z.string() })
  .meta({ id: "MemberProfile" });

const publicFields = {
  id: certificateId,
  type: z.strictObject({ code: z.string(), names: bilingual }),
  issuer: memberProfile,
  state: certificateState,
  status: cellState.nullable().meta({ description: "null until anchored; with `asOf`, as it was then" }),
  asOf: z
    .strictObject({
      time: seconds.meta({ description: "The instant asked about; of a day that has not ended, now" }),
      anchoredAt: seconds.nullable().meta({ description: "Block time; null until anchored" }),
      state: z.enum(["before_anchor", ...CELL_STATES]),
      since: seconds
        .nullable()
        .meta({ description: "Block time of the change that led there; 0 = from the beginning" }),
      reason: statusReason.nullable(),
      changedThatDay: z.boolean().exactOptional().meta({ description: "Only where a bare date was asked about" }),
    })
    .exactOptional()
    .meta({ description: "Only where `asOf` was asked for" }),
};

export const publicCertificate = z
  .strictObject(publicFields)
  .meta({ id: "PublicCertificate", description: "What anyone may know: no field of the certificate" });

const replaced = z
  .strictObject({ memberId: bytes32, batchId: bytes32, index: uint32, kind: successionKind })
  .meta({ description: "The cell of the version before it, and how this one takes its place" });

const version = z.strictObject({ id: certificateId, kind: successionKind });

export const certificateView = z
  .strictObject({
    ...publicFields,
    draft: jsonObject.meta({ description: "What a maker signs; where `masked`, without names and numbers" }),
    masked: z.boolean(),
    draftDigest: bytes32.meta({ description: "`Approval.draft`" }),
    draftedAt: seconds,
    cell: z.strictObject({ memberId: bytes32, batchId: bytes32, index: uint32 }).nullable(),
    statusHead: bytes32.nullable().meta({ description: "`StatusOrder.expectedHead` of the next order" }),
    returned: z.strictObject({ reason: z.string(), at: seconds }).exactOptional(),
    predecessor: version.exactOptional().meta({ description: "The version before this one" }),
    successor: version.exactOptional().meta({ description: "The version that took its place" }),
  })
  .meta({ id: "Certificate", description: "What its issuer sees" });

const statusListId = z.string().regex(/^[0-9a-f]{32}$/);
const statusListSummary = z
  .strictObject({
    id: statusListId,
    memberId: bytes32,
    typeId: bytes32,
    block: z.int().min(0).meta({ description: "The list is as of this block" }),
    time: seconds.meta({ description: "Time of that block" }),
  })
  .meta({ id: "StatusList" });
export const statusListPage = z.strictObject({ items: z.array(statusListSummary) });
export const statusListPath = z.object({ id: statusListId });
export const statusListBlockPath = z.object({ id: statusListId, block: z.string().regex(/^(?:0|[1-9]\d{0,15})$/) });

export const didDocument = z
  .strictObject({
    "@context": z.array(z.url()),
    id: z.string(),
    verificationMethod: z.array(
      z.strictObject({
        id: z.string(),
        type: z.literal("Multikey"),
        controller: z.string(),
        publicKeyMultibase: z.string(),
      }),
    ),
    assertionMethod: z.array(z.string()),
  })
  .meta({ id: "DidDocument", description: "W3C DID 1.0, method did:web" });

export const certificatePage = z
  .strictObject({
    items: z.array(certificateView),
    next: z.string().exactOptional().meta({ description: "Opaque; absent on the last page" }),
  })
  .meta({ id: "CertificatePage" });

export const claimView = z
  .strictObject({
    certificate: certificateId,
    type: z.string().meta({ description: "Code of the certificate type" }),
    nullifier: address.meta({ description: "What stands on chain in the certificate's place" }),
    commitment: bytes32.meta({ description: "What stands on chain in the claimer's place" }),
    opening: z
      .strictObject({ memberId: bytes32, random: bytes32 })
      .meta({ description: "Opens the commitment: whoever is shown it learns that the claim is this member's" }),
    state: z.enum(["pending", "made", "refused"]),
    orderedAt: seconds,
    block: z.int().nullable(),
    time: seconds.nullable().meta({ description: "Block time; null until it is made" }),
  })
  .meta({ id: "Claim" });

export const claimPage = z
  .strictObject({
    items: z.array(claimView),
    next: z.string().exactOptional().meta({ description: "Opaque; absent on the last page" }),
  })
  .meta({ id: "ClaimPage" });

export const statusResult = z
  .strictObject({ id: certificateId, status: cellState, block: z.int(), time: seconds })
  .meta({ id: "StatusResult" });

const check = z.strictObject({
  family: z.string(),
  name: z.string(),
  result: z.enum(CHECK_RESULTS),
  code: z.string(),
  message: bilingual,
  detail: z.json().exactOptional(),
});

export const report = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    level,
    asOf: z.strictObject({ block: z.int().nullable(), known: seconds.nullable(), time: seconds }),
    trust: bytes32.meta({ description: "SHA-256 of the trust file" }),
    vouchedBy: z.array(z.string()),
    certificate: z
      .strictObject({ id: z.string(), type: bilingual, issuer: bilingual, replaces: replaced.exactOptional() })
      .nullable(),
    stamped: z
      .strictObject({
        member: z.strictObject({ code: z.string(), names: bilingual }).nullable(),
        seals: z.array(z.strictObject({ code: z.string(), name: z.string() })),
        usedAt: seconds.nullable(),
      })
      .exactOptional()
      .meta({
        description: "Of a file with electronic seals that stands for no certificate: what was stamped, as it says",
      }),
    checks: z.array(check),
  })
  .meta({ id: "Report" });

export const memberList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        memberId: bytes32,
        profile: memberProfile,
        types: z.array(z.string()),
        frozen: z.boolean(),
        officerEpoch: z.int(),
        closed: z.boolean().meta({ description: "Abolished: it anchors nothing any more" }),
        successor: bytes32.nullable().meta({ description: "Who acts for its certificates since" }),
      }),
    ),
  })
  .meta({ id: "MemberList" });

export const health = z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" });

export const readiness = z
  .strictObject({
    ready: z.boolean(),
    chain: z.strictObject({ reachable: z.boolean(), block: z.int().exactOptional(), time: seconds.exactOptional() }),
    journal: z.strictObject({ seq: z.int() }),
    signers: z.array(z.strictObject({ member: bytes32, name: z.string(), reachable: z.boolean() })),
  })
  .meta({ id: "Readiness" });

const fault = z.strictObject({
  code: z.string(),
  title: z.string(),
  pointer: z.string().exactOptional().meta({ description: "JSON pointer into the body (RFC 6901)" }),
  parameter: z.string().exactOptional().meta({ description: "Name of a query parameter" }),
  expected: z.string().exactOptional(),
});

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string().meta({ description: "For people, zh or en by Accept-Language" }),
    status: z.int(),
    code: z.string().meta({ description: "Stable; docs/errors.md explains each" }),
    instance: z.string(),
    errors: z.array(fault).exactOptional(),
    context: jsonObject.exactOptional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

export const documentState = z
  .strictObject({
    id: z.string().meta({ description: "Of the certificate, or of the copy" }),
    state: z.enum(["sealing", "anchoring"]).meta({ description: "Made and signed, or put on chain by the officers" }),
  })
  .meta({ id: "DocumentState" });

export const ofdFile = z.string().meta({ format: "binary", description: "An OFD, sealed (GB/T 38540)" });
export const pdfFile = z.string().meta({ format: "binary", description: "A PDF, sealed (PAdES)" });
