import { deflateSync } from "node:zlib";
import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { bytesOf, latin1 } from "../../../src/documents/read/latin1.ts";
import { representationText } from "../../../src/proof/representation.ts";
import { paperDocument } from "../../proof/paper/document.ts";
import { TODAY, testSigner } from "../paper.ts";
import { testDocuments } from "../sealed.ts";
import { anchored, type Hostile, type HostileWorld, withFile } from "./world.ts";

/** A revision as any program writes one: these objects, and a table that leads to the one before. */
function revision(bytes: Uint8Array, objects: readonly (readonly [number: number, text: string])[]): Uint8Array {
  const [, previous = "0"] = /startxref\n(\d+)\n%%EOF\n$/.exec(latin1(bytes)) ?? [];
  let at = bytes.length;
  const rows: string[] = [];
  const texts = objects.map(([number, text]) => {
    const written = `${number} 0 obj\n${text}\nendobj\n`;
    rows.push(`${number} 1\n${String(at).padStart(10, "0")} 00000 n \n`);
    at += written.length;
    return written;
  });
  const trailer = `xref\n${rows.join("")}trailer\n<</Size 99/Root 2 0 R/Prev ${previous}>>\nstartxref\n${at}\n%%EOF\n`;
  return concat(bytes, bytesOf(texts.join("") + trailer));
}

const added = (name: string, ...objects: readonly (readonly [number, string])[]): Hostile[] =>
  (["sealed", "whole"] as const).map((which) => ({
    name: `${name}, added behind ${which === "whole" ? "the proof" : "the seal"}`,
    make: (world) => revision(world[which], objects),
    codes: ["pdf.change_after_seal"],
  }));

const proofOf = ({ paper, sealed }: HostileWorld): Uint8Array =>
  utf8(representationText(paperDocument(paper, { sealed }).proof));

/** A tail whose file is packed otherwise, or says another size. */
const packed = (name: string, how: (world: HostileWorld) => { zipped?: Uint8Array; size?: number }): Hostile => ({
  name: `a proof ${name}`,
  make: (world) => withFile(world.sealed, proofOf(world), how(world)),
  codes: ["pdf.change_after_seal"],
});

const CATALOG = "/Type/Catalog/Pages 1 0 R/AcroForm<</Fields[10 0 R]/SigFlags 3>>";

/** What is put behind a document that was sealed, in the hope that a reader shows it and a verifier doesn't see it. */
export const AFTER: readonly Hostile[] = [
  ...added("a script that runs when it is opened", [
    2,
    `<<${CATALOG}/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>`,
  ]),
  ...added("a program to launch", [2, `<<${CATALOG}/OpenAction<</S/Launch/F(calc.exe)>>>>`]),
  ...added("a note on the page", [98, "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 500]/Contents(paid)/P 6 0 R>>"]),
  ...added("another value of a field", [10, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal_1)/V 98 0 R>>"]),
  ...added("other contents of the page, under the number of the old ones", [7, "<</Length 0>>\nstream\n\nendstream"]),
  ...added("another certificate, under the number of the old one", [
    53,
    "<</Type/EmbeddedFile/Length 2>>\nstream\n{}\nendstream",
  ]),
  ...added("a page tree that holds itself", [1, "<</Type/Pages/Kids[1 0 R]/Count 1>>"]),
  ...added("nothing"),
  {
    name: "a second proof behind the first",
    make: (world) => withFile(world.whole, proofOf(world)),
    codes: ["pdf.change_after_seal"],
  },
  {
    name: "a second marker behind the seal",
    make: ({ sealed }) => concat(sealed, bytesOf("%%EOF\n%yinzheng-document/1 names 55 file 54 data 53\n%%EOF\n")),
    codes: ["pdf.change_after_seal"],
  },
  {
    name: "a script among the objects of the proof",
    make: ({ whole }) => {
      const text = latin1(whole);
      const at = text.lastIndexOf("/AFRelationship/Supplement");
      return bytesOf(`${text.slice(0, at)}/A<</S/JavaScript/JS(1)>>${text.slice(at)}`);
    },
    codes: ["pdf.change_after_seal"],
  },
  packed("that is a bomb", () => ({ zipped: new Uint8Array(deflateSync(Buffer.alloc(2 ** 26))) })),
  packed("that is a bomb and says so", () => ({
    zipped: new Uint8Array(deflateSync(Buffer.alloc(2 ** 26))),
    size: 2 ** 26,
  })),
  packed("of 19 MB", () => ({ zipped: Buffer.alloc(19 * 2 ** 20, "\nstream\n") })),
  packed("of no bytes", () => ({ zipped: new Uint8Array(), size: 0 })),
  packed("that is not packed", () => ({ zipped: utf8("{}"), size: 2 })),
  packed("with something behind what is packed", (world) => ({
    zipped: concat(new Uint8Array(deflateSync(proofOf(world))), utf8("more")),
  })),
  {
    name: "a stranger's seal behind the proof",
    make: async ({ whole }) => {
      const signer = await testSigner("91370000163094814Q");
      return (await testDocuments()).sign(whole, { signer, time: TODAY, field: "Seal_2" });
    },
    codes: ["seal.other_organisation", "seal.proof_missing"],
  },
  {
    name: "a stranger's seal behind the proof, and the proof behind that again",
    make: async (world) => {
      const signer = await testSigner("91370000163094814Q");
      const twice = await (await testDocuments()).sign(world.whole, { signer, time: TODAY, field: "Seal_2" });
      return withFile(twice, proofOf(world));
    },
    codes: ["seal.other_organisation", "seal.untrusted", "seal.other_document"],
  },
  {
    name: "a second seal of the issuer's that no officer saw",
    make: async (world) => {
      const { issuer: signer, sealed } = world;
      const twice = await (await testDocuments()).sign(sealed, { signer, time: TODAY, field: "Seal_2" });
      return withFile(twice, proofOf(world));
    },
    codes: ["seal.other_document"],
  },
  {
    name: "the proof of another document of the same certificate",
    make: ({ paper, sealed }) => {
      const { proof } = paperDocument(paper, { sealed: utf8("%PDF-1.7\nanother") });
      return withFile(sealed, utf8(representationText(proof)));
    },
    codes: ["seal.other_document"],
  },
  {
    name: "the proof of a document of another certificate",
    make: ({ paper, sealed }) =>
      anchored(paper, sealed, {
        manifest: {
          of: {
            memberId: paper.bundle.manifest.memberId,
            batchId: `0x${"77".repeat(32)}`,
            index: 5,
            leaf: `0x${"66".repeat(32)}`,
          },
        },
      }),
    codes: ["seal.other_certificate"],
  },
  { name: "no proof", make: ({ sealed }) => sealed, codes: ["seal.proof_missing"] },
  ...[
    "",
    "{}",
    "null",
    "[".repeat(50_000),
    `{"a":${'{"a":'.repeat(5_000)}`,
    '{"format":"yinzheng-representation/1","format":1}',
  ].map(
    (text): Hostile => ({
      name: `a proof that is ${text.length < 20 ? JSON.stringify(text) : `${text.slice(0, 12)}…`}`,
      make: ({ sealed }) => withFile(sealed, utf8(text)),
      codes: ["seal.proof_unreadable"],
    }),
  ),
];
