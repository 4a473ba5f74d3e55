import type { Hex, Seconds } from "./bytes.ts";
import type { CertificateIdentifier } from "./identifier.ts";
import type { JsonObject } from "./json-value.ts";
import type { Succession } from "./succession.ts";

/** The cell a certificate stands in for ever (design §3.2), as the first entry of `credentialStatus`. */
export type CellStatusEntry = {
  readonly type: "YinzhengCell";
  readonly registryId: Hex;
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly batchId: Hex;
  readonly index: number;
};

/** What the two bits of a cell are called in a status list, the first one first (docs/format/status-list.md). */
export const LIST_PURPOSES = ["revocation", "suspension"] as const;
/** One of LIST_PURPOSES. */
export type ListPurpose = (typeof LIST_PURPOSES)[number];

/** W3C Bitstring Status List v1.0 §2.1, as the second entry for revocation, as the third for suspension. */
export type ListStatusEntry<P extends ListPurpose = ListPurpose> = {
  readonly id: string;
  readonly type: "BitstringStatusListEntry";
  readonly statusPurpose: P;
  /** A decimal in a string, as the standard has it. */
  readonly statusListIndex: string;
  readonly statusListCredential: string;
};

/** VC Data Model 2.0 §5.3: a document pinned by its digest. */
export type PinnedResource = {
  readonly id: string;
  /** Subresource integrity: `sha256-` and base64 of the SHA-256 of the document's JCS bytes. */
  readonly digestSRI: string;
};

/** A certificate as a W3C Verifiable Credential 2.0, without `proof`: what is hashed into the leaf is its JCS form. */
export type Credential = {
  readonly "@context": readonly [string, string];
  /** `urn:oid:` and the GB/T 36904 identifier. */
  readonly id: string;
  readonly type: readonly ["VerifiableCredential", string];
  readonly issuer: string;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly certificateType: { readonly code: string; readonly version: number };
  readonly credentialSubject: JsonObject;
  readonly credentialStatus: readonly [CellStatusEntry, ListStatusEntry<"revocation">, ListStatusEntry<"suspension">];
  /** Our context, then the type definition. */
  readonly relatedResource: readonly [PinnedResource, PinnedResource];
  /** The cell of the certificate whose place this one takes, and how. */
  readonly replaces?: Readonly<Succession>;
  /** 32 bytes, where the type is claimable: what the certificate's claim key is derived from. */
  readonly claimSecret?: Hex;
};

/** A credential read from outside. What it claims is not verified: not signed, not anchored, not its own type's. */
export interface CredentialView {
  /** Exactly what came, without `proof`. */
  readonly credential: Credential;
  /** Data Integrity proofs as they came, at most 8. */
  readonly proofs: readonly JsonObject[];
  readonly identifier: CertificateIdentifier;
  readonly issuer: string;
  readonly certificateType: { readonly code: string; readonly version: number };
  readonly subject: JsonObject;
  readonly validFrom: Seconds;
  /** The last second of validity; null = no end. */
  readonly validUntil: Seconds | null;
  readonly cell: Omit<CellStatusEntry, "type">;
  /** The position counts pairs of bits: those of cell p are 2p, revocation, and 2p + 1, suspension. */
  readonly statusList: { readonly url: string; readonly position: number };
  readonly context: PinnedResource;
  readonly typeDefinition: PinnedResource;
  readonly replaces: Succession | null;
  readonly claimSecret: Hex | null;
}

/** Before every certificate identifier in a credential's `id`. */
export const ID_PREFIX = "urn:oid:";
