import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { anchorLeafData, logLeafData, statusLeafData } from "../../src/crypto/log-record.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { position } from "../../src/proof/list-position.ts";
import { type ListSource, type ListView, readState } from "../../src/proof/status-list.ts";
import { CellBook, listBits } from "../../src/service/cell-book.ts";
import { checkLists, type ShownList } from "../../src/service/list-check.ts";
import { digest } from "../proof/paper/keys.ts";

const [REGISTRY, MEMBER, TYPE] = ["registry", "member", "type"].map(digest) as [Hex, Hex, Hex];
const NONE: Hex = `0x${"00".repeat(32)}`;
const moment = { time: 5, parentHash: NONE };
const BLOCK = { number: 9, hash: digest("block"), time: 7 };
const ascii = (text: string): Hex => `0x${Buffer.from(text).toString("hex").padEnd(64, "0")}`;

const anchored = (name: string, fields: object = {}): Hex => {
  const ids = { memberId: MEMBER, typeId: TYPE, batchId: digest(name), root: digest("root") };
  const anchor = { ...ids, officerEpoch: 1, size: 16, hashSuite: 1, notBefore: 1, deadline: 9, ...fields };
  return toHex(anchorLeafData(REGISTRY, { ...moment, anchor, signatures: [], threshold: 2, logIndex: 0, block: 1 }));
};

const changed = (name: string, to: number, first: number, count = 1): Hex => {
  const ids = { memberId: MEMBER, actingMemberId: MEMBER, batchId: digest(name), expectedHead: NONE };
  const successor = { memberId: NONE, batchId: NONE, index: 0 };
  const rest = { officerEpoch: 1, to, reason: 1, successor, notBefore: 1, deadline: 9 };
  const change = { ...ids, ranges: [{ first, count }], ...rest };
  return toHex(statusLeafData(REGISTRY, { ...moment, change, newHead: digest(`${name} ${to}`), signers: [] }));
};

const event = (name: string, member = MEMBER): Hex =>
  toHex(logLeafData(REGISTRY, "yinzheng/log/member/v1", moment, [member, ascii(name), "0x"]));

function bookOf(...leaves: readonly Hex[]): CellBook {
  const book = new CellBook();
  for (const leaf of leaves) book.add(leaf);
  return book;
}

/** The list of these batches, as an honest service would make it. */
function listOf(book: CellBook, id: string, names: readonly string[], fields: Partial<ListSource> = {}): ShownList {
  const own = book.batches({ memberId: MEMBER, typeId: TYPE }, book.size);
  const batches = names.map((name, i) => {
    const batch = own.find(({ batchId }) => batchId === digest(name));
    return { batchId: digest(name), offset: 16 * i, size: 16, statusHead: batch?.statusHead ?? NONE };
  });
  const source: ListSource = {
    registryId: REGISTRY,
    memberId: MEMBER,
    typeId: TYPE,
    block: BLOCK,
    log: { size: book.size, root: digest("log") },
    key: `0x${id.repeat(16)}`,
    cells: 4 ** 9,
    lastCompromise: book.lastCompromise(MEMBER, book.size),
    batches,
    ...fields,
  };
  const view: ListView = {
    url: `https://x.example/v1/status-lists/${id.repeat(16)}`,
    id: id.repeat(16),
    issuer: "did:web:x.example",
    validFrom: BLOCK.time,
    validUntil: BLOCK.time + 9,
    encodedList: "",
    source,
  };
  return { view, bits: listBits(source, own) };
}

function shown(book: CellBook, ...lists: readonly ShownList[]): unknown {
  const { number, hash, time } = BLOCK;
  const checkpoint = { size: book.size, root: digest("log"), block: { number, hash } };
  try {
    checkLists({ registryId: REGISTRY, checkpoint, time, book }, lists);
  } catch (error) {
    if (isYinzhengError(error, "witness.refused")) return error.detail.reason;
    throw error;
  }
  return "signed";
}

describe("service: the cells of the log", () => {
  it("are folded change by change, as of any size of the log", () => {
    const book = bookOf(
      anchored("a"),
      changed("a", 1, 2, 3),
      changed("a", 2, 3),
      changed("a", 0, 2),
      changed("a", 3, 4),
    );
    const cells = (size: number) => [...(book.batches({ memberId: MEMBER, typeId: TYPE }, size)[0]?.cells ?? [])];
    expect(cells(1)).to.deep.equal([]);
    expect(cells(2)).to.deep.equal([
      [2, "suspended"],
      [3, "suspended"],
      [4, "suspended"],
    ]);
    expect(cells(5)).to.deep.equal([
      [3, "revoked"],
      [4, "superseded"],
    ]);
    expect(book.batches({ memberId: MEMBER, typeId: TYPE }, 0)).to.deep.equal([]);
  });

  it("are those of one member and type", () => {
    const other = { typeId: digest("other") };
    const book = bookOf(anchored("a"), anchored("b", other), anchored("c", { memberId: digest("other") }));
    const named = (typeId: Hex) => book.batches({ memberId: MEMBER, typeId }, 3).map(({ batchId }) => batchId);
    expect(named(TYPE)).to.deep.equal([digest("a")]);
    expect(named(other.typeId)).to.deep.equal([digest("b")]);
  });

  it("know the member's last report of a compromise, of a key or of an officer", () => {
    const reports = [event("key-compromised"), event("officer-compromised", digest("other")), event("officer-added")];
    const book = bookOf(anchored("a"), ...reports, event("officer-compromised"));
    expect([1, 2, 4, 5].map((size) => book.lastCompromise(MEMBER, size))).to.deep.equal([0, 2, 2, 5]);
  });
});

describe("service: lists shown to a witness", () => {
  const book = bookOf(anchored("a"), anchored("b"), anchored("c"), changed("b", 2, 3), changed("c", 1, 15));

  it("are signed where one is full and the next goes on, each batch in one of them", () => {
    const [full, next] = [listOf(book, "aa", ["a", "b"]), listOf(book, "bb", ["c"])];
    expect(shown(book, full, next)).to.equal("signed");
    expect(shown(book, listOf(book, "aa", ["c", "a", "b"])), "in any order").to.equal("signed");
    const place = position(next.view.source, 15);
    expect(readState(next.bits, place)).to.equal("suspended");
  });

  it("are refused where one of them is kept back, or a batch stands in both", () => {
    const [full, next] = [listOf(book, "aa", ["a", "b"]), listOf(book, "bb", ["c"])];
    for (const alone of [full, next]) expect(shown(book, alone)).to.equal("a batch is left out");
    expect(shown(book, full, listOf(book, "bb", ["c", "b"]))).to.equal("a batch stands in two lists");
    expect(shown(book, full, next, listOf(book, "cc", ["d"]))).to.equal("a batch is not on chain");
    expect(shown(book, full, full)).to.equal("a list is shown twice");
    const strange = listOf(book, "bb", ["c"], { typeId: digest("other") });
    expect(shown(book, full, strange)).to.equal("the lists are of several members or types");
    expect(shown(book)).to.equal("there is no list");
  });

  it("are refused where one bit of any of them is another", () => {
    const [full, next] = [listOf(book, "aa", ["a", "b"]), listOf(book, "bb", ["c"])];
    for (const place of [0, position(next.view.source, 15)]) {
      const bits = Uint8Array.from(next.bits);
      const byte = (2 * place) >> 3;
      bits[byte] = (bits[byte] ?? 0) ^ (0x80 >> ((2 * place) & 7));
      expect(shown(book, full, { ...next, bits })).to.equal("a bit says what the log does not");
    }
  });
});
