import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { encodeHeader, parseHeader } from "../../src/crypto/header.ts";
import { type RlpItem, rlpDecode, rlpEncode, rlpList } from "../../src/crypto/rlp.ts";
import { type RpcBlock, startChain } from "./chain.ts";

const FORKS = { london: 16, merge: 16, shanghai: 17, cancun: 20, prague: 21, osaka: 21 };

describe("header", () => {
  const blocks = new Map<string, RpcBlock[]>();

  before(async function () {
    this.timeout(60_000);
    for (const fork of Object.keys(FORKS)) {
      const chain = await startChain(fork);
      await chain.store(new Map([[1n, 1n]]));
      blocks.set(fork, [await chain.block("0x0"), await chain.block("latest")]);
      await chain.close();
    }
  });

  for (const [fork, fields] of Object.entries(FORKS)) {
    it(`of a ${fork} block hashes to the hash that the node gives, and says what the node says`, () => {
      for (const block of blocks.get(fork) ?? []) {
        const rlp = encodeHeader(block);
        const header = parseHeader(rlp);
        expect(rlpList(rlpDecode(rlp))).to.have.length(fields);
        expect(toHex(header.hash)).to.equal(block.hash);
        expect(toHex(header.parentHash)).to.equal(block.parentHash);
        expect(toHex(header.stateRoot)).to.equal(block.stateRoot);
        expect(header.number).to.equal(Number(block.number));
        expect(header.time).to.equal(Number(block.timestamp));
      }
      expect(blocks.get(fork)).to.have.length(2);
    });
  }

  const latest = (): { items: RlpItem[]; block: RpcBlock } => {
    const block = blocks.get("cancun")?.[1];
    if (block === undefined) throw new Error("no block");
    return { block, items: [...rlpList(rlpDecode(encodeHeader(block)))] };
  };

  it("refuses another number of fields", () => {
    const { items } = latest();
    for (let count = 0; count <= 22; count++) {
      const list = [...items, new Uint8Array(32), new Uint8Array(32)].slice(0, count);
      const read = (): unknown => parseHeader(rlpEncode(list));
      if ([16, 17, 20, 21].includes(count)) expect(read, String(count)).to.not.throw();
      else expect(read, String(count)).to.throw("schema.pattern");
    }
    expect(() => parseHeader(rlpEncode(new Uint8Array(500)))).to.throw("schema.pattern");
  });

  it("refuses a field that is too long, a list, or a number with a leading zero or beyond 2^53 − 1", () => {
    const { items } = latest();
    items.forEach((item, i) => {
      const isExtraData = i === 12;
      const longer = item instanceof Uint8Array ? Uint8Array.of(0, ...item) : item;
      const read = (value: RlpItem) => (): unknown => parseHeader(rlpEncode(items.with(i, value)));
      if (!isExtraData) expect(read(longer), `field ${i}`).to.throw("schema.pattern");
      expect(read([]), `field ${i}`).to.throw("schema.pattern");
    });
    for (const i of [8, 11]) {
      expect(() => parseHeader(rlpEncode(items.with(i, fromHex("0x20000000000000"))))).to.throw("schema.pattern");
    }
  });

  it("refuses a byte after the header", () => {
    const { block } = latest();
    expect(() => parseHeader(Uint8Array.of(...encodeHeader(block), 0))).to.throw("schema.pattern");
  });

  it("is not made from a block with a field missing, malformed or of the wrong length", () => {
    const { block } = latest();
    for (const change of [
      { stateRoot: undefined },
      { baseFeePerGas: undefined },
      { blobGasUsed: undefined },
      { stateRoot: "0x00" },
      { stateRoot: block.stateRoot.toUpperCase() },
      { number: "0x01" },
      { number: 1 },
      { number: "1" },
      { extraData: "0x0" },
      { nonce: "0x0" },
    ]) {
      expect(() => encodeHeader({ ...block, ...change }), JSON.stringify(change)).to.throw("schema.pattern");
    }
  });
});
