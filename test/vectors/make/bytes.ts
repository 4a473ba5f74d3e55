import { ANCHORED, HOUR } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { type Edit, edited, flipped, NOTHING_PROVEN, vector } from "./case.ts";

const more = (value: unknown): number => Number(value) + 1;
const swapped = (value: unknown): string => String(value).replace(/^(.)(.)/u, "$2$1");

/** Every class of bytes of a bundle, by a JSON pointer into it, how it is changed, and what comes of it. */
const CHANGES: readonly (readonly [pointer: string, edit: Edit, expected: string])[] = [
  ["/registryId", flipped, "indeterminate | trust.network trust.unknown_network"],
  ["/representations/0/salt", flipped, "invalid | integrity.document integrity.document_mismatch"],
  ["/representations/0/entry", more, "invalid | integrity.document integrity.document_mismatch"],
  ["/representations/0/mediaType", "application/pdf", "invalid | integrity.document integrity.document_mismatch"],
  [
    "/representations/0/credential/id",
    (id) => String(id).replace("0123456789", "0123456798"),
    "invalid | integrity.document integrity.document_mismatch | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad | issuer.credential issuer.name_mismatch | issuer.identifier issuer.name_mismatch",
  ],
  [
    "/representations/0/credential/issuer",
    "did:web:elsewhere.example:members:11371000004352185C",
    "invalid | integrity.document integrity.document_mismatch | issuer.proof issuer.signature_bad | issuer.credential issuer.name_mismatch",
  ],
  [
    "/representations/0/credential/validFrom",
    "2020-01-02T00:00:00Z",
    "invalid | integrity.document integrity.document_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/validUntil",
    "2099-01-01T00:00:00Z",
    "invalid | integrity.document integrity.document_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/credentialSubject/name",
    swapped,
    "invalid | integrity.document integrity.document_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/credentialSubject/registeredOn",
    "2020-01-02",
    "invalid | integrity.document integrity.document_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/credentialStatus/0/index",
    more,
    "invalid | integrity.document integrity.document_mismatch | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/credentialStatus/1/statusListIndex",
    "8",
    "invalid | integrity.document integrity.document_mismatch | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad | issuer.credential issuer.name_mismatch | issuer.identifier issuer.name_mismatch",
  ],
  [
    "/representations/0/credential/certificateType/version",
    more,
    "invalid | integrity.document integrity.document_mismatch | integrity.type integrity.type_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/relatedResource/0/digestSRI",
    (sri) => String(sri).replace(/(.)=$/, "A="),
    "invalid | integrity.document integrity.document_mismatch | integrity.context integrity.context_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/relatedResource/1/digestSRI",
    (sri) => String(sri).replace(/(.)=$/, "A="),
    "invalid | integrity.document integrity.document_mismatch | integrity.type integrity.type_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/type/1",
    "OtherCredential",
    "invalid | integrity.document integrity.document_mismatch | integrity.type integrity.type_mismatch | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/proof/proofValue",
    (value) => `${String(value).slice(0, -1)}1`,
    "invalid | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/proof/created",
    "2026-11-23T08:00:01Z",
    "invalid | issuer.proof issuer.signature_bad",
  ],
  [
    "/representations/0/credential/proof/verificationMethod",
    flipped,
    "invalid | issuer.proof issuer.none_checked | issuer.key issuer.key_unproven | issuer.key_owner issuer.name_mismatch",
  ],
  [
    "/representations/0/credential/proof/proofPurpose",
    "authentication",
    "invalid | issuer.proof issuer.signature_bad | issuer.proof issuer.suite_missing | issuer.key_owner issuer.name_mismatch",
  ],
  [
    "/representations/0/credential/proof/@context",
    ["https://www.w3.org/ns/credentials/v2"],
    "invalid | issuer.proof issuer.signature_bad",
  ],
  [
    "/manifest/index",
    more,
    "invalid | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch",
  ],
  [
    "/manifest/batchId",
    flipped,
    "invalid | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch",
  ],
  [
    "/manifest/memberId",
    flipped,
    "invalid | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch | issuer.leaf_member issuer.name_mismatch",
  ],
  [
    "/manifest/typeId",
    flipped,
    "invalid | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch | integrity.type integrity.type_mismatch",
  ],
  [
    "/manifest/registryId",
    flipped,
    "invalid | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch",
  ],
  [
    "/manifest/kind",
    "receipt",
    "invalid | integrity.leaf integrity.path_mismatch | integrity.kind integrity.wrong_kind",
  ],
  [
    "/manifest/entries/0/length",
    more,
    "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.path_mismatch",
  ],
  [
    "/manifest/entries/0/value",
    flipped,
    "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.path_mismatch",
  ],
  [
    "/manifest/entries/0/mediaType",
    "application/json",
    "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.path_mismatch",
  ],
  ["/path/0", flipped, "invalid | integrity.leaf integrity.path_mismatch"],
  ["/path", (path) => (path as string[]).slice(1), "invalid | integrity.leaf integrity.path_mismatch"],
  [
    "/anchor/anchor/root",
    flipped,
    "invalid | integrity.leaf integrity.path_mismatch | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/size",
    (size) => Number(size) * 2,
    "invalid | integrity.leaf integrity.path_mismatch | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/hashSuite",
    2,
    "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.hash_suite | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/memberId",
    flipped,
    "invalid | trust.code trust.unproven | integrity.cell integrity.cell_mismatch | issuer.key issuer.key_unproven | issuer.credential issuer.profile_unproven | issuer.anchor_member issuer.name_mismatch | anchor.record anchor.unproven | anchor.log anchor.log_mismatch | anchor.member anchor.member_unproven | anchor.scope anchor.unproven | anchor.officers anchor.signature_bad | status.cell status.unproven | status.history status.history_missing",
  ],
  [
    "/anchor/anchor/typeId",
    flipped,
    "invalid | trust.code trust.unproven | integrity.cell integrity.cell_mismatch | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.scope anchor.unproven | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/batchId",
    flipped,
    "invalid | trust.code trust.unproven | integrity.cell integrity.cell_mismatch | anchor.record anchor.unproven | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad | status.cell status.unproven | status.history status.history_missing",
  ],
  [
    "/anchor/anchor/officerEpoch",
    more,
    "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/deadline",
    more,
    "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  [
    "/anchor/anchor/notBefore",
    more,
    "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  ["/anchor/signatures/0/signature", flipped, "invalid | anchor.officers anchor.signature_bad"],
  [
    "/anchor/signatures/0/signer",
    flipped,
    "invalid | trust.code trust.unproven | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch | anchor.officers anchor.signature_bad",
  ],
  ["/anchor/threshold", 1, "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch"],
  ["/anchor/time", more, "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch"],
  ["/anchor/parentHash", flipped, "invalid | anchor.record anchor.record_mismatch | anchor.log anchor.log_mismatch"],
  ["/anchor/logIndex", 2, "invalid | anchor.log anchor.log_mismatch"],
  ["/log/size", more, "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing"],
  ["/log/root", flipped, "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing"],
  ["/log/path/0", flipped, "invalid | anchor.log anchor.log_mismatch"],
  ["/evidence/header", flipped, "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing"],
  [
    "/evidence/nodes/0",
    flipped,
    `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
  ],
  [
    "/evidence/nodes/3",
    flipped,
    `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
  ],
  [
    "/evidence/accounts/0/address",
    flipped,
    `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
  ],
  [
    "/evidence/accounts/0/slots/0/key",
    flipped,
    `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
  ],
  ["/evidence/accounts/0/slots/0/proof", (proof) => (proof as number[]).slice(0, -1), "error bundle.format"],
  [
    "/checkpoint",
    (note) => String(note).replace("block 40", "block 41"),
    "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
  ],
  ["/statusChanges/0/time", more, "invalid | status.cell status.unproven | status.history status.history_mismatch"],
  [
    "/statusChanges/0/change/reason",
    2,
    "invalid | status.cell status.unproven | status.history status.history_mismatch",
  ],
  ["/member/names/zh", swapped, "invalid | issuer.credential issuer.name_mismatch"],
  [
    "/member/code",
    "12371000MB2854632B",
    "invalid | issuer.credential issuer.name_mismatch | issuer.anchor_member issuer.name_mismatch | issuer.leaf_member issuer.name_mismatch | issuer.identifier issuer.name_mismatch",
  ],
  [
    "/member/issuer",
    "did:web:elsewhere.example:members:11371000004352185C",
    "invalid | issuer.credential issuer.name_mismatch | issuer.key_owner issuer.name_mismatch",
  ],
  ["/keys/0/publicKey", flipped, "indeterminate | issuer.proof issuer.none_checked | issuer.key issuer.key_unproven"],
  [
    "/keys/0/keyId",
    flipped,
    "invalid | trust.code trust.unproven | issuer.proof issuer.none_checked | issuer.key issuer.key_unproven | issuer.key_owner issuer.name_mismatch",
  ],
  [
    "/keys/0/suite",
    "ecdsa-jcs-2019",
    "indeterminate | issuer.proof issuer.none_checked | issuer.key issuer.key_unproven",
  ],
  [
    "/batchSignatures",
    [{ keyId: `0x${"11".repeat(32)}`, suite: "sm2-jcs-2026", signature: "0x00" }],
    "indeterminate | issuer.batch_signature issuer.none_checked | issuer.key issuer.key_unproven",
  ],
  [
    "/contexts/0/document/@context/@vocab",
    "https://elsewhere.example/ns#",
    "indeterminate | integrity.context integrity.context_mismatch",
  ],
  ["/contexts/0/id", "https://elsewhere.example/ns/v1", "indeterminate | integrity.context integrity.context_mismatch"],
  ["/types/0/document/names/zh", "营业执照（副本）", "indeterminate | integrity.type integrity.type_mismatch"],
  ["/types/0/id", "https://elsewhere.example/types/1", "indeterminate | integrity.type integrity.type_mismatch"],
];

/** One change in each class of bytes, of a certificate that was suspended and resumed. */
export async function bytes(): Promise<readonly Vector[]> {
  const world = await paper({
    changes: [
      { to: "suspended", time: ANCHORED + HOUR, reason: "investigation" },
      { to: "active", time: ANCHORED + 2 * HOUR, reason: "lifted" },
    ],
  });
  const named = CHANGES.map(([pointer, edit, expected]) => {
    const name = pointer.slice(1).replaceAll(/[^A-Za-z0-9]+/g, "-");
    const shows = `The value at ${pointer} was changed.`;
    return vector(`changed-${name}`, shows, expected, world, { bundle: edited(world.bundle, pointer, edit) });
  });
  return [vector("valid-resumed", "Suspended and resumed: in force again.", "valid", world), ...named];
}
