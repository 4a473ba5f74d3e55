import { expect } from "chai";
import { concat, equal } from "../../../src/crypto/encoding.ts";
import { latin1 } from "../../../src/documents/read/latin1.ts";
import { sesFindings } from "../../../src/documents/read/ses/check.ts";
import { coveredBy } from "../../../src/documents/read/ses-range.ts";
import type { Placement, SealKey } from "../../../src/documents/seal-key.ts";
import { stamp } from "../../../src/documents/stamp/stamp.ts";
import { type ErrorCode, isYinzhengError } from "../../../src/domain/errors.ts";
import { testSigner } from "../paper.ts";
import { scene, trustOf } from "../read/ses/world.ts";
import { type Foreign, foreign, NOW, PROOF, readBack, sealKey, withProof } from "./world.ts";

const MIDDLE: readonly Placement[] = [{ kind: "at", page: -1, x: 100, y: 150 }];

describe("documents: seals on anybody's PDF", () => {
  let key: SealKey;
  before(async () => {
    key = await sealKey();
  });
  const stamped = (file: Uint8Array, placements = MIDDLE) => stamp(file, { key, placements, time: NOW });

  async function refusal(work: Promise<unknown>): Promise<ErrorCode | null> {
    try {
      await work;
      return null;
    } catch (error) {
      if (isYinzhengError(error)) return error.code;
      throw error;
    }
  }

  for (const [what, given] of [
    ["a table", {}],
    ["object streams", { objectStreams: true }],
    ["a form", { form: true }],
    ["pages that are turned and cropped", { turn: 90 }],
  ] as const satisfies readonly (readonly [string, Foreign])[])
    it(`stand behind a file with ${what}, every byte of which stays`, async () => {
      const file = await foreign(given);
      const pdf = await stamped(file);
      expect(equal(pdf.subarray(0, file.length), file)).to.equal(true);
      const read = await readBack(pdf);
      expect(read).to.include({ original: file.length, length: pdf.length, proof: null, inner: null });
      expect(read.ses.map(({ holds }) => holds)).to.deep.equal([true]);
    });

  it("bear all that the standard asks of a use of a seal", async () => {
    const pdf = await stamped(await foreign());
    const { signature, gap, end } = (await readBack(pdf)).ses[0] ?? {};
    if (signature == null || gap === undefined || end === undefined) throw new Error("no use of a seal");
    const findings = sesFindings(signature, coveredBy(pdf, { gap, end }), NOW, trustOf(await scene()));
    expect(findings.map(({ result }) => result)).to.deep.equal(findings.map(() => "good"));
    expect(signature.property).to.equal(`[0 ${gap[0]} ${gap[1]} ${end - gap[1]}]`);
  });

  it("are the same bytes when they are made again, also on a file without an identifier", async () => {
    const file = await foreign();
    expect(latin1(file)).to.not.include("/ID");
    const signature = new Map<string, Uint8Array>();
    const once: SealKey = {
      ...key,
      sign: async (bytes) => {
        const known = signature.get(String(bytes)) ?? (await key.sign(bytes));
        signature.set(String(bytes), known);
        return known;
      },
    };
    const [a, b] = [1, 2].map(() => stamp(file, { key: once, placements: MIDDLE, time: NOW }));
    expect(equal((await a) ?? file, (await b) ?? file.subarray(1))).to.equal(true);
  });

  it("stand on each other, and beneath the agency's signature", async () => {
    const placements = MIDDLE;
    const pades = { signer: await testSigner() };
    const pdf = await stamp(await foreign(), { key, placements, more: [{ key, placements }], time: NOW, pades });
    const { ses, pades: signed } = await readBack(pdf);
    expect([...ses, ...signed].map(({ holds }) => holds)).to.deep.equal([true, true, true]);
  });

  it("stand on a file that was stamped and proven before, which reads as it did", async () => {
    const inner = await withProof(await stamped(await foreign()));
    const outer = await readBack(await withProof(await stamped(inner)));
    expect(outer.original).to.equal(inner.length);
    expect(outer.inner).to.deep.equal(await readBack(inner));
    expect(outer.proof).to.deep.equal(PROOF);
  });

  it("have as many pictures as words were found, one of which bears the signature", async () => {
    const pdf = await stamped(await foreign(), [{ kind: "keyword", text: "(seal)", which: "every" }]);
    const added = latin1(pdf).slice((await readBack(pdf)).original);
    expect(added.match(/\/Subtype \/Stamp/g)).to.have.lengthOf(2);
    expect(added.match(/\/Subtype \/Widget/g)).to.have.lengthOf(1);
    expect(added.match(/\/Subtype \/Image\b/g)).to.have.lengthOf(2);
  });

  it("stand in slices across pages, more than one picture where a slice would be too thin", async () => {
    for (const pages of [2, 50]) {
      const pdf = await stamped(await foreign({ pages }), [{ kind: "across", y: 150 }]);
      const boxes = latin1(pdf).match(/\/BBox \[0 0 [\d.]+ [\d.]+\]/g) ?? [];
      expect(boxes).to.have.lengthOf(pages);
      const widths = boxes.map((box) => (Number(box.split(" ")[3]) * 25.4) / 72);
      expect(Math.min(...widths)).to.be.greaterThan(1.9);
    }
  });

  it("are refused with a code where the place or the word is not there", async () => {
    const file = await foreign();
    const one = await foreign({ pages: 1 });
    expect(await refusal(stamped(file, [{ kind: "keyword", text: "印章处", which: "last" }]))).to.equal(
      "document.keyword_missing",
    );
    expect(await refusal(stamped(file, [{ kind: "at", page: 4, x: 1, y: 1 }]))).to.equal("document.page_missing");
    expect(await refusal(stamped(file, [{ kind: "at", page: 1, x: 300, y: 1 }]))).to.equal("document.place_outside");
    expect(await refusal(stamped(one, [{ kind: "across", y: 9 }]))).to.equal("document.page_missing");
    expect(await refusal(stamped(file, []))).to.equal("schema.value");
  });

  it("are not put on what is no PDF, or damaged, or too large, or has two tables or XFA", async () => {
    const text = latin1(await foreign({ form: true }));
    const bytes = (changed: string) => Uint8Array.from(changed, (sign) => sign.charCodeAt(0));
    const cases: readonly (readonly [string, ErrorCode])[] = [
      [`x${text}`, "document.not_pdf"],
      [text.slice(0, 500), "document.damaged"],
      [text.replace("startxref", "startxxxx"), "document.damaged"],
      [`${text}${" ".repeat(20 * 1024 * 1024)}`, "document.too_large"],
      [text.replace("trailer\n<<", "trailer\n<</XRefStm 9"), "document.unsupported"],
      [latin1(await foreign({ xfa: true })), "document.unsupported"],
    ];
    for (const [changed, code] of cases) expect(await refusal(stamped(bytes(changed))), code).to.equal(code);
  });

  it("are refused on any of 200 damaged files with a code, or put on them so that they read back", async () => {
    const file = await foreign({ pages: 1, form: true });
    for (let i = 0; i < 200; i++) {
      const damaged = concat(file);
      const at = (i * 7919) % file.length;
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (i % 8));
      const code = await refusal(stamped(damaged).then(readBack));
      expect(code ?? "document.", `bit at ${at}`).to.match(/^document\./);
    }
  });
});
