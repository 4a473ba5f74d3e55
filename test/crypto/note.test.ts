import { expect } from "chai";
import { concat, fromBase64, toBase64, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import {
  cosignMessage,
  formatCheckpoint,
  formatCosignature,
  formatNote,
  formatVkey,
  parseCheckpoint,
  parseNote,
  parseVkey,
  verifyCosignature,
} from "../../src/crypto/note.ts";
import { eddsaJcs2022 as ed25519 } from "../../src/crypto/suites/eddsa-jcs-2022.ts";
import { flipped, sample } from "./sample.ts";

const checkpoint = {
  origin: "yinzheng.example/log",
  size: 20_852_163,
  root: fromBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
  block: { number: 1234, hash: sample("block") },
};
const body = formatCheckpoint(checkpoint);
const secret = sample("witness");
const vkey = formatVkey("bank.example/witness", ed25519.publicKeyOf(secret));
const TIME = 1_790_000_000;

function cosigned(time: number, text = body, key = vkey, by = secret): string {
  return formatCosignature(key, time, ed25519.signBytes(by, cosignMessage(text, time)));
}

describe("checkpoint", () => {
  it("is origin, size, root and block, each a line", () => {
    expect(body).to.equal(
      "yinzheng.example/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n" +
        `block 1234 0x${Buffer.from(sample("block")).toString("hex")}\n`,
    );
    expect(parseCheckpoint(body)).to.deep.equal(checkpoint);
  });

  it("may be of the empty log and of any safe number", () => {
    for (const size of [0, 1, Number.MAX_SAFE_INTEGER]) {
      const other = { ...checkpoint, size, block: { ...checkpoint.block, number: size } };
      expect(parseCheckpoint(formatCheckpoint(other))).to.deep.equal(other);
    }
  });

  const lines = body.split("\n");
  const BAD: Record<string, string> = {
    nothing: "",
    "no last newline": body.slice(0, -1),
    "a blank line more": `${body}\n`,
    "a line more": `${body}block 1 0x${"00".repeat(32)}\n`,
    "no block line": `${lines.slice(0, 3).join("\n")}\n`,
    "an empty origin": ["", ...lines.slice(1)].join("\n"),
    "a control character in the origin": body.replace("example", "exam\tple"),
    "a carriage return": body.replaceAll("\n", "\r\n"),
    "a leading zero": body.replace("20852163", "020852163"),
    "a sign": body.replace("20852163", "+20852163"),
    "a size with a fraction": body.replace("20852163", "2.0"),
    "a size in hex": body.replace("20852163", "0x10"),
    "a size beyond 2^53 − 1": body.replace("20852163", "9007199254740992"),
    "a size of twenty digits": body.replace("20852163", "18446744073709551615"),
    "a root of 31 bytes": body.replace(/Cs.*=/, toBase64(sample("r", 31))),
    "a root in base64url": body.replace("m/X", "m_X"),
    "a root with stray bits": body.replace("q2I=", "q2J="),
    "an upper-case block hash": body.replace(/0x[0-9a-f]+/, (hash) => `0x${hash.slice(2).toUpperCase()}`),
    "a short block hash": body.replace(/[0-9a-f]{2}\n$/, "\n"),
    "a block number with a leading zero": body.replace("block 1234", "block 01234"),
    "a block number beyond 2^53 − 1": body.replace("block 1234", "block 9007199254740993"),
    "two spaces": body.replace("block 1234", "block  1234"),
    "another extension line": body.replace("block ", "blocks "),
  };
  for (const [name, text] of Object.entries(BAD)) {
    it(`with ${name} is refused`, () => {
      expect(text).to.not.equal(body);
      expect(() => parseCheckpoint(text)).to.throw("schema.pattern");
    });
  }

  it("is not written where it could not be read", () => {
    for (const change of [
      { origin: "" },
      { origin: "a\nb" },
      { size: -1 },
      { size: 0.5 },
      { size: 1e21 },
      { root: sample("r", 31) },
      { block: { number: 1, hash: sample("h", 31) } },
      { block: { number: -1, hash: sample("h") } },
    ]) {
      expect(() => formatCheckpoint({ ...checkpoint, ...change })).to.throw("schema.pattern");
    }
  });
});

describe("vkey", () => {
  it("is name, key id and type with key, and reads back", () => {
    const publicKey = ed25519.publicKeyOf(secret);
    const parsed = parseVkey(vkey);
    expect(vkey).to.match(/^bank\.example\/witness\+[0-9a-f]{8}\+BA?[A-Za-z0-9+/]+=*$/);
    expect(parsed.name).to.equal("bank.example/witness");
    expect(parsed.publicKey).to.deep.equal(publicKey);
    expect(formatVkey(parsed.name, parsed.publicKey)).to.equal(vkey);
  });

  it("reads back where the base64 holds plus signs", () => {
    const key = new Uint8Array(32).fill(0xfb);
    expect(formatVkey("w", key).split("+").length).to.be.greaterThan(3);
    expect(parseVkey(formatVkey("w", key)).publicKey).to.deep.equal(key);
  });

  it("is refused with another name, key id, type or length", () => {
    const [name, id, key] = vkey.split(/\+(.{8})\+/) as [string, string, string];
    const bytes = fromBase64(key);
    for (const text of [
      "",
      name,
      `${name}x+${id}+${key}`,
      `${name}+${id.startsWith("0") ? "1" : "0"}${id.slice(1)}+${key}`,
      `${name}+${id.toUpperCase()}G+${key}`,
      `${name}+${id}+${toBase64(concat(Uint8Array.of(1), bytes.subarray(1)))}`,
      `${name}+${id}+${toBase64(bytes.subarray(0, 32))}`,
      `${name}+${id}+${key}====`,
      ` ${vkey}`,
      `${vkey}\n`,
    ]) {
      expect(() => parseVkey(text), JSON.stringify(text)).to.throw("schema.pattern");
    }
  });

  it("is refused for a name that a note can't hold, though the key id is right", () => {
    const key = concat(Uint8Array.of(4), sample("key"));
    const withName = (name: string): string =>
      `${name}+${Buffer.from(sha256(utf8(`${name}\n`), key).subarray(0, 4)).toString("hex")}+${toBase64(key)}`;
    expect(parseVkey(withName("a")).name).to.equal("a");
    for (const name of ["a b", "a\u3000b", "a\u0000"])
      expect(() => parseVkey(withName(name))).to.throw("schema.pattern");
  });

  it("is not made for names that a note can't hold", () => {
    for (const name of ["", "a b", "a+b", "a\u3000b", "a\u0085b", "a\u00a0b", "a\nb", "\ud800", "a\u0000b"]) {
      expect(() => formatVkey(name, sample("k")), JSON.stringify(name)).to.throw("schema.pattern");
    }
    expect(() => formatVkey("a", sample("k", 31))).to.throw("internal");
  });
});

describe("note", () => {
  // https://c2sp.org/signed-note, the example at its head
  const POEM = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
  const SIGNED = `${POEM}\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n`;

  it("of the specification's example is its text, with the blank line in it, and one signature", () => {
    const note = parseNote(SIGNED);
    expect(note.body).to.equal(POEM);
    expect(note.signatures.map(({ name }) => name)).to.deep.equal(["quasimodo.example/salvatore"]);
    expect(note.signatures[0]?.keyId).to.deep.equal(Uint8Array.of(0x36, 0x7b, 0xa0, 0x4b));
    expect(note.signatures[0]?.bytes).to.have.length(64);
  });

  it("holds at least sixteen signatures, at most sixty-four", () => {
    const line = cosigned(TIME);
    expect(parseNote(formatNote(body, Array(64).fill(line))).signatures).to.have.length(64);
    expect(() => formatNote(body, Array(65).fill(line))).to.throw("schema.pattern");
  });

  const good = formatNote(body, [cosigned(TIME)]);
  const BAD: Record<string, string> = {
    nothing: "",
    "no signature": `${body}\n`,
    "no blank line": body + cosigned(TIME),
    "no text": `\n${cosigned(TIME)}`,
    "no last newline": good.slice(0, -1),
    "a line after the signatures": `${good}more\n`,
    "a hyphen for the dash": good.replace("— ", "- "),
    "two spaces": good.replace("— ", "—  "),
    "a space after the signature": good.replace(/\n$/, " \n"),
    "a plus sign in the name": good.replace("bank.example", "bank+example"),
    "a signature of four bytes": `${body}\n— a ${toBase64(sample("s", 4))}\n`,
    "unpadded base64": good.replaceAll("=", ""),
    "a tab": `\t${good}`,
    "a carriage return": good.replaceAll("\n", "\r\n"),
    "a zero byte": `\0${good}`,
    "a lone surrogate": `\ud800${good}`,
    "more than 64 KiB": `${"a".repeat(66_000)}\n\n${cosigned(TIME)}`,
    "more than 64 KiB of Chinese": `${"印".repeat(22_000)}\n\n${cosigned(TIME)}`,
  };
  for (const [name, text] of Object.entries(BAD)) {
    it(`with ${name} is refused`, () => expect(() => parseNote(text)).to.throw("schema.pattern"));
  }

  it("may have 64 KiB, and a text of one empty line", () => {
    const line = cosigned(TIME);
    const room = 64 * 1024 - utf8(line).length - 2;
    expect(parseNote(`${"a".repeat(room)}\n\n${line}`).signatures).to.have.length(1);
    expect(() => parseNote(`${"a".repeat(room + 1)}\n\n${line}`)).to.throw("schema.pattern");
    expect(parseNote(formatNote("\n", [line])).body).to.equal("\n");
  });

  it("is not written where its text could not be told from its signatures", () => {
    expect(() => formatNote("no newline", [cosigned(TIME)])).to.throw("schema.pattern");
    expect(() => formatNote(body, [])).to.throw("schema.pattern");
    expect(() => formatNote(body, ["— a b\n"])).to.throw("schema.pattern");
    expect(() => formatNote(body, [`\n${cosigned(TIME)}`])).to.throw("schema.pattern");
  });
});

describe("cosignature", () => {
  // https://c2sp.org/tlog-cosignature, "Ed25519 signed message"
  it("is over the specification's message", () => {
    const text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    expect(cosignMessage(text, 1_679_315_147)).to.deep.equal(utf8(`cosignature/v1\ntime 1679315147\n${text}`));
  });

  // The same page's example note: its second line is a co-signature of that time.
  it("has the specification's layout: key id, eight bytes of time, 64 of signature", () => {
    const line =
      "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    const [signature] = parseNote(`text\n\n${line}`).signatures;
    expect(signature?.bytes).to.have.length(72);
    expect(Buffer.from(signature?.bytes ?? []).readBigUInt64BE()).to.equal(1_679_315_147n);
    const [ours] = parseNote(formatNote(body, [cosigned(1_679_315_147)])).signatures;
    expect(ours?.keyId).to.deep.equal(parseVkey(vkey).keyId);
    expect(ours?.bytes.slice(0, 8)).to.deep.equal(signature?.bytes.slice(0, 8));
  });

  it("gives the time at which the witness signed", () => {
    for (const time of [0, TIME, Number.MAX_SAFE_INTEGER]) {
      expect(verifyCosignature(vkey, parseNote(formatNote(body, [cosigned(time)])))).to.equal(time);
    }
  });

  it("is found among those of others, known or not", () => {
    const other = formatVkey("court.example/witness", ed25519.publicKeyOf(sample("court")));
    const theirs = cosigned(TIME + 1, body, other, sample("court"));
    const note = parseNote(formatNote(body, [theirs, "— log.example/a AAAAAAE=\n", cosigned(TIME)]));
    expect(verifyCosignature(vkey, note)).to.equal(TIME);
    expect(verifyCosignature(other, note)).to.equal(TIME + 1);
    expect(verifyCosignature(formatVkey("x", sample("x")), note)).to.equal(null);
  });

  it("does not hold for another body, time, name or key", () => {
    const [signature] = parseNote(formatNote(body, [cosigned(TIME)])).signatures;
    const note = (change: object, text = body) => ({ body: text, signatures: [{ ...signature!, ...change }] });
    expect(verifyCosignature(vkey, note({}))).to.equal(TIME);
    expect(verifyCosignature(vkey, note({}, body.replace("1234", "1235")))).to.equal(null);
    expect(verifyCosignature(vkey, note({ name: "bank.example/other" }))).to.equal(null);
    expect(verifyCosignature(vkey, note({ keyId: sample("id", 4) }))).to.equal(null);
    expect(verifyCosignature(vkey, note({ bytes: signature!.bytes.slice(1) }))).to.equal(null);
    expect(verifyCosignature(vkey, note({ bytes: concat(signature!.bytes, Uint8Array.of(0)) }))).to.equal(null);
    for (let i = 0; i < 72; i++) {
      expect(verifyCosignature(vkey, note({ bytes: flipped(signature!.bytes, i) })), `byte ${i}`).to.equal(null);
    }
    const sameName = formatVkey("bank.example/witness", ed25519.publicKeyOf(sample("new key")));
    expect(verifyCosignature(sameName, note({}))).to.equal(null);
  });

  it("counts for nothing beside one of the same key that fails; of two that hold, the later counts", () => {
    const broken = formatCosignature(vkey, TIME, sample("not a signature", 64));
    expect(verifyCosignature(vkey, parseNote(formatNote(body, [cosigned(TIME), broken])))).to.equal(null);
    const both = parseNote(formatNote(body, [cosigned(TIME + 60), cosigned(TIME)]));
    expect(verifyCosignature(vkey, both)).to.equal(TIME + 60);
  });

  it("is not made for times that are no whole seconds, nor of signatures of other lengths", () => {
    for (const time of [-1, 0.5, 2 ** 60, Number.NaN]) {
      expect(() => cosignMessage(body, time)).to.throw("schema.pattern");
      expect(() => formatCosignature(vkey, time, sample("s", 64))).to.throw("schema.pattern");
    }
    expect(() => formatCosignature(vkey, TIME, sample("s", 63))).to.throw("internal");
  });
});
