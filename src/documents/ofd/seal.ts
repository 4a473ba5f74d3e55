import { ALGORITHM } from "../../crypto/certificate-oids.ts";
import { toBase64 } from "../../crypto/encoding.ts";
import { sm3 } from "../../crypto/hash.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { childrenOf, partsOf, readXml, resolvePath, textOf } from "../read/ofd/document.ts";
import { hold } from "../read/ofd/fault.ts";
import { type Files, PROOF_ENTRY } from "../read/ofd/package.ts";
import { type ReadOfdSignature, signaturesOf } from "../read/ofd/signature.ts";
import { readSeal } from "../read/ses/seal.ts";
import type { SealKey } from "../seal-key.ts";
import { sealingBytes, sesSignatureBytes } from "../ses.ts";
import { signatureEntry, withSignature, withSignatures } from "./edit.ts";
import { timeOf } from "./write.ts";
import { element, numbers, textElement, xmlFile } from "./xml.ts";

/** A picture of a seal on a page: numbers of GB/T 33190 §18.2.3, millimetres. */
export interface Stamp {
  readonly page: string;
  readonly boundary: readonly number[];
  readonly clip?: readonly number[];
}

export interface OfdSealing {
  readonly key: SealKey;
  readonly time: Seconds;
  readonly stamps: readonly Stamp[];
}

/**
 * The files with one more use of a seal over all of them (GB/T 38540, GB/T 33190 §18); earlier ones stay as they are, and hold. Throws
 * `OfdError` for a document whose parts can't be found or whose signatures don't hold or forbid another one, and what the key throws.
 */
export async function sealedFiles(given: Files, { key, time, stamps }: OfdSealing): Promise<Files> {
  const { document, pages, signatures } = partsOf(given);
  const list = signatures ?? resolvePath(document, "Signs/Signatures.xml");
  hold(signatures !== null || !given.has(list), "ofd.structure", list);
  const before = signatures === null ? [] : signaturesOf(given, list, pages);
  const locked = before.find(({ covers }) => covers.has(list) || covers.has(PROOF_ENTRY));
  hold(locked === undefined && !given.has(PROOF_ENTRY), "ofd.order", list);
  const files = new Map(given);
  if (signatures === null) files.set("/OFD.xml", withSignatures(given.get("/OFD.xml") ?? new Uint8Array(), list));
  const folder = freeFolder(files, list);
  const numbering = lastNumber(given, signatures, before) + 1;
  const [path, value, esl] = ["Signature.xml", "SignedValue.dat", "Seal.esl"].map((name) => `${folder}/${name}`) as [
    string,
    string,
    string,
  ];
  files.set(esl, key.seal);
  const covered = [...files.keys()].filter((one) => one !== list).sort();
  const description = xmlFile(
    "Signature",
    {},
    element(
      "SignedInfo",
      {},
      element("Provider", { ProviderName: "Yinzheng", Company: "Yinzheng", Version: "1.0" }),
      textElement("SignatureMethod", ALGORITHM.sm2Sm3),
      textElement("SignatureDateTime", timeOf(time).replace("T", " ")),
      element("References", { CheckMethod: "SM3" }, ...covered.map((one) => reference(files, one))),
      ...stamps.map((stamp, i) => annotation(stamp, numbering + 1 + i)),
      element("Seal", {}, textElement("BaseLoc", esl)),
    ),
    textElement("SignedValue", value),
  );
  files.set(path, description);
  files.set(value, await sesOver(key, time, description, path));
  const entry = { id: numbering, path, last: numbering + stamps.length };
  files.set(
    list,
    signatures === null ? newList(entry) : withSignature(given.get(list) ?? new Uint8Array(), list, entry),
  );
  return files;
}

async function sesOver(key: SealKey, time: Seconds, description: Uint8Array, path: string): Promise<Uint8Array> {
  const { seal, certificate } = key;
  const version = readSeal(seal).info.version === 5 ? 5 : 4;
  const sealing = sealingBytes({ version, seal, time, dataHash: sm3(description), property: path });
  return sesSignatureBytes(sealing, { certificate, algorithm: ALGORITHM.sm2Sm3, signature: await key.sign(sealing) });
}

function reference(files: Files, path: string): string {
  const digest = toBase64(sm3(files.get(path) ?? new Uint8Array()));
  return element("Reference", { FileRef: path }, textElement("CheckValue", digest));
}

function annotation({ page, boundary, clip }: Stamp, id: number): string {
  const shown = clip === undefined ? undefined : numbers(clip);
  return element("StampAnnot", { ID: id, PageRef: page, Boundary: numbers(boundary), Clip: shown });
}

function newList({
  id,
  path,
  last,
}: {
  readonly id: number;
  readonly path: string;
  readonly last: number;
}): Uint8Array {
  return xmlFile("Signatures", {}, textElement("MaxSignId", String(last)), signatureEntry(id, path));
}

/** Beside the list, one that no file stands in. */
function freeFolder(files: Files, list: string): string {
  const paths = [...files.keys()].map((path) => path.toLowerCase());
  for (let i = 0; ; i++) {
    const folder = resolvePath(list, `Sign_${i}`);
    if (!paths.some((path) => path.startsWith(`${folder.toLowerCase()}/`) || path === folder.toLowerCase()))
      return folder;
  }
}

/** The largest number that a signature or its pictures have. */
function lastNumber(files: Files, list: string | null, before: readonly ReadOfdSignature[]): number {
  if (list === null) return 0;
  const [most] = childrenOf(readXml(files, list, "Signatures"), "MaxSignId");
  const given = [most === undefined ? "" : textOf(most), ...before.map(({ id }) => id)].map(Number);
  return Math.max(0, ...given.filter(Number.isSafeInteger));
}
