import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JournalRecord } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { type Payloads, payloadOf } from "../payloads.ts";
import type { DocumentTerms } from "./terms.ts";

/** One document, folded from its records. */
export interface Document extends Readonly<Payloads["document.ordered"]> {
  readonly id: string;
  readonly orderedAt: Seconds;
  readonly sealed?: Payloads["document.sealed"];
  readonly placed?: Payloads["document.placed"];
  /** Set when it may be handed out. */
  readonly issued?: Payloads["document.issued"];
  readonly failed?: Payloads["document.failed"];
}

export type SealedDocument = Document & { readonly sealed: NonNullable<Document["sealed"]> };
export type PlacedDocument = SealedDocument & { readonly placed: NonNullable<Document["placed"]> };

/** The subject of a document's records: the same for the same certificate and terms, so that one is made and no second. */
export function documentIdOf({ records }: Pick<Context, "records">, certificate: string, terms: DocumentTerms): string {
  const { languages, carrier = "pdf", limits } = terms;
  const told = ["document", certificate, languages, limits?.purpose, limits?.audience, limits?.validUntil];
  return records.mac(JSON.stringify(carrier === "pdf" ? told : [...told, carrier]));
}

/** null: it was never asked for. */
export async function loadDocument({ records }: Context, id: string): Promise<Document | null> {
  return foldDocument(await records.of(id));
}

/** Every document of a batch, in the order of placing. */
export async function* documentsIn(context: Context, batchId: Hex): AsyncGenerator<PlacedDocument> {
  for await (const page of context.records.placedIn(batchId)) {
    const documents = (await context.records.ofEach(page.map(({ subject }) => subject))).map(foldDocument);
    yield* documents.filter(isPlaced).filter(({ placed }) => placed.batchId === batchId);
  }
}

export function foldDocument(records: readonly JournalRecord[]): Document | null {
  return records.reduce<Document | null>(withRecord, null);
}

function withRecord(document: Document | null, record: JournalRecord): Document | null {
  const ordered = payloadOf("document.ordered", record);
  if (ordered !== null) return { ...ordered, id: record.subject, orderedAt: record.time };
  if (document === null) return null;
  const sealed = payloadOf("document.sealed", record);
  if (sealed !== null) return { ...document, sealed };
  const placed = payloadOf("document.placed", record);
  if (placed !== null) return { ...document, placed };
  const issued = payloadOf("document.issued", record);
  if (issued !== null) return { ...document, issued };
  const failed = payloadOf("document.failed", record);
  return failed === null ? document : { ...document, failed };
}

export function isSealed(document: Document | null): document is SealedDocument {
  return document?.sealed !== undefined;
}

export function isPlaced(document: Document | null): document is PlacedDocument {
  return isSealed(document) && document.placed !== undefined;
}
