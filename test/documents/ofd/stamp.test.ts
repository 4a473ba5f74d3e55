import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { equal, utf8 } from "../../../src/crypto/encoding.ts";
import { stampOfd } from "../../../src/documents/ofd/stamp.ts";
import { packageOf } from "../../../src/documents/read/ofd/package.ts";
import { sesFindings } from "../../../src/documents/read/ses/check.ts";
import type { Placement } from "../../../src/documents/seal-key.ts";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import { VECTORS } from "../../vectors/vectors.ts";
import { itemsOf, subjectOf, TODAY } from "../paper.ts";
import { scene, trustOf } from "../read/ses/world.ts";
import { filesIn, ofdOf, read, testSealKey, withProof } from "./world.ts";

const NS = 'xmlns:o="http://www.ofdspec.org/2016"';
const text = (id: number, y: number, words: string, more = "") =>
  `<o:TextObject ID="${id}" Boundary="20 ${y} 100 6" Font="3" Size="4"${more}><o:TextCode X="0" Y="4" DeltaX="g ${[...words].length - 1} 4">${words}</o:TextCode></o:TextObject>`;

/** Another program's document of these pages, with its own prefix, which nobody has signed. */
const strange = (...pages: readonly string[]): Uint8Array =>
  packageOf(
    new Map([
      [
        "/OFD.xml",
        utf8(
          `<o:OFD ${NS} Version="1.0" DocType="OFD"><o:DocBody><o:DocInfo/><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>`,
        ),
      ],
      [
        "/Doc_0/Document.xml",
        utf8(
          `<o:Document ${NS}><o:CommonData><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea></o:CommonData><o:Pages>${pages
            .map((_, i) => `<o:Page ID="${10 + i}" BaseLoc="Pages/${i}.xml"/>`)
            .join("")}</o:Pages></o:Document>`,
        ),
      ],
      ...pages.map(
        (page, i) =>
          [
            `/Doc_0/Pages/${i}.xml`,
            utf8(`<o:Page ${NS}><o:Content><o:Layer ID="9">${page}</o:Layer></o:Content></o:Page>`),
          ] as const,
      ),
    ]),
  );

const stamped = async (file: Uint8Array, ...placements: readonly Placement[]): Promise<Uint8Array> =>
  stampOfd(file, { key: await testSealKey(), placements, time: TODAY });

const placesIn = async (ofd: Uint8Array) => (await read(ofd)).signatures.at(-1)?.places ?? [];

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => (isYinzhengError(error) ? error.code : String(error)),
  );
}

describe("seals on anybody's OFD", function () {
  this.timeout(30_000);
  it("stand where a page and a point say, their middle there, and hold by all that the standard asks", async () => {
    const ofd = await stamped(strange("", ""), { kind: "at", page: -1, x: 100, y: 200 });
    const { signatures } = await read(ofd);
    expect(signatures.map(({ places }) => places)).to.deep.equal([
      [{ page: 1, boundary: [79, 179, 42, 42], clip: null }],
    ]);
    const [{ ses, signatureXml } = { ses: null, signatureXml: new Uint8Array() }] = signatures;
    if (ses === null) throw new Error("no seal");
    const findings = sesFindings(ses, signatureXml, TODAY, trustOf(await scene()));
    expect(findings.filter(({ result }) => result !== "good")).to.deep.equal([]);
  });

  it("stand on a word: the first, the last, or every one, in one object or across several", async () => {
    const file = strange(
      text(1, 50, "甲方盖章处") + text(2, 80, "盖章"),
      text(3, 60, "乙方盖") + text(4, 60, "章", ' CTM="1 0 0 1 12 0"'),
    );
    const on = (which: "first" | "last" | "every") => stamped(file, { kind: "keyword", text: "盖章", which });
    const middles = (await placesIn(await on("every"))).map(({ page, boundary: [x = 0, y = 0] }) => [
      page,
      x + 21,
      Math.round(y + 21),
    ]);
    expect(middles).to.deep.equal([
      [0, 32, 53],
      [0, 24, 83],
      [1, 32, 63],
    ]);
    expect(await placesIn(await on("first"))).to.have.length(1);
    expect((await placesIn(await on("last")))[0]?.page).to.equal(1);
  });

  it("are cut over the right edges of all pages", async () => {
    const places = await placesIn(await stamped(strange("", "", ""), { kind: "across", y: 100 }));
    expect(places.map(({ page, boundary: [x], clip }) => [page, x, clip])).to.deep.equal([
      [0, 196, [0, 0, 14, 42]],
      [1, 182, [14, 0, 14, 42]],
      [2, 168, [28, 0, 14, 42]],
    ]);
  });

  it("stand on a certificate of ours, over its own seal", async () => {
    const bill = await ofdOf("123710004935812799001", {
      subject: { ...subjectOf("123710004935812799001"), items: itemsOf(60) },
    });
    const ofd = await stamped(bill, { kind: "keyword", text: "开票日期", which: "last" });
    expect((await read(ofd)).signatures).to.have.length(2);
  });

  it("several at once are one over the other", async () => {
    const key = await testSealKey();
    const at: Placement = { kind: "at", page: 1, x: 50, y: 50 };
    const ofd = await stampOfd(strange(""), { key, placements: [at], more: [{ key, placements: [at] }], time: TODAY });
    const [first, second] = (await read(ofd)).signatures;
    expect(first?.own.every((path) => second?.covers.has(path))).to.equal(true);
  });

  it("leave every file of another program's signed document as it was, but for the list of signatures", async function () {
    const path = join(VECTORS, "gb38540", "SESV4SignDoc.ofd");
    if (!existsSync(path)) this.skip();
    const sample = new Uint8Array(readFileSync(path));
    const ofd = await stamped(sample, { kind: "keyword", text: "OFD", which: "first" });
    const [before, after] = [await filesIn(sample), await filesIn(ofd)];
    for (const [name, bytes] of before)
      if (name !== "/Doc_0/Signs/Signatures.xml")
        expect(equal(after.get(name) ?? new Uint8Array(), bytes), name).to.equal(true);
    expect((await read(ofd)).signatures.map(({ id }) => id)).to.deep.equal(["1", "3"]);
  });

  const REFUSED: Readonly<Record<string, readonly [string, () => Promise<unknown>]>> = {
    "a word that is not there": [
      "document.keyword_missing",
      () => stamped(strange(text(1, 50, "甲方")), { kind: "keyword", text: "乙方", which: "first" }),
    ],
    "a page that is not there": [
      "document.page_missing",
      () => stamped(strange(""), { kind: "at", page: 2, x: 1, y: 1 }),
    ],
    "a place beside the page": [
      "document.place_outside",
      () => stamped(strange(""), { kind: "at", page: 1, x: 300, y: 1 }),
    ],
    "a file that is no OFD": ["document.damaged", () => stamped(utf8("PK no"), { kind: "at", page: 1, x: 1, y: 1 })],
    "a file that is proven already": [
      "document.locked",
      async () => stamped(await withProof(await ofdOf(), utf8("{}")), { kind: "at", page: 1, x: 1, y: 1 }),
    ],
  };
  for (const [what, [code, work]] of Object.entries(REFUSED))
    it(`${what}: ${code}`, async () => {
      expect(await codeOf(work())).to.equal(code);
    });
});
