import { deflateRawSync } from "node:zlib";
import { expect } from "chai";
import { crc32 } from "../../../../src/crypto/crc32.ts";
import { concat, equal, utf8 } from "../../../../src/crypto/encoding.ts";
import { CERTIFICATE_ENTRY, PROOF_ENTRY, packageOf } from "../../../../src/documents/read/ofd/package.ts";
import { readOfd } from "../../../../src/documents/read/ofd/read.ts";
import { changed, faultOf, filesIn, ofdOf, read, sealedAgain, withProof } from "../../ofd/world.ts";

const LIST = "/Doc_0/Signs/Signatures.xml";
const PAGE = "/Doc_0/Pages/Page_0/Content.xml";
const PROOF = utf8("{}");

interface Told {
  readonly name: string | Uint8Array;
  readonly body?: Uint8Array;
  readonly local?: string;
  readonly flags?: number;
  readonly method?: number;
  readonly size?: number;
  readonly mode?: number;
  readonly extra?: Uint8Array;
  readonly descriptor?: Uint8Array;
}

const n = (length: number, value: number) =>
  Uint8Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

/** A container that says what it is told to. */
function zip(entries: readonly Told[], { gap = 0, comment = "", count = entries.length } = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const rows: Uint8Array[] = [];
  let at = 0;
  for (const {
    name,
    body = new Uint8Array(),
    local = name,
    flags = 0,
    method = 0,
    size = body.length,
    mode = 0,
    extra = new Uint8Array(),
    descriptor,
  } of entries) {
    const [own, other] = [name, local].map((one) => (typeof one === "string" ? utf8(one) : one)) as [
      Uint8Array,
      Uint8Array,
    ];
    const plain = method === 8 ? null : body;
    const about = concat(n(2, 20), n(2, flags), n(2, method), n(4, 0));
    const sizes = concat(n(4, plain === null ? 0 : crc32(plain)), n(4, body.length), n(4, size));
    const head = concat(n(4, 0x04034b50), about, sizes, n(2, other.length), n(2, extra.length), other, extra);
    const whole = concat(head, body, descriptor ?? new Uint8Array(), new Uint8Array(gap));
    parts.push(whole);
    const row = concat(
      n(4, 0x02014b50),
      n(2, 0x031e),
      about,
      sizes,
      n(2, own.length),
      n(2, extra.length),
      n(2, 0),
      n(2, 0),
      n(2, 0),
    );
    rows.push(concat(row, n(2, 0), n(2, mode), n(4, at), own, extra));
    at += whole.length;
  }
  const list = concat(...rows);
  const text = utf8(comment);
  const end = concat(
    n(4, 0x06054b50),
    n(4, 0),
    n(2, count),
    n(2, count),
    n(4, list.length),
    n(4, at),
    n(2, text.length),
    text,
  );
  return concat(...parts, list, end);
}

const OFD: Told = { name: "OFD.xml", body: utf8("<a/>") };

