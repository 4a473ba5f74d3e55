import { inflateSync } from "node:zlib";
import { expect } from "chai";
import { toHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { FontSet } from "../../../src/documents/fonts.ts";
import { type Contour, type Drawing, ring, star } from "../../../src/documents/seal/drawing.ts";
import { NAME_SEAL, nameDrawing } from "../../../src/documents/seal/name.ts";
import { sealPictureOf } from "../../../src/documents/seal/picture.ts";
import { rasterOf } from "../../../src/documents/seal/raster.ts";
import { ROUND_SEAL, roundDrawing } from "../../../src/documents/seal/round.ts";
import { checkedPicture } from "../../../src/documents/seal/upload.ts";
import { readFonts } from "../../../src/main/documents/fonts.ts";

const CODE = "11371000MB28461234001";
const NAMES = [
  "财政部",
  "威海市行政审批服务局",
  "国家市场监督管理总局食品审评中心",
  "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克镇人民政府办公室",
  "威海市环翠区Blue Ocean科技有限公司",
  "Shandong Weihai Administrative Approval Bureau",
];
const PEOPLE = [
  "张三",
  "王小明",
  "欧阳修文",
  "李",
  "阿卜杜拉·买买提",
  "John Smith",
  "Maria da Conceição Álvares",
  "Ng",
];
const middle = ROUND_SEAL / 2;
const far = ({ x, y }: { x: number; y: number }): number => Math.hypot(x - middle, y - middle);

/** How much of a drawing is ink, square millimetres. */
function inkOf(contours: readonly Contour[], side: number, scale = 20): number {
  const { alpha } = rasterOf({ width: side, height: side, contours }, scale);
  return alpha.reduce((sum, one) => sum + one, 0) / 255 / scale ** 2;
}

describe("pictures of seals", () => {
  let fonts: FontSet;
  before(async () => {
    fonts = new FontSet(await readFonts());
  });

  for (const name of NAMES) {
    it(`have the name between ring and star, and the code below it: ${name}`, () => {
      const [, , , ...letters] = roundDrawing(fonts, { name, code: CODE }).contours;
      for (const letter of letters) {
        expect(Math.max(...letter.map(far))).to.be.below(middle - 1.2 - 0.2);
        expect(Math.min(...letter.map(far))).to.be.above(7 + 2);
      }
      const lowest = Math.max(
        ...roundDrawing(fonts, { name, code: "" })
          .contours.slice(3)
          .flat()
          .map(({ y }) => y),
      );
      const below = roundDrawing(fonts, { name: "一", code: CODE }).contours.slice(4);
      expect(Math.min(...below.flat().map(({ y }) => y))).to.be.above(lowest);
    });
  }

  it("have no two characters of a long name on one another", () => {
    const ink = (name: string): number => inkOf(roundDrawing(fonts, { name, code: "" }).contours.slice(3), ROUND_SEAL);
    for (const name of NAMES.slice(1, 4)) {
      const apart = [...name].map((_, i) => [...name].map((one, k) => (k === i ? one : "\u3000")).join(""));
      const sum = apart.map(ink).reduce((all, one) => all + one, 0);
      expect(ink(name), name).to.be.closeTo(sum, sum * 0.002);
    }
  });

  for (const name of PEOPLE) {
    it(`of persons have the name within their border: ${name}`, () => {
      const [, , ...letters] = nameDrawing(fonts, { name }).contours;
      expect(letters).to.not.have.length(0);
      for (const { x, y } of letters.flat())
        for (const one of [x, y]) expect(one).to.be.within(0.9 + 0.4, NAME_SEAL - 0.9 - 0.4);
    });
  }

  it("of persons with two or three Chinese characters say that they are seals", () => {
    const drawn = (name: string): readonly Contour[] => nameDrawing(fonts, { name }).contours;
    expect(drawn("王小明")).to.deep.equal(drawn("王小明印"));
    expect(drawn("张三")).to.deep.equal(drawn("张三之印"));
    expect(drawn("欧阳修文")).to.not.deep.equal(drawn("欧阳修文印"));
  });

  it("are as large in ink as geometry says", () => {
    const at = { x: 10, y: 10 };
    expect(inkOf(ring({ ...at, radius: 9 }, 9), 20)).to.be.closeTo(Math.PI * 81, 0.1);
    expect(inkOf(ring({ ...at, radius: 9 }, 1), 20)).to.be.closeTo(Math.PI * (81 - 64), 0.1);
    // Ten triangles with this angle between their two radii.
    const area = 10 * 0.5 * 81 * 0.381966 * Math.sin(Math.PI / 5);
    expect(inkOf([star({ ...at, radius: 9 })], 20)).to.be.closeTo(area, 0.1);
  });

  it("cover pixels in part where an edge goes through them, and nothing where they end", () => {
    const box = (x: number, y: number, right: number, bottom: number): Contour =>
      [
        [x, y],
        [right, y],
        [right, bottom],
        [x, bottom],
      ].map(([px = 0, py = 0]) => ({ x: px, y: py, on: true }));
    const alpha = (contour: Contour): readonly number[] => [
      ...rasterOf({ width: 3, height: 2, contours: [contour] } satisfies Drawing, 1).alpha,
    ];
    expect(alpha(box(0.5, 0, 2, 1))).to.deep.equal([128, 255, 0, 0, 0, 0]);
    expect(alpha(box(1, 0.75, 3, 2))).to.deep.equal([0, 64, 64, 0, 255, 255]);
    expect(alpha(box(-5, -5, 9, 0.2))).to.deep.equal([51, 51, 51, 0, 0, 0]);
    expect(
      alpha([
        { x: 0, y: 0, on: true },
        { x: 2, y: 0, on: true },
        { x: 0, y: 2, on: true },
      ]),
    ).to.deep.equal([255, 128, 0, 128, 0, 0]);
  });

  it("are PNG files of 300 dpi whose pixels are those of the drawing, and that pass what brought ones must", async () => {
    const name = "威海市行政审批服务局";
    const png = sealPictureOf(fonts, { kind: "round", name, code: CODE, form: "png" });
    const picture = await checkedPicture(png, { width: ROUND_SEAL, height: ROUND_SEAL });
    expect(picture.data).to.deep.equal(png);
    expect(png.length).to.be.below(16_000);
    const { width, height, alpha } = rasterOf(roundDrawing(fonts, { name, code: CODE }), 300 / 25.4);
    expect([width, height]).to.deep.equal([496, 496]);
    const view = Buffer.from(png);
    const from = view.indexOf("IDAT") + 4;
    const rows = inflateSync(view.subarray(from, from + view.readUInt32BE(from - 8)));
    const steps = Array.from(alpha, (_, i) => rows[Math.floor(i / width) * (1 + width) + 1 + (i % width)]);
    expect(steps).to.deep.equal(Array.from(alpha, (one) => Math.round((one * 3) / 255)));
  });

  it("are SVG of one path in millimetres: no text, no link, nothing to load", async () => {
    for (const kind of ["round", "name"] as const) {
      const svg = Buffer.from(sealPictureOf(fonts, { kind, name: "王小明", code: CODE, form: "svg" })).toString();
      const side = kind === "round" ? ROUND_SEAL : NAME_SEAL;
      const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}mm" height="${side}mm" viewBox="0 0 ${side} ${side}">`;
      expect(svg.startsWith(`${head}<path fill="#c71717" d="M`)).to.equal(true);
      expect(svg.slice(head.length)).to.match(/^<path fill="#c71717" d="[-MLQZ0-9. ]+"\/><\/svg>$/);
    }
  });

  it("are the same each time, and others for another name or code", async () => {
    const drawn = async (name: string, code = CODE, set = fonts): Promise<string> =>
      Buffer.from(sealPictureOf(set, { kind: "round", name, code, form: "svg" })).toString();
    const first = await drawn("威海大学");
    expect(await drawn("威海大学", CODE, new FontSet(await readFonts()))).to.equal(first);
    expect(await drawn("威海大李")).to.not.equal(first);
    expect(await drawn("威海大学", CODE.replace(/1$/, "2"))).to.not.equal(first);
  });

  it("are the same bytes on every machine and in every version, since officers draw them again and compare", () => {
    const digest = (kind: "round" | "name", name: string): string =>
      toHex(sha256(sealPictureOf(fonts, { kind, name, code: CODE, form: "png" })));
    expect([digest("round", "威海市行政审批服务局"), digest("name", "王小明")]).to.deep.equal([
      "0x4b9a3198a5d24d7a9b25a4bc63667ab2073b0ba21cb1ba9297286d6b75454121",
      "0xd66dd2854de4d5b58e5cd7aef030fd7c8fcd21d5a9b76e0fa9437c2ec108f5b2",
    ]);
  });

  it("are refused where no font has a character, and where a name is too long to be read", () => {
    const drawn = (draw: () => Drawing, code: string): void => {
      expect(draw).to.throw().with.property("code", code);
    };
    drawn(() => roundDrawing(fonts, { name: "威海\u{10ffff}", code: CODE }), "document.glyph_missing");
    drawn(() => nameDrawing(fonts, { name: "张\u{10ffff}" }), "document.glyph_missing");
    drawn(() => roundDrawing(fonts, { name: "局".repeat(60), code: CODE }), "seal.picture");
    drawn(() => nameDrawing(fonts, { name: "很长的名字".repeat(12) }), "seal.picture");
    drawn(() => nameDrawing(fonts, { name: "Wolfeschlegelsteinhausenbergerdorff" }), "seal.picture");
  });
});
