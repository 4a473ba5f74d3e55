import { ATTRIBUTE } from "../../crypto/certificate-oids.ts";
import type { Certificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { type Check, type CheckName, check } from "../../domain/checks.ts";
import { isForDocuments, isInForce, leadsTo } from "./chain.ts";
import type { CmsSignature } from "./cms.ts";
import type { DocumentFault } from "./read.ts";
import type { ReadSeal } from "./seal.ts";
import { isVouchedFor } from "./timestamp.ts";

/** What a document's seals are judged by. */
export interface SealQuestion {
  /** Unified social credit code of the member that issued the certificate. */
  readonly issuer: string;
  /** Of the trust file; null: it names none. */
  readonly authorities: readonly Certificate[] | null;
  /** When the document was anchored, as its proof says; null: it has none. */
  readonly anchoredAt: Seconds | null;
}

const NAMES = ["seal.signature", "seal.signer", "seal.chain", "seal.timestamp"] as const;
type SealName = (typeof NAMES)[number];
type SealLines = Readonly<Record<SealName, Check>>;

/** Faults of files of which nobody knows whether they were tampered with. */
const UNDECIDED: readonly DocumentFault[] = ["pdf.foreign", "pdf.resaved", "pdf.printed", "pdf.too_slow"];

/** The lines on a file that can't be read as a document: why, and nothing on its seals. */
export function faultLines(fault: DocumentFault): readonly Check[] {
  const first = check("seal.file", UNDECIDED.includes(fault) ? "error" : "invalid", fault);
  return [first, ...NAMES.map((name) => check(name, "skipped", "seal.skipped"))];
}

/** The lines on a document's seals: one of each name, of the seal that fares worst, which the detail numbers. */
export function sealLines(seals: readonly ReadSeal[], question: SealQuestion): readonly Check[] {
  const judged = seals.map((seal) => linesOf(seal, question));
  return [check("seal.file", "valid", "pdf.ok"), ...NAMES.map((name) => worst(name, judged))];
}

const RANKS = ["invalid", "error", "valid", "skipped"] as const;

function worst(name: SealName, judged: readonly SealLines[]): Check {
  const lines = judged.map((line, i) => ({ line: line[name], number: i + 1 }));
  const rank = ({ line: { result } }: (typeof lines)[number]) => RANKS.indexOf(result);
  const [first] = lines.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return check(name, "skipped", "seal.skipped");
  const { line, number } = first;
  if (lines.length === 1 || line.result === "valid" || line.result === "skipped") return line;
  return { ...line, detail: { ...Object(line.detail), seal: number, of: lines.length } };
}

function linesOf({ signature, holds, timestamp }: ReadSeal, question: SealQuestion): SealLines {
  const skipped = <N extends CheckName & `seal.${string}`>(name: N) => check(name, "skipped", "seal.skipped" as never);
  if (typeof signature === "string") {
    const result = signature === "seal.algorithm_unknown" ? "error" : "invalid";
    return {
      "seal.signature": check("seal.signature", result, signature),
      "seal.signer": skipped("seal.signer"),
      "seal.chain": skipped("seal.chain"),
      "seal.timestamp": skipped("seal.timestamp"),
    };
  }
  const stamped = timestamp !== null && timestamp !== "broken" && isVouchedFor(timestamp, question.authorities ?? []);
  const time = stamped ? timestamp.time : question.anchoredAt;
  return {
    "seal.signature": holds
      ? check("seal.signature", "valid", "seal.ok")
      : check("seal.signature", "invalid", "seal.signature_bad"),
    "seal.signer": signerLine(signature.signer, question.issuer),
    "seal.chain": chainLine(signature, question.authorities, time),
    "seal.timestamp": stampLine(timestamp, stamped),
  };
}

/** ETSI EN 319 412-1 §5.1.4: national trade register, here that of unified social credit codes. */
const REGISTER = "NTRCN-";

function signerLine({ attributes }: Certificate, issuer: string): Check {
  const named = attributes.get(ATTRIBUTE.organisationIdentifier);
  if (named === `${REGISTER}${issuer}`) return check("seal.signer", "valid", "seal.ok");
  if (named === undefined || !/^NTRCN-[0-9A-Z]{18}$/.test(named))
    return check("seal.signer", "invalid", "seal.unnamed");
  return check("seal.signer", "invalid", "seal.other_organisation", {
    organisation: named.slice(REGISTER.length),
    expected: issuer,
  });
}

/** Use and period are looked at whoever is trusted; the chain only where the trust file names authorities. */
function chainLine(
  { signer, certificates }: CmsSignature,
  authorities: readonly Certificate[] | null,
  time: Seconds | null,
): Check {
  if (!isForDocuments(signer)) return check("seal.chain", "invalid", "seal.certificate_use");
  if (time === null) return check("seal.chain", "skipped", "seal.skipped");
  if (!isInForce(signer, time)) {
    const { notBefore, notAfter } = signer;
    return check("seal.chain", "invalid", "seal.certificate_period", { time, notBefore, notAfter });
  }
  if (authorities === null) return check("seal.chain", "skipped", "seal.skipped");
  return leadsTo(authorities, { signer, certificates, time })
    ? check("seal.chain", "valid", "seal.ok")
    : check("seal.chain", "error", "seal.untrusted");
}

/** A time-stamp of an authority that is not known counts for nothing, and takes nothing away: the time is the block's. */
function stampLine(timestamp: ReadSeal["timestamp"], vouched: boolean): Check {
  if (timestamp === null) return check("seal.timestamp", "skipped", "seal.skipped");
  if (timestamp === "broken") return check("seal.timestamp", "invalid", "seal.timestamp_bad");
  return vouched
    ? check("seal.timestamp", "valid", "seal.ok")
    : check("seal.timestamp", "skipped", "seal.timestamp_untrusted");
}
