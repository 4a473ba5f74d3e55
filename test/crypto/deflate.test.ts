import { inflateRawSync, inflateSync } from "node:zlib";
import { expect } from "chai";
import { deflateSame, zlibSame } from "../../src/crypto/deflate.ts";
import { equal, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";

/** Bytes that look random, always the same. */
function noise(length: number, values: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % values;
  });
}

const TEXT = utf8('<ofd:TextObject ID="7" Boundary="31.7 25.4 40.5 5"/>你好呀'.repeat(300));
const SAMPLES: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(),
  "one byte": Uint8Array.of(200),
  "one byte again and again": new Uint8Array(100_000),
  "text that repeats itself": TEXT,
  "noise of all values": noise(70_000, 256),
  "noise of few values": noise(70_000, 3),
  "what was there 40,000 bytes before": Uint8Array.from([...noise(40_000, 256), ...noise(300, 256)]),
};

describe("DEFLATE that is the same everywhere", () => {
  for (const [what, bytes] of Object.entries(SAMPLES))
    it(`zlib unpacks ${what}`, () => {
      expect(equal(new Uint8Array(inflateRawSync(deflateSame(bytes))), bytes)).to.equal(true);
      expect(equal(new Uint8Array(inflateSync(zlibSame(bytes))), bytes)).to.equal(true);
    });

  it("every length and distance is unpacked as it was", () => {
    for (let length = 1; length <= 600; length += 1) {
      const bytes = Uint8Array.from([...noise(length, 256), ...new Uint8Array(length), ...noise(length, 256)]);
      expect(equal(new Uint8Array(inflateRawSync(deflateSame(bytes))), bytes), `${length}`).to.equal(true);
    }
  });

  it("text becomes a tenth at most", () => {
    expect(deflateSame(TEXT).length).to.be.lessThan(TEXT.length / 10);
  });

  // Sealed files are written again and compared: whoever has to change this breaks them.
  it("the bytes are those of the first day", () => {
    const all = Object.values(SAMPLES).map(deflateSame);
    expect(toHex(sha256(...all))).to.equal("0x7bc25e81749a64fb5c1c042fb49c61d32275a0b257ab397f463e5d6f97ec4dd7");
  });
});