describe("hostile OFD files", function () {
  this.timeout(30_000);
  const CONTAINERS: Readonly<Record<string, readonly [string, Uint8Array]>> = {
    "a path that leads out": ["ofd.container", zip([OFD, { name: "../evil" }])],
    "a path from the root": ["ofd.container", zip([OFD, { name: "/etc/passwd" }])],
    "a path with a drive": ["ofd.container", zip([OFD, { name: "C:evil" }])],
    "a backslash": ["ofd.container", zip([OFD, { name: "Doc_0\\..\\evil" }])],
    "a name with an empty part": ["ofd.container", zip([OFD, { name: "Doc_0//a" }])],
    "a name with a zero": ["ofd.container", zip([OFD, { name: "a\0b" }])],
    "a name that is no UTF-8": ["ofd.container", zip([OFD, { name: Uint8Array.of(0x61, 0xff) }])],
    "a name twice": ["ofd.container", zip([OFD, OFD])],
    "a name twice but for case": ["ofd.container", zip([OFD, { name: "ofd.XML" }])],
    "a name that is a file and a folder": ["ofd.container", zip([OFD, { name: "a" }, { name: "a/b" }])],
    "a folder with bytes in it": ["ofd.container", zip([OFD, { name: "a/", body: utf8("x") }])],
    "a symbolic link": ["ofd.container", zip([OFD, { name: "a", body: utf8("/etc/passwd"), mode: 0o120777 }])],
    "an encrypted entry": ["ofd.encrypted", zip([{ ...OFD, flags: 1 }])],
    "another method": ["ofd.container", zip([{ ...OFD, method: 12, size: 3 }])],
    "another name in the entry than in the list": ["ofd.container", zip([{ ...OFD, local: "OFD.xmI" }])],
    "bytes between entries": ["ofd.container", zip([OFD], { gap: 1 })],
    "bytes before the first entry": ["ofd.not_ofd", concat(utf8("x"), zip([OFD]))],
    "bytes behind the end": ["ofd.truncated", concat(zip([OFD]), utf8("x"))],
    "a comment": ["ofd.truncated", zip([OFD], { comment: "x" })],
    "fewer entries in the list than there are": ["ofd.container", zip([OFD, { name: "a" }], { count: 1 })],
    ZIP64: ["ofd.container", zip([{ ...OFD, extra: concat(n(2, 1), n(2, 8), new Uint8Array(8)) }])],
    "another name in an extra field": [
      "ofd.container",
      zip([{ ...OFD, extra: concat(n(2, 0x7075), n(2, 5), new Uint8Array(5)) }]),
    ],
    "an entry that says it unpacks to gigabytes": ["ofd.bomb", zip([{ ...OFD, method: 8, size: 4e9 }])],
    "an entry far larger than its bytes": [
      "ofd.bomb",
      zip([{ ...OFD, method: 8, body: new Uint8Array(100), size: 1e7 }]),
    ],
    "an entry that unpacks to more than it says": [
      "ofd.container",
      zip([{ name: "OFD.xml", method: 8, body: new Uint8Array(deflateRawSync(new Uint8Array(1e6))), size: 1000 }]),
    ],
    "an entry without its check sum": [
      "ofd.container",
      zip([{ name: "OFD.xml", method: 8, body: new Uint8Array(deflateRawSync(utf8("<a/>"))), size: 4 }]),
    ],
    nothing: ["ofd.not_ofd", new Uint8Array()],
    "a file of another kind": ["ofd.not_ofd", utf8("%PDF-1.7\n")],
    "a container that is no OFD": ["ofd.structure", zip([OFD])],
    "more than is read": ["ofd.too_large", new Uint8Array(21 * 1024 * 1024)],
  };
  for (const [what, [fault, bytes]] of Object.entries(CONTAINERS))
    it(`${what} is ${fault}`, async () => {
      expect(await faultOf(bytes)).to.equal(fault);
    });

  it("many entries that together unpack to far too much are ofd.bomb", async () => {
    const body = new Uint8Array(deflateRawSync(new Uint8Array(15e6)));
    const many = Array.from({ length: 6 }, (_, i) => ({
      name: `a${i}`,
      method: 8,
      body: concat(body, new Uint8Array(80_000)),
      size: 15e6,
    }));
    expect(await faultOf(zip([OFD, ...many]))).to.equal("ofd.bomb");
  });

  const CHANGES: Readonly<Record<string, readonly [string, (files: Map<string, Uint8Array>) => void]>> = {
    "a page that says something else": ["ofd.altered", (files) => files.set(PAGE, utf8("<a/>"))],
    "a page that is gone": ["ofd.altered", (files) => files.delete(PAGE)],
    "another certificate": ["ofd.altered", (files) => files.set(CERTIFICATE_ENTRY, utf8("{}"))],
    "a file that was added": ["ofd.uncovered", (files) => files.set("/Doc_0/Annots/Annotations.xml", utf8("<a/>"))],
    "a file beside the proof": ["ofd.uncovered", (files) => files.set("/Yinzheng/other.json", PROOF)],
    "a signature that is gone": ["ofd.structure", (files) => files.delete("/Doc_0/Signs/Sign_0/SignedValue.dat")],
    "a signature of nonsense": [
      "ofd.signature_unreadable",
      (files) => files.set("/Doc_0/Signs/Sign_0/SignedValue.dat", PROOF),
    ],
    "a list without signatures": [
      "ofd.unsigned",
      (files) => files.set(LIST, utf8('<Signatures xmlns="http://www.ofdspec.org/2016"/>')),
    ],
    "a list with an external entity": [
      "ofd.xml",
      (files) => files.set(LIST, utf8('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')),
    ],
  };
  for (const [what, [fault, change]] of Object.entries(CHANGES))
    it(`${what} is ${fault}`, async () => {
      expect(await faultOf(await changed(await ofdOf(), change))).to.equal(fault);
    });

  it("of two seals, neither is taken away, put behind the other, or hidden from the list", async () => {
    const two = await sealedAgain(await ofdOf());
    const files = await filesIn(two);
    const list = new TextDecoder().decode(files.get(LIST));
    const [first = "", second = ""] = list.match(/<ofd:Signature [^>]*\/>/g) ?? [];
    const put = async (text: string) => faultOf(await changed(two, (own) => own.set(LIST, utf8(text))));
    expect(await put(list.replace(first, "@").replace(second, first).replace("@", second))).to.equal("ofd.order");
    expect(await put(list.replace(second, ""))).to.equal("ofd.uncovered");
    // Its files are there still, and covered as any file is: what names it as a signature is the leaf, by the list.
    const hidden = await read(await changed(two, (own) => own.set(LIST, utf8(list.replace(first, "")))));
    expect(equal(hidden.listed, (await read(two)).listed)).to.equal(false);
    const without = await changed(two, (own) => {
      for (const path of own.keys()) if (path.startsWith("/Doc_0/Signs/Sign_0/")) own.delete(path);
    });
    expect(await faultOf(without)).to.equal("ofd.structure");
  });

  it("the same files in another order, uncompressed, or with other times are ofd.repacked", async () => {
    const files = [...(await filesIn(await ofdOf()))].map(([path, body]) => ({ name: path.slice(1), body }));
    expect(await faultOf(zip(files))).to.equal("ofd.repacked");
    expect(await faultOf(zip(files.toReversed()))).to.equal("ofd.repacked");
  });

  it("a proof that is added changes nothing of what the leaf is over, and nothing else may be added", async () => {
    const ofd = await ofdOf();
    const proven = await read(await withProof(ofd, PROOF));
    expect(proven.proof).to.deep.equal(PROOF);
    expect(equal(proven.listed, (await read(ofd)).listed)).to.equal(true);
    expect(new TextDecoder().decode(proven.listed)).not.to.include(PROOF_ENTRY);
  });

  it("500 flipped bits and every cut are refused or show in what the leaf is over; nothing is thrown", async () => {
    const ofd = await withProof(await ofdOf(), PROOF);
    const right = await read(ofd);
    const accepted: number[] = [];
    for (let i = 0; i < 500; i++) {
      const bit = Math.floor(((i + 0.37) / 500) * ofd.length * 8);
      const flipped = ofd.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const reading = await readOfd(flipped);
      if (!("fault" in reading)) accepted.push(bit);
    }
    expect(accepted).to.deep.equal([]);
    for (let length = 0; length < ofd.length; length += 997)
      expect(await faultOf(ofd.subarray(0, length))).to.match(/^ofd\./);
    expect(right.signatures).to.have.length(1);
  });

  it("a container of 4,097 entries is refused, and one of 4,000 empty ones read no further than its entrance", async () => {
    const many = (count: number) =>
      packageOf(new Map(Array.from({ length: count }, (_, i) => [`/f${i}`, new Uint8Array()] as const)));
    expect(await faultOf(many(4097))).to.equal("ofd.container");
    expect(await faultOf(many(4000))).to.equal("ofd.structure");
  });
});
