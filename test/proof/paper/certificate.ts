import { fromHex } from "../../../src/crypto/encoding.ts";
import type { HashSuite } from "../../../src/domain/anchor.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { credentialOf } from "../../../src/domain/credential.ts";
import { DRAFT_FORMAT, type Draft } from "../../../src/domain/draft.ts";
import { buildIdentifier } from "../../../src/domain/identifier.ts";
import type { Manifest } from "../../../src/domain/manifest.ts";
import type { KeySuite, MemberProfile } from "../../../src/domain/member.ts";
import { issuerId } from "../../../src/domain/profile.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../../src/domain/types/definition.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../../src/proof/bundle.ts";
import { nullifierOf } from "../../../src/proof/claim.ts";
import { addProof } from "../../../src/proof/data-integrity.ts";
import { jcsBytes, memberIdOf, typeIdOf } from "../../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../../src/proof/leaf.ts";
import { position } from "../../../src/proof/list-position.ts";
import { contextResource, pinned, typeResource } from "../../../src/service/resources.ts";
import { digest, issuerKey } from "./keys.ts";

const CODE = "11371000004352185C";
export const PROFILE: MemberProfile = {
  format: "yinzheng-member/1",
  code: CODE,
  names: { zh: "威海市行政审批服务局", en: "Weihai Approval Bureau" },
  issuer: issuerId("demo.yinzheng.example", CODE),
};
export const MEMBER_ID = memberIdOf(CODE);
/** A type of which each certificate can be used once. */
export const CLAIMABLE: TypeDefinition = { ...BUSINESS_LICENCE, claimable: true };
export const TYPE_ID = typeIdOf(BUSINESS_LICENCE.code);

export const LIST_ID = "11".repeat(16);
export const LIST_URL = `https://demo.yinzheng.example/v1/status-lists/${LIST_ID}`;
/** The place of a batch of this size in the status list of member and type: another batch is before it, if there is room. */
export function listPlace(size: number) {
  const key: Hex = `0x${"22".repeat(16)}`;
  return size <= 4 ** 8 ? { key, cells: 4 ** 9, offset: 16 } : { key, cells: 4 ** 10, offset: 0 };
}

/** A business licence's. */
export const SUBJECT: JsonObject = {
  unifiedSocialCreditCode: "91371000163094814Q",
  name: "环翠区葛󠄀记面馆",
  enterpriseType: "个体工商户",
  legalRepresentative: "葛󠄀某",
  establishedOn: "2020-01-01",
  address: "山东省威海市环翠区",
  businessScope: "餐饮服务",
  registrationAuthority: "威海市行政审批服务局",
  registeredOn: "2020-01-01",
};

/** How a certificate on paper may differ from an ordinary one. */
export interface CertificateOptions {
  readonly registryId: Hex;
  readonly owner: string;
  readonly batchId: Hex;
  readonly index: number;
  readonly size: number;
  readonly suite: HashSuite;
  readonly kind: Manifest["kind"];
  readonly draft: Partial<Draft>;
  readonly type: TypeDefinition;
  /** Of the cell; another than the type's where the two should not agree. */
  readonly typeId: Hex;
  /** Suites of the proofs, a key for each. */
  readonly proofs: readonly KeySuite[];
  /** Suites of the signatures over the batch, a key for each. */
  readonly batchProofs: readonly KeySuite[];
  /** The place in the status list that the certificate names, where it is not the one its cell has. */
  readonly position?: number;
  /** A last touch to the signed credential, before it is hashed: its proofs. */
  readonly touch: (credential: JsonObject) => JsonObject;
}

/** One certificate in its batch tree, signed by the issuer's key. */
export async function certificate(options: CertificateOptions) {
  const { registryId, batchId, index, suite, size, typeId } = options;
  const type = options.type;
  const list = listPlace(size);
  const draft: Draft = {
    format: DRAFT_FORMAT,
    identifier: buildIdentifier({ typeCode: type.code, issuerCode: CODE, serial: "0123456789ABCDEFGHIJ", version: 1 }),
    registryId,
    memberId: MEMBER_ID,
    typeId,
    typeVersion: type.version,
    subject: SUBJECT,
    validFrom: "2020-01-01T00:00:00Z",
    ...(type.claimable === true ? { claimSecret: digest("claim secret") } : {}),
    ...options.draft,
  };
  const secret = type.claimable === true ? draft.claimSecret : undefined;
  const unsigned = credentialOf(draft, {
    profile: PROFILE,
    type,
    cell: { batchId, index },
    statusList: { url: LIST_URL, position: options.position ?? position(list, list.offset + index) },
    context: pinned(contextResource()),
    typeDefinition: pinned(typeResource(type)),
  });
  const keys = options.proofs.map((name) => issuerKey(options.owner, name));
  let signed = unsigned as unknown as JsonObject;
  for (const { suite: by, key, sign } of keys) {
    const verificationMethod = `${PROFILE.issuer}#${key.keyId}`;
    signed = await addProof(signed, { suite: by, verificationMethod, created: "2026-11-23T08:00:00Z", sign });
  }
  const credential = options.touch(signed);
  const { proof: _, ...document } = credential;
  const salt: Hex = `0x${"5a".repeat(16)}`;
  const cell = { registryId, memberId: MEMBER_ID, typeId, batchId };
  const manifest: Manifest = {
    format: "yinzheng-manifest/1",
    ...cell,
    kind: options.kind,
    index,
    entries: [entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(document), fromHex(salt), suite)],
  };
  const leaves = new Map([[index, leafOf(manifest, suite)]]);
  const tree = batchTree({ size, suite, leaves, voidLeaf: voidLeaf(cell, digest("void"), suite) });
  return {
    keys: keys.map(({ key }) => key),
    nullifier: secret === undefined ? null : nullifierOf(registryId, secret),
    manifest,
    root: tree.root,
    path: tree.path(index),
    representation: { mediaType: CREDENTIAL_MEDIA_TYPE, entry: 0, salt, credential },
    contexts: [contextResource()],
    types: [typeResource(type)],
  };
}
