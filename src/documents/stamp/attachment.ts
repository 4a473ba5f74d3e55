import {
  type PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PdfRef,
  PdfStream,
  PdfString,
} from "@libpdf/core";
import { SEAL_USE_FILE } from "../read/stamped/tail.ts";
import { partsOf, resolverOf } from "./open.ts";

/** Most attachments of a file that one more is put among. */
const MAX_FILES = 1000;
const DEPTH = 16;

type Entry = readonly [PdfString, PdfObject];

/** Keeps an object for the proof, empty as yet, and lists it among the file's attachments. */
export function keepForProof(document: PDF): PdfRef {
  const data = document.context.register(
    PdfStream.fromDict(
      {
        Type: PdfName.of("EmbeddedFile"),
        Subtype: PdfName.of("application/json"),
        Params: PdfDict.of({ Size: PdfNumber.of(0) }),
      },
      new Uint8Array(),
    ),
  );
  const known = filesOf(document);
  // A tree that can't be read stays as it is: the proof is found by the stamping's marker, not by its name.
  if (known !== null) attach(document, known, data);
  return data;
}

function attach(document: PDF, known: readonly Entry[], data: PdfRef): void {
  const resolve = resolverOf(document);
  const name = freeAmong(known.map(([one]) => one.asString()));
  const text = PdfString.fromString(name);
  const file = PdfDict.of({
    Type: PdfName.of("Filespec"),
    F: text,
    UF: text,
    AFRelationship: PdfName.of("Supplement"),
    EF: PdfDict.of({ F: data }),
  });
  const all = [...known, [text, document.context.register(file)] as const];
  const sorted = all.toSorted(([a], [b]) => order(a.bytes, b.bytes));
  const tree = document.context.register(PdfDict.of({ Names: new PdfArray(sorted.flat()) }));
  const { catalog } = partsOf(document);
  const names = catalog.getDict("Names", resolve);
  if (names === undefined) catalog.set("Names", PdfDict.of({ EmbeddedFiles: tree }));
  else names.set("EmbeddedFiles", tree);
}

function freeAmong(taken: readonly string[]): string {
  const stem = SEAL_USE_FILE.replace(".json", "");
  let name: string = SEAL_USE_FILE;
  for (let i = 2; taken.includes(name); i++) name = `${stem}-${i}.json`;
  return name;
}

/** null: they are too many, or not listed as they must be. */
function filesOf(document: PDF): readonly Entry[] | null {
  const resolve = resolverOf(document);
  const entries: Entry[] = [];
  const walk = (node: PdfDict, depth: number): boolean => {
    if (depth > DEPTH || entries.length > MAX_FILES) return false;
    const names = node.getArray("Names", resolve);
    for (let i = 0; i + 1 < (names?.length ?? 0); i += 2) {
      const [name, file] = [names?.at(i, resolve), names?.at(i + 1)];
      if (!(name instanceof PdfString) || file === undefined) return false;
      entries.push([name, file]);
    }
    const kids = node.getArray("Kids", resolve);
    return Array.from({ length: kids?.length ?? 0 }, (_, i) => kids?.at(i, resolve)).every(
      (kid) => kid instanceof PdfDict && walk(kid, depth + 1),
    );
  };
  const root = partsOf(document).catalog.getDict("Names", resolve)?.getDict("EmbeddedFiles", resolve);
  return root === undefined || walk(root, 0) ? entries : null;
}

/** Names stand in the order of their bytes (PDF 32000-1 §7.9.6). */
function order(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}
