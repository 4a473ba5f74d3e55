import { expect } from "chai";
import { encodeRlp } from "ethers";
import { concat, equal, fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { type RlpItem, rlpBytes, rlpDecode, rlpEncode, rlpList, rlpUint, uintItem } from "../../src/crypto/rlp.ts";
import { sample } from "./sample.ts";

const nothing = new Uint8Array();

function nested(depth: number): RlpItem {
  return depth === 0 ? [] : [nested(depth - 1)];
}

describe("RLP", () => {
  // https://ethereum.org/developers/docs/data-structures-and-encoding/rlp/#examples
  it("gives the published examples", () => {
    const three: RlpItem = [[], [[]], [[], [[]]]];
    const lorem = utf8("Lorem ipsum dolor sit amet, consectetur adipisicing elit");
    const examples: [RlpItem, string][] = [
      [utf8("dog"), "0x83646f67"],
      [[utf8("cat"), utf8("dog")], "0xc88363617483646f67"],
      [nothing, "0x80"],
      [[], "0xc0"],
      [Uint8Array.of(0), "0x00"],
      [Uint8Array.of(0x0f), "0x0f"],
      [Uint8Array.of(4, 0), "0x820400"],
      [three, "0xc7c0c1c0c3c0c1c0"],
      [lorem, `0xb838${toHex(lorem).slice(2)}`],
    ];
    for (const [item, hex] of examples) {
      expect(toHex(rlpEncode(item))).to.equal(hex);
      expect(rlpDecode(fromHex(hex))).to.deep.equal(item);
    }
  });

  it("encodes as ethers does and reads it back, around every change of form", () => {
    for (const length of [0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65_535, 65_536]) {
      const bytes = sample("rlp", length);
      for (const item of [bytes, [bytes], [[bytes, nothing], bytes, []]] as RlpItem[]) {
        const encoded = rlpEncode(item);
        const plain = (value: RlpItem): never =>
          (value instanceof Uint8Array ? toHex(value) : value.map(plain)) as never;
        expect(toHex(encoded)).to.equal(encodeRlp(plain(item)));
        expect(equal(rlpEncode(rlpDecode(encoded)), encoded)).to.equal(true);
      }
    }
  });

  it("writes a lone byte below 0x80 as itself and any other with a prefix", () => {
    for (const [byte, hex] of [
      [0x7f, "0x7f"],
      [0x80, "0x8180"],
      [0x81, "0x8181"],
      [0xff, "0x81ff"],
    ] as const) {
      expect(toHex(rlpEncode(Uint8Array.of(byte)))).to.equal(hex);
      expect(rlpDecode(fromHex(hex))).to.deep.equal(Uint8Array.of(byte));
    }
  });

  const WRONG: Record<string, string> = {
    "nothing at all": "0x",
    "a byte after the item": "0x8000",
    "a byte after a list": "0xc000",
    "a byte missing": "0x8261",
    "a byte missing in a list": "0xc261",
    "an item that runs over the end of its list": "0xc2826161",
    "a byte below 0x80 with a prefix": "0x8100",
    "another byte below 0x80 with a prefix": "0x817f",
    "the long form for a length of 1": "0xb80161",
    "the long form for a length of 55": `0xb837${"61".repeat(55)}`,
    "the long form for a list of 55": `0xf837${"61".repeat(55)}`,
    "a length with a leading zero": `0xb90038${"61".repeat(56)}`,
    "a list's length with a leading zero": `0xf90038${"61".repeat(56)}`,
    "a length that is cut off": "0xb8",
    "a length of 5 bytes": "0xbc0100000000",
    "a length of 8 bytes": "0xbfffffffffffffffff",
    "a list's length of 8 bytes": "0xffffffffffffffffff",
    "a length beyond the end": "0xbaffffff00",
  };
  for (const [name, hex] of Object.entries(WRONG)) {
    it(`refuses ${name}`, () => expect(() => rlpDecode(fromHex(hex))).to.throw("schema.pattern"));
  }

  it("is read or refused, and what is read is written again to the same bytes", () => {
    for (let first = 0; first < 256; first++) {
      for (const second of [0, 1, 0x37, 0x38, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xbf, 0xc0, 0xc1, 0xf7, 0xf8, 0xff]) {
        const bytes = Uint8Array.of(first, second);
        let item: RlpItem | null = null;
        try {
          item = rlpDecode(bytes);
        } catch {
          continue;
        }
        if (!equal(rlpEncode(item), bytes)) expect.fail(`${first} ${second} was read as another item's bytes`);
      }
    }
  });

  it("stops at sixteen lists within lists, and at thousands", () => {
    expect(rlpDecode(rlpEncode(nested(15)))).to.deep.equal(nested(15));
    expect(() => rlpDecode(rlpEncode(nested(16)))).to.throw("schema.pattern");
    let deep: Uint8Array = new Uint8Array();
    for (let i = 0; i < 3000; i++) deep = concat(prefix(deep.length), deep);
    expect(() => rlpDecode(deep)).to.throw("schema.pattern");
  });

  it("reads a byte string, a list or an integer, and nothing else in their place", () => {
    expect(rlpBytes(Uint8Array.of(1, 2), 2)).to.deep.equal(Uint8Array.of(1, 2));
    expect(rlpList([nothing], 1)).to.deep.equal([nothing]);
    expect(rlpUint(Uint8Array.of(1, 0))).to.equal(256n);
    expect(rlpUint(nothing)).to.equal(0n);
    expect(() => rlpBytes([])).to.throw("schema.pattern");
    expect(() => rlpBytes(undefined)).to.throw("schema.pattern");
    expect(() => rlpBytes(Uint8Array.of(1), 2)).to.throw("schema.pattern");
    expect(() => rlpList(nothing)).to.throw("schema.pattern");
    expect(() => rlpList([nothing], 2)).to.throw("schema.pattern");
    expect(() => rlpUint(Uint8Array.of(0))).to.throw("schema.pattern");
    expect(() => rlpUint(Uint8Array.of(0, 1))).to.throw("schema.pattern");
    expect(() => rlpUint(new Uint8Array(33).fill(1))).to.throw("schema.pattern");
  });

  it("writes an integer in as few bytes as it takes", () => {
    for (const value of [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 64n, 2n ** 256n - 1n]) {
      expect(rlpUint(uintItem(value))).to.equal(value);
    }
    expect(uintItem(0n)).to.have.length(0);
    expect(uintItem(256n)).to.have.length(2);
  });
});

/** Header of a list with a payload of this length. */
function prefix(length: number): Uint8Array {
  return length < 56
    ? Uint8Array.of(0xc0 + length)
    : concat(Uint8Array.of(0xf7 + uintItem(BigInt(length)).length), uintItem(BigInt(length)));
}
