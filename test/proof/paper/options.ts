import type { Anchor } from "../../../src/domain/anchor.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { OfficerRole } from "../../../src/domain/member.ts";
import type { CellRef, CellState, StatusReason } from "../../../src/domain/status.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import type { Facts, NodeFacts } from "../../../src/proof/facts.ts";
import type { TrustedNetwork, TrustFile } from "../../../src/proof/trust.ts";
import type { CertificateOptions } from "./certificate.ts";
import { digest } from "./keys.ts";
import type { PaperState } from "./state.ts";
import type { keyWord, memberWord, Term } from "./words.ts";

export const HOUR: Seconds = 3600;
export const DAY: Seconds = 24 * HOUR;
/** When the council admitted the member. */
export const FOUNDED: Seconds = Date.UTC(2026, 10, 1) / 1000;
export const ANCHORED: Seconds = Date.UTC(2026, 10, 23, 8) / 1000;
/** Time of the block of the bundle's evidence. */
export const CAPTURED: Seconds = ANCHORED + 2 * DAY;
export const NOW: Seconds = CAPTURED + HOUR;
export const MAX_STATUS_AGE: Seconds = 7 * DAY;

export const REGISTRY_ID = digest("registry");
export const BATCH_ID = digest("batch");
export const NOTHING: Hex = `0x${"00".repeat(32)}`;

/** A change of the certificate's own status; `fields` spoil it. */
export interface PaperChange {
  readonly to: CellState;
  readonly time: Seconds;
  readonly reason?: StatusReason;
  readonly successor?: CellRef;
  readonly index?: number;
  readonly fields?: object;
}

/** How a world on paper differs from one in which everything is as it should be. */
export interface PaperOptions extends Partial<CertificateOptions> {
  /** Whose secrets: a stranger's world differs in nothing else. */
  readonly owner?: string;
  readonly anchor?: Partial<Anchor>;
  readonly record?: Partial<Pick<Bundle["anchor"], "threshold" | "time" | "logIndex">>;
  /** Who signs the anchor. */
  readonly signers?: readonly string[];
  readonly changes?: readonly PaperChange[];
  readonly words?: PaperWords;
  readonly block?: { readonly number: number; readonly time: Seconds };
  /** Who is in the trust file, and who co-signs. */
  readonly witnesses?: readonly string[];
  readonly cosigners?: readonly string[];
  readonly quorum?: number;
}

/** Terms of what the member holds; what is not given is good for ever. */
export interface PaperWords {
  readonly member?: Partial<Parameters<typeof memberWord>[0]>;
  readonly maker?: Partial<Term>;
  readonly checker?: Partial<Term>;
  /** What the two officers are, where they are not what they are called. */
  readonly roles?: { readonly maker?: OfficerRole | null; readonly checker?: OfficerRole | null };
  /** The maker may sign for this type only within this term. */
  readonly makerLimit?: Term;
  readonly scope?: Partial<Term>;
  readonly key?: Partial<Term>;
  readonly keyIs?: Partial<Parameters<typeof keyWord>[1]>;
  readonly batchKey?: Partial<Term>;
  readonly batchKeyIs?: Partial<Parameters<typeof keyWord>[1]>;
  readonly record?: Hex;
  readonly statusWord?: bigint;
  readonly statusHead?: Hex;
  readonly codeHash?: Hex;
  /** Of a certificate of a claimable type. */
  readonly claim?: { readonly commitment: Hex; readonly time: Seconds };
}

export interface Paper {
  readonly bundle: Bundle;
  readonly trust: TrustFile;
  readonly network: TrustedNetwork;
  readonly state: PaperState;
  /** What the verifier's own node says; `options` are what happened after the bundle's block. */
  node(options?: NodeOptions): Facts;
}

export interface NodeOptions {
  readonly changes?: readonly PaperChange[];
  readonly words?: PaperWords;
  readonly block?: { readonly number: number; readonly time: Seconds };
  readonly facts?: Partial<NodeFacts>;
}
