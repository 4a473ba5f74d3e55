import { toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { formatInstant } from "../../../src/domain/dates.ts";
import { bundleText } from "../../../src/proof/build.ts";
import type { Facts } from "../../../src/proof/facts.ts";
import type { Policy } from "../../../src/proof/policy.ts";
import { type RepresentationProof, representationText } from "../../../src/proof/representation.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { type DocumentOptions, paperDocument } from "../../proof/paper/document.ts";
import { HOUR, NOW, type Paper } from "../../proof/paper/options.ts";
import type { DocumentVector } from "../document-vectors.ts";
import { expectedOf } from "./case.ts";

/** How a question about a document differs from the plain one: its own proof, archival, now. */
export interface Asking extends Partial<Policy> {
  readonly sealed?: Uint8Array;
  /** The text of a proof, or none at all. */
  readonly proof?: RepresentationProof | string | null;
  readonly trust?: TrustFile;
  readonly facts?: Facts;
  readonly now?: number;
}

export const LIMITS = { purpose: "贷款", audience: "威海银行", validUntil: formatInstant(NOW + HOUR) } as const;

/** One vector; `expected` as in `vector`. */
export function documentVector(
  name: string,
  shows: string,
  expected: string,
  world: Paper,
  options: DocumentOptions = {},
  asking: Asking = {},
): DocumentVector {
  const own = paperDocument(world, options);
  const { sealed = own.document.sealed, trust = world.trust, facts, now = NOW, level = "archival", ...rest } = asking;
  const { proof = own.proof, ...policy } = rest;
  const text = proof === null || typeof proof === "string" ? proof : representationText(proof);
  const told = facts ?? (level === "online" ? own.node() : null);
  return {
    name,
    shows,
    sealed: toBase64(sealed),
    certificate: toBase64(utf8(bundleText(world.bundle))),
    proof: text === null ? null : toBase64(utf8(text)),
    trust: trust as unknown as JsonObject,
    policy: { level, ...policy },
    facts: told === null ? null : { node: told.node, representation: told.representation ?? null },
    now,
    expected: expectedOf(expected),
  };
}
