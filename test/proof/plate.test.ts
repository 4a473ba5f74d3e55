import { expect } from "chai";
import { fromBase45, toBase45 } from "../../src/crypto/base45.ts";
import { toHex } from "../../src/crypto/encoding.ts";
import { SUITES } from "../../src/crypto/suites/table.ts";
import type { MemberKey } from "../../src/domain/member.ts";
import { PLATE_KINDS, type Plate, type PlateKind } from "../../src/domain/plate.ts";
import { readCode } from "../../src/proof/codes.ts";
import { keyIdOf } from "../../src/proof/ids.ts";
import { judgePlate, plateCode, plateMessage, readPlate } from "../../src/proof/plate.ts";

const REGISTRY = `0x${"5a".repeat(32)}` as const;
const SECRET = new Uint8Array(32).fill(7);
const PLATE: Plate = {
  member: "11371000004352185C",
  id: `0x${"0102030405060708"}`,
  kind: "well_cover",
  label: "环翠区新威路 1 号 𠮷",
  issuedOn: "2026-11-24",
};
const SUITE = SUITES["sm2-jcs-2026"];
const KEY: MemberKey = {
  keyId: keyIdOf(SUITE.name, SUITE.publicKeyOf(SECRET)),
  suite: SUITE.name,
  publicKey: toHex(SUITE.publicKeyOf(SECRET)),
  purposes: ["credential"],
  custody: "hosted",
  notBefore: 0,
  notAfter: 2 ** 40 - 1,
  compromisedSince: 0,
};
const signed = (plate: Plate): string =>
  plateCode(REGISTRY, KEY.keyId, plate, SUITE.signBytes(SECRET, plateMessage(SUITE, REGISTRY, KEY.keyId, plate)));
const findingOf = (code: string, keys: readonly MemberKey[] = [KEY], registryId: `0x${string}` = REGISTRY) =>
  judgePlate(readPlate(code), registryId, keys);

describe("proof: plates", () => {
  const code = signed(PLATE);
  const bytes = fromBase45(code.slice(4));
  const altered = (change: (copy: Uint8Array) => void): string => {
    const copy = bytes.slice();
    change(copy);
    return `YZ3:${toBase45(copy)}`;
  };

  it("say who put them up, on what, and when, and are the member's by its registered key", () => {
    expect(readCode(code, [])).to.deep.equal({ kind: "plate", text: code });
    expect(readPlate(code).plate).to.deep.equal(PLATE);
    expect(findingOf(code)).to.equal("ok");
  });

  it("are small enough for a code that is read from a metre away: 400 characters with the longest label", () => {
    expect(signed({ ...PLATE, label: "字".repeat(60) }).length).to.be.below(450);
    expect(code.length).to.be.below(220);
  });

  it("are of every kind, on every day", () => {
    for (const kind of Object.keys(PLATE_KINDS) as PlateKind[])
      for (const issuedOn of ["1970-01-01", "2026-12-31", "2149-06-06"])
        expect(readPlate(signed({ ...PLATE, kind, issuedOn })).plate).to.deep.include({ kind, issuedOn });
  });

  it("are forged where a single bit of what they say is another", () => {
    for (let at = 43; at < bytes.length; at++) {
      const text = altered((copy) => {
        copy[at] = (copy[at] ?? 0) ^ 1;
      });
      let finding: string;
      try {
        finding = findingOf(text);
      } catch (error) {
        finding = (error as { code: string }).code;
      }
      expect(["forged", "plate.format"], `byte ${at}`).to.include(finding);
    }
  });

  it("are nobody's by a key that is not the member's, or is for something else, and no proof by one that was stolen", () => {
    expect(findingOf(code, [])).to.equal("key_unknown");
    expect(findingOf(code, [{ ...KEY, purposes: ["status"] }])).to.equal("key_unknown");
    expect(findingOf(code, [{ ...KEY, compromisedSince: 1 }])).to.equal("key_compromised");
    expect(findingOf(code, [{ ...KEY, notAfter: 1 }])).to.equal("forged");
    expect(findingOf(code, [KEY], `0x${"5b".repeat(32)}`)).to.equal("other_network");
  });

  it("are of one network to the last byte, though they name it by the first eight", () => {
    expect(findingOf(code, [KEY], `0x${"5a".repeat(31)}00`)).to.equal("forged");
  });

  for (const [what, text] of [
    ["another prefix", code.replace("YZ3", "YZ4")],
    ["no label", `YZ3:${toBase45(bytes.slice(0, 110))}`],
    ["another version", altered((copy) => copy.set([2]))],
    ["a code of no organisation", altered((copy) => copy.set([0x41], 26))],
    ["an unknown kind", altered((copy) => copy.set([99], 43))],
    ["half a character", altered((copy) => copy.set([0xff], copy.length - 1))],
    ["a label that reads backwards", signed({ ...PLATE, label: "a\u202eb" })],
    ["a label that is too long", signed({ ...PLATE, label: "a".repeat(61) })],
    ["characters outside the alphabet", "YZ3:abc"],
  ] as const) {
    it(`are not read: ${what}`, () => {
      expect(() => readPlate(text))
        .to.throw()
        .with.property("code", "plate.format");
    });
  }
});
