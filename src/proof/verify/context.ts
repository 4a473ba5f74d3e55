import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Check } from "../../domain/checks.ts";
import type { StatusEvent } from "../../domain/status.ts";
import type { Bundle } from "../bundle.ts";
import type { Facts, LogHead } from "../facts.ts";
import type { Policy } from "../policy.ts";
import type { Following, TrustedNetwork, TrustFile } from "../trust.ts";
import type { ProvenState } from "./state.ts";

/** What stands on chain under one anchor, with what is to prove it: a certificate's, or a document's. */
export type Anchored = Pick<
  Bundle,
  "registryId" | "anchor" | "log" | "evidence" | "checkpoint" | "keys" | "statusChanges" | "continued"
>;

/** What the state of one anchor follows from. */
export interface Inquiry {
  readonly bundle: Anchored;
  readonly facts: Facts;
  readonly trust: TrustFile;
  readonly network: TrustedNetwork;
  /** What continues that network, where it has moved house. */
  readonly following: Following | null;
  readonly policy: Policy;
  /** Of a claimable certificate. */
  readonly nullifier: Hex | null;
}

/** What one verification looks at. */
export interface Question extends Inquiry {
  readonly bundle: Bundle;
  /** The instant the verdict is about. */
  readonly at: Seconds;
  readonly now: Seconds;
  /** JCS bytes of the credential without its proofs. */
  readonly document: Uint8Array;
  /** JCS bytes of the manifest. */
  readonly manifest: Uint8Array;
}

/** One proven state, and the status changes of the batch that are said to have led to it. */
export interface Witnessed {
  readonly state: ProvenState;
  readonly changes: readonly StatusEvent[];
}

/** What the evidence establishes, after the trust checks; null: nothing that this verifier believes. */
export interface Established {
  readonly checks: readonly Check[];
  /** States that must both bear the bundle out: that of its own evidence and, online, that of the node's head. */
  readonly states: readonly Witnessed[];
  /** The state that answers: the node's online, the bundle's own otherwise. */
  readonly latest: ProvenState | null;
  /** The network that it is of: the certificate's own, or the one that continues it. */
  readonly answering: TrustedNetwork;
  /** Status changes that go with `latest`. */
  readonly changes: readonly StatusEvent[];
  /** The log as vouched for at the bundle's block; null: nobody vouches for it. */
  readonly log: LogHead | null;
  readonly vouchedBy: readonly string[];
}
