import { crc32, deflateSync } from "node:zlib";
import { expect } from "chai";
import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { FontSet } from "../../../src/documents/fonts.ts";
import { sealPictureOf } from "../../../src/documents/seal/picture.ts";
import { checkedPicture } from "../../../src/documents/seal/upload.ts";
import { readFonts } from "../../../src/main/documents/fonts.ts";
import { DER_MUTATIONS, mutated } from "../read/ses/mutations.ts";

const CODE = "11371000MB28461234001";

describe("pictures that are brought for seals", () => {
  const SIZE = { width: 42, height: 42 };
  let good: Uint8Array;
  before(async () => {
    const fonts = new FontSet(await readFonts());
    good = sealPictureOf(fonts, { kind: "round", name: "威海大学", code: CODE, form: "png" });
  });
  const expected = async (bytes: Uint8Array, size = SIZE): Promise<unknown> => {
    try {
      await checkedPicture(bytes, size);
      return null;
    } catch (error) {
      const { code, detail } = error as { code: string; detail: { expected: string } };
      expect(code).to.equal("seal.picture");
      return detail.expected;
    }
  };

  it("are taken as they are, and with what says how they are to be seen", async () => {
    expect(await expected(good)).to.equal(null);
    expect(await expected(put(good, "IDAT", chunk("gAMA", new Uint8Array(4))))).to.equal(null);
    expect(await expected(good, { width: 100, height: 99 })).to.equal(null);
  });

  it("are refused for their size, in bytes, in pixels, and on paper", async () => {
    expect(await expected(good, { width: 101, height: 101 })).to.equal("1 to 100 whole millimetres a side");
    expect(await expected(good, { width: 0, height: 0 })).to.equal("1 to 100 whole millimetres a side");
    expect(await expected(good, { width: 4.5, height: 4.5 })).to.equal("1 to 100 whole millimetres a side");
    expect(await expected(good, { width: 42, height: 40 })).to.equal("the proportions of the size on paper");
    expect(await expected(concat(good, new Uint8Array(256 * 1024)))).to.equal("at most 262144 bytes");
    for (const [width, height] of [
      [2001, 10],
      [0, 10],
    ] as const)
      expect(await expected(headed(good, { width, height }))).to.equal("1 to 2000 pixels a side");
  });

  it("are refused where they are none: SVG, JPEG, cut, changed, or with something behind", async () => {
    expect(await expected(utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'))).to.equal("a PNG");
    expect(await expected(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).to.equal("a PNG");
    expect(await expected(new Uint8Array())).to.equal("a PNG");
    expect(await expected(good.subarray(0, 8))).to.equal("a PNG");
    for (const length of [9, 20, 40, good.length - 20, good.length - 1])
      expect(await expected(good.subarray(0, length)), String(length)).to.not.equal(null);
    for (let at = 0; at < good.length; at += 97) {
      const changed = good.map((byte, i) => (i === at ? byte ^ 0x10 : byte));
      expect(await expected(changed), `byte ${at}`).to.not.equal(null);
    }
    expect(await expected(concat(good, chunk("IEND", new Uint8Array())))).to.equal("each part of a PNG once");
    expect(await expected(concat(good, utf8("<script>")))).to.equal("a whole PNG");
  });

  it("are refused with texts, profiles, animation, or any part that is not known", async () => {
    for (const type of ["tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "acTL", "fcTL", "sPLT", "vpAg", "JUNK"])
      expect(await expected(put(good, "IDAT", chunk(type, new Uint8Array(9))))).to.equal(`a PNG without ${type}`);
    expect(await expected(put(good, "IDAT", chunk("a<b>", new Uint8Array())))).to.equal(
      "a PNG without an unknown part",
    );
  });

  it("are refused where parts stand twice, apart, or out of order", async () => {
    const once = "each part of a PNG once";
    expect(await expected(put(good, "IDAT", chunk("pHYs", new Uint8Array(9))))).to.equal(once);
    expect(await expected(put(good, "IEND", concat(chunk("tIME", new Uint8Array(7)), part(good, "IDAT"))))).to.equal(
      once,
    );
    const [palette, clear] = [part(good, "PLTE"), part(good, "tRNS")];
    const late = put(without(without(good, "PLTE"), "tRNS"), "IDAT", concat(clear, palette));
    expect(await expected(late)).to.equal("opacities of its colours");
    expect(await expected(put(without(good, "PLTE"), "IEND", palette))).to.equal("a PNG in its order");
    expect(await expected(without(good, "PLTE"))).to.equal("a palette");
    expect(await expected(without(good, "IDAT"))).to.equal(once);
    expect(await expected(without(good, "IEND"))).to.equal("nothing behind the PNG");
  });

  it("are refused where a little unpacks to much, or to other than the rows that it says", async () => {
    const packed = (rows: Uint8Array): Uint8Array =>
      put(without(good, "IDAT"), "IEND", chunk("IDAT", new Uint8Array(deflateSync(rows))));
    const rows = 496 * 497;
    expect(await expected(packed(new Uint8Array(rows)))).to.equal(null);
    for (const length of [rows - 1, rows + 1, 50_000_000, 0])
      expect(await expected(packed(new Uint8Array(length)))).to.equal("as many pixels as it says");
    expect(await expected(packed(new Uint8Array(rows).fill(5)))).to.equal("filters that there are");
    const trailing = concat(new Uint8Array(deflateSync(new Uint8Array(rows))), utf8("more"));
    expect(await expected(put(without(good, "IDAT"), "IEND", chunk("IDAT", trailing)))).to.equal(
      "as many pixels as it says",
    );
  });

  it(`are taken or refused, and nothing else, in each of ${DER_MUTATIONS} forms in which they were changed, sums set right again`, async () => {
    let taken = 0;
    for (const { bytes } of mutated(good, DER_MUTATIONS)) if ((await expected(summed(bytes))) === null) taken += 1;
    expect(taken).to.be.below(DER_MUTATIONS / 20);
  });

  it("are refused where they are interlaced, of other than 8 bits, or of a kind that there is not", async () => {
    expect(await expected(headed(good, { interlace: 1 }))).to.equal("a PNG that is not interlaced");
    for (const kind of [{ bits: 16 }, { bits: 4 }, { bits: 1 }, { colour: 1 }])
      expect(await expected(headed(good, kind))).to.equal("8 bits a sample");
    expect(await expected(headed(good, { colour: 6 }))).to.equal("no palette where there is none to be");
  });
});

/** A chunk with the sum that Node's zlib gives it. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return new Uint8Array(Buffer.concat([length, body, sum]));
}

/** Where each part of a PNG begins. */
function* partsOf(png: Uint8Array): Generator<{ readonly type: string; readonly at: number; readonly end: number }> {
  const view = Buffer.from(png);
  for (let at = 8; at < png.length; ) {
    const end = at + 12 + view.readUInt32BE(at);
    yield { type: view.toString("latin1", at + 4, at + 8), at, end };
    at = end;
  }
}

function found(png: Uint8Array, type: string): { readonly at: number; readonly end: number } {
  const part = [...partsOf(png)].find((one) => one.type === type);
  if (part === undefined) throw new Error(`no ${type}`);
  return part;
}

const part = (png: Uint8Array, type: string): Uint8Array => png.slice(found(png, type).at, found(png, type).end);
const put = (png: Uint8Array, before: string, bytes: Uint8Array): Uint8Array =>
  concat(png.subarray(0, found(png, before).at), bytes, png.subarray(found(png, before).at));
const without = (png: Uint8Array, type: string): Uint8Array =>
  concat(png.subarray(0, found(png, type).at), png.subarray(found(png, type).end));

/** With the sum that each part should have. */
function summed(png: Uint8Array): Uint8Array {
  const view = Buffer.from(png);
  for (let at = 8; at + 12 <= view.length; ) {
    const end = at + 8 + view.readUInt32BE(at);
    if (end + 4 > view.length) break;
    view.writeUInt32BE(crc32(view.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return new Uint8Array(view);
}

/** With other words in its head. */
function headed(
  png: Uint8Array,
  more: Partial<Record<"width" | "height" | "bits" | "colour" | "interlace", number>>,
): Uint8Array {
  const data = Buffer.from(part(png, "IHDR").slice(8, 21));
  if (more.width !== undefined) data.writeUInt32BE(more.width, 0);
  if (more.height !== undefined) data.writeUInt32BE(more.height, 4);
  (["bits", "colour", undefined, undefined, "interlace"] as const).forEach((name, i) => {
    const value = name === undefined ? undefined : more[name];
    if (value !== undefined) data[8 + i] = value;
  });
  return concat(png.subarray(0, 8), chunk("IHDR", new Uint8Array(data)), without(png, "IHDR").subarray(8));
}
