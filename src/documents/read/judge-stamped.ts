import { fromBase64 } from "../../crypto/encoding.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import type { Facts } from "../../proof/facts.ts";
import type { Policy } from "../../proof/policy.ts";
import type { Report } from "../../proof/report.ts";
import { parseSealUse, type SealUseProof } from "../../proof/seal-use.ts";
import type { StampedFile } from "../../proof/stamped-file.ts";
import type { TrustFile } from "../../proof/trust.ts";
import { verifyStamped } from "../../proof/verify-stamped.ts";
import type { SealedFileFault, SealedReading } from "./file.ts";
import { type FoundUse, foundSeal, sealsIn, sealTrust, useLines } from "./judge-seals.ts";
import { sealLines } from "./lines.ts";
import type { ReadOfdSignature } from "./ofd/read.ts";
import type { ReadSeal } from "./seal.ts";
import { sealFindings } from "./ses/check.ts";
import { sesLines } from "./ses/lines.ts";
import type { Seal } from "./ses/seal.ts";
import { coveredBy } from "./ses-range.ts";

/** A file with electronic seals, with what it holds parsed; or why it can't be read. */
export interface OpenedStamped {
  readonly file: StampedFile | null;
  readonly uses: readonly FoundUse[];
  /** Agencies' signatures over it. */
  readonly pades: readonly ReadSeal[];
  /** A seal by itself. */
  readonly seal: Seal | null;
  readonly whole: "pdf.ok" | "ofd.ok" | "seal.ok" | SealedFileFault;
}

const NOTHING = { file: null, uses: [], pades: [], seal: null } as const;

/**
 * Parses what was read from a file. Never throws for what stands in it.
 *
 * @param bytes the file that `reading` is of
 * @param content what a use of a seal by itself is over, where it is at hand
 */
export function openStamped(
  bytes: Uint8Array,
  reading: SealedReading,
  content: Uint8Array | null = null,
): OpenedStamped {
  switch (reading.kind) {
    case "fault":
      return { ...NOTHING, whole: reading.fault };
    case "seal": {
      const file = { content: null, seals: [foundSeal(reading.seal)], proof: "seal.proof_missing" } as const;
      return { ...NOTHING, file, seal: reading.seal, whole: "seal.ok" };
    }
    case "signature": {
      const uses = [{ signature: reading.signature, content, names: true }];
      return { ...NOTHING, ...fileOf(null, uses, null), whole: "seal.ok" };
    }
    case "ofd": {
      const { signatures, listed, proof } = reading.ofd;
      const uses = ofdUses(signatures);
      return { ...NOTHING, ...fileOf({ mediaType: "application/ofd", bytes: listed }, uses, proof), whole: "ofd.ok" };
    }
    case "stamped": {
      const { ses, pades, length, proof } = reading.stamped;
      const uses = ses.map(({ signature, holds, ...range }) => ({
        signature,
        content: coveredBy(bytes, range),
        names: holds,
      }));
      const sealed = { mediaType: "application/pdf", bytes: bytes.subarray(0, length) } as const;
      return { ...NOTHING, ...fileOf(sealed, uses, proof), pades, whole: "pdf.ok" };
    }
  }
}

/** Uses of seals in an OFD; a signature without a seal is none that can be read. */
export const ofdUses = (signatures: readonly ReadOfdSignature[]): readonly FoundUse[] =>
  signatures.map(({ ses, signatureXml }) => ({ signature: ses, content: signatureXml, names: true }));

function fileOf(content: StampedFile["content"], uses: readonly FoundUse[], proof: Uint8Array | null) {
  return { file: { content, seals: sealsIn(uses), proof: proofIn(proof) }, uses };
}

function proofIn(bytes: Uint8Array | null): StampedFile["proof"] {
  if (bytes === null) return "seal.proof_missing";
  try {
    return parseSealUse(bytes);
  } catch (error) {
    if (isYinzhengError(error) && /^(?:json|bundle|text|schema)\./.test(error.code)) return "seal.proof_unreadable";
    throw error;
  }
}

/** The proof that a verifier's own node can be asked about; null: there is none. */
export function stampedProof({ file }: OpenedStamped): SealUseProof | null {
  return file === null || typeof file.proof === "string" ? null : file.proof;
}

/**
 * Judges a file with electronic seals. Pure.
 *
 * @param facts what the verifier's own node said about its proof
 */
export function judgeStamped(
  opened: OpenedStamped,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
): Report {
  return verifyStamped(opened.file, facts, trust, policy, now, linesOf(opened, trust, policy.asOf ?? now));
}

/** Faults of files of which nobody knows whether they were tampered with. */
const UNDECIDED: readonly OpenedStamped["whole"][] = ["ofd.repacked", "ofd.structure", "pdf.foreign"];

function linesOf(opened: OpenedStamped, trust: TrustFile, at: Seconds): readonly Check[] {
  const { uses, pades, seal, whole } = opened;
  const skipped = sealLines([], { issuer: "", authorities: null, anchoredAt: null }).slice(1);
  const proof = stampedProof(opened);
  if (seal !== null) return [fileLine(whole), ...skipped, ...sesLines([sealFindings(seal, at, sealTrust(trust))])];
  const agency =
    pades.length === 0 ? skipped : proof === null ? unproven(opened, trust) : agencyLines(pades, proof, trust);
  const lines = useLines(uses, proof ?? {}, trust, at);
  return [fileLine(whole), ...agency.filter(({ name }) => !lines.some((line) => line.name === name)), ...lines];
}

function fileLine(whole: OpenedStamped["whole"]): Check {
  if (whole === "pdf.ok" || whole === "ofd.ok" || whole === "seal.ok") return check("seal.file", "valid", whole);
  return check("seal.file", UNDECIDED.includes(whole) ? "error" : "invalid", whole);
}

/** As of a document that the member signed. */
function agencyLines(pades: readonly ReadSeal[], proof: SealUseProof, trust: TrustFile): readonly Check[] {
  const network = trust.networks.find(({ registryId }) => registryId === proof.registryId);
  const authorities = network?.documentAuthorities?.map((text) => readCertificate(fromBase64(text))) ?? null;
  return sealLines(pades, { issuer: proof.member.code, authorities, anchoredAt: proof.anchor.time }).slice(1);
}

/** Whose it must be only a proof says; that it holds, and whether an authority that is trusted vouches for it, can be told without. */
function unproven({ pades, uses }: OpenedStamped, trust: TrustFile): readonly Check[] {
  const named = trust.networks.flatMap(({ documentAuthorities = [] }) => documentAuthorities);
  const authorities = named.map((text) => readCertificate(fromBase64(text)));
  const time = uses[0]?.signature?.time;
  const anchoredAt = time !== undefined && "claimed" in time ? time.claimed : null;
  const lines = sealLines(pades, { issuer: "", authorities, anchoredAt }).slice(1);
  return lines.map((line) => (line.name === "seal.signer" ? check("seal.signer", "skipped", "seal.skipped") : line));
}
