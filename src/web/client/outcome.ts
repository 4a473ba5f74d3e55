import type { FileReading } from "../../documents/read/file.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import type { PlateKind } from "../../domain/plate.ts";
import type { CellState } from "../../domain/status.ts";
import type { FieldDefinition } from "../../domain/types/definition.ts";
import type { Level } from "../../proof/policy.ts";
import type { Report } from "../../proof/report.ts";

/** What one certificate says, by the type definition that it pins. */
export interface Content {
  readonly rows: readonly { readonly field: FieldDefinition; readonly value: JsonValue }[];
  readonly validFrom: Seconds;
  /** null: no end. */
  readonly validUntil: Seconds | null;
}

/** Numbers that the chain of evidence is drawn with; as the bundle has them, judged or not. */
export interface ChainFacts {
  readonly index: number;
  readonly size: number;
  readonly signed: number;
  readonly needed: number;
  readonly anchoredAt: Seconds;
  readonly logIndex: number;
  readonly logSize: number;
}

/** What anyone may know of a certificate, by the service's word. */
export interface PublicRecord {
  readonly id: string;
  readonly type: Bilingual;
  readonly issuer: Bilingual;
  readonly state: "awaiting_approval" | "returned" | "anchoring" | "issued";
  readonly status: CellState | null;
}

/** Why a look-up has no record to show. */
export type LookupFault = "missing" | "bad" | "failed" | "offline";

/**
 * Why a picture or a code leads to nothing: no code, no picture, a link to elsewhere or to no certificate, a code
 * that is for a counter alone, one that no snapshot is there for, another text.
 */
export type CodeFault = "none" | "picture" | "foreign" | "link" | "live" | "snapshot" | "other";

/** What became of one thing that was dropped, chosen or pasted. */
export type Outcome =
  /** Content and chain: null where no certificate could be taken from the file. */
  | {
      readonly kind: "report";
      readonly report: Report;
      readonly content: Content | null;
      readonly chain: ChainFacts | null;
    }
  | { readonly kind: "error"; readonly code: string; readonly message: Bilingual; readonly where: ErrorPlace }
  /** Somebody dropped a trust file among the certificates. */
  | { readonly kind: "trust-file" }
  | { readonly kind: "lookup"; readonly record: PublicRecord }
  | { readonly kind: "lookup-fault"; readonly fault: LookupFault; readonly id: string }
  | { readonly kind: "plate"; readonly plate: PlateRecord }
  | { readonly kind: "plate-fault"; readonly fault: PlateFault }
  | { readonly kind: "code-fault"; readonly fault: CodeFault; readonly shows: string };

/** A plate as its service records it. */
export interface PlateRecord {
  readonly member: { readonly names: Bilingual };
  readonly kind: PlateKind;
  readonly label: string;
  readonly issuedOn: string;
  readonly code: string;
  readonly withdrawn: { readonly at: Seconds; readonly reason: string } | null;
}

/** Why nothing can be said of a plate, or only that it is forged. */
export type PlateFault = "unread" | "unknown" | "forged" | "failed" | "offline";

/** Where in the input a fault is, and what would have been right there. */
export interface ErrorPlace {
  readonly pointer?: string;
  readonly expected?: string;
}

/** What the person demands; `asOf` is a date or "" for now. */
export interface Demand {
  /** The page asks no node, so "online" is none of them. */
  readonly level: Exclude<Level, "online">;
  readonly asOf: string;
}

/** One thing that came in. */
export interface Item {
  readonly key: number;
  readonly name: string;
  readonly bytes: Uint8Array | null;
  /** What a PDF was read to; absent for other files, and until it was read. */
  readonly reading?: FileReading;
  /** Absent while it is being judged, or waits for a trust file. */
  readonly outcome?: Outcome;
}
