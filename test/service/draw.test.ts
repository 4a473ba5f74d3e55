import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { position } from "../../src/proof/list-position.ts";
import { drawBelow, drawSerial, Pool } from "../../src/service/draw.ts";
import { nextPlace } from "../../src/service/status-list.ts";

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
/** A source that gives these 32-bit numbers, one after another. */
const source =
  (...values: number[]) =>
  (n: number): Uint8Array => {
    const bytes = new Uint8Array(n);
    new DataView(bytes.buffer).setUint32(0, values.shift() ?? 0);
    return bytes;
  };

describe("service: drawing", () => {
  it("draws without favouring small numbers: what doesn't divide evenly is drawn again", () => {
    expect(drawBelow(36, source(2 ** 32 - 1, 35))).to.equal(35);
    expect(drawBelow(16, source(2 ** 32 - 1))).to.equal(15);
  });

  it("makes serials of 20 of the 36 characters", () => {
    expect(drawSerial(source(...Array(20).fill(35)))).to.equal("Z".repeat(20));
    expect(drawSerial(random)).to.match(/^[0-9A-Z]{20}$/);
  });

  it("empties a pool cell by cell, each once, and only when it is taken", () => {
    const pool = new Pool(16, new Set([3, 5]));
    const drawn: number[] = [];
    while (pool.left > 0) {
      pool.draw(random);
      const { index, take } = pool.draw(random);
      take();
      drawn.push(index);
    }
    expect(drawn.toSorted((a, b) => a - b)).to.deep.equal([...Array(16).keys()].filter((i) => i !== 3 && i !== 5));
    expect(() => pool.draw(random)).to.throw(RangeError);
  });
});

describe("service: status lists", () => {
  const list = { key: `0x${"5a".repeat(16)}`, cells: 4 ** 6 } as const;

  it("gives every cell a position of its own", () => {
    const positions = new Set(Array.from({ length: list.cells }, (_, cell) => position(list, cell)));
    expect(positions.size).to.equal(list.cells);
    expect(Math.max(...positions)).to.equal(list.cells - 1);
  });

  it("keeps the positions that certificates were signed with", () => {
    expect([0, 1, 2, 4095].map((cell) => position(list, cell))).to.deep.equal(PINNED);
  });

  it("refuses a cell outside the list", () => {
    for (const cell of [-1, 0.5, list.cells]) expect(() => position(list, cell)).to.throw(RangeError);
  });

  it("joins batches until a list is full, then begins another with a key of its own", () => {
    const first = nextPlace(null, 16, random);
    expect(first).to.include({ cells: 2 ** 18, offset: 0 });
    const second = nextPlace({ list: first, capacity: 16 }, 1024, random);
    expect(second).to.deep.equal({ ...first, offset: 16 });
    const last = nextPlace({ list: { ...first, offset: 2 ** 18 - 32 }, capacity: 16 }, 16, random);
    expect(last.offset).to.equal(2 ** 18 - 16);
    const other = nextPlace({ list: last, capacity: 16 }, 16, random);
    expect(other.offset).to.equal(0);
    expect(other.id).to.not.equal(first.id);
    expect(other.key).to.not.equal(first.key);
  });

  it("has room for the largest batch", () => {
    expect(nextPlace(null, 2 ** 19, random).cells).to.equal(2 ** 20);
    expect(nextPlace(null, 2 ** 20, random).cells).to.equal(2 ** 20);
  });
});

const PINNED = [3297, 1463, 651, 1436];
