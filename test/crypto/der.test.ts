import { expect } from "chai";
import {
  bitStringOf,
  childrenOf,
  context,
  der,
  derBits,
  derInteger,
  derOid,
  derText,
  derTime,
  integerOf,
  oidOf,
  readDer,
  sequenceOf,
  TAG,
  textOf,
  timeOf,
} from "../../src/crypto/der.ts";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";

const refused = (read: () => unknown): boolean => {
  try {
    read();
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "schema.pattern";
  }
};
const read = (hex: string) => readDer(fromHex(`0x${hex}` as Hex));

describe("DER", () => {
  // Object identifiers and integers as X.690 §8 and RFC 5280's appendix write them.
  it("writes what the standards show", () => {
    expect(toHex(derOid("1.2.840.113549"))).to.equal("0x06062a864886f70d");
    expect(toHex(derOid("2.100.3"))).to.equal("0x0603813403");
    expect(toHex(derOid("1.2.156.10197.1.501"))).to.equal("0x06082a811ccf55018375");
    expect(toHex(derInteger(0))).to.equal("0x020100");
    expect(toHex(derInteger(127))).to.equal("0x02017f");
    expect(toHex(derInteger(128))).to.equal("0x02020080");
    expect(toHex(derInteger(256))).to.equal("0x02020100");
    expect(toHex(derBits(Uint8Array.of(1)))).to.equal("0x03020001");
    expect(toHex(derTime(Date.UTC(2026, 10, 24, 6, 7, 8) / 1000))).to.equal(
      toHex(derText(TAG.utcTime, "261124060708Z")),
    );
    expect(toHex(derTime(Date.UTC(2050, 0, 1) / 1000))).to.equal(
      toHex(derText(TAG.generalizedTime, "20500101000000Z")),
    );
  });

  it("reads back what it wrote", () => {
    for (const oid of ["0.0", "1.39", "2.5.4.97", "1.2.156.10197.6.1.4.2.2", "2.999.1"])
      expect(oidOf(readDer(derOid(oid)))).to.equal(oid);
    for (const value of [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 160n + 1n])
      expect(integerOf(readDer(derInteger(value)))).to.equal(value);
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const value = readDer(der(TAG.octetString, new Uint8Array(length)));
      expect(value.content.length).to.equal(length);
    }
    const time = Date.UTC(2031, 1, 28, 23, 59, 59) / 1000;
    for (const tag of [TAG.utcTime, TAG.generalizedTime]) expect(timeOf(readDer(derTime(time, tag)))).to.equal(time);
    expect(textOf(readDer(derText(TAG.utf8String, "审批𠮷")))).to.equal("审批𠮷");
    const nested = der(TAG.sequence, derInteger(1), der(context(0), derInteger(2)));
    expect(sequenceOf(readDer(nested)).map(({ tag }) => tag)).to.deep.equal([TAG.integer, 0xa0]);
  });

  it("takes one form of each value and no other", () => {
    const wrong = {
      nothing: "",
      "bytes left over": "02010000",
      "a length that is not the shortest": "02810101",
      "a length with a leading zero": "0482000100",
      "an indefinite length": "30800201000000",
      "fewer bytes than it says": "0405010203",
      "no length at all": "30",
      "a tag of several bytes": "1f810100",
      "a length of five bytes": "0485000000000100",
    };
    for (const [what, hex] of Object.entries(wrong))
      expect(
        refused(() => read(hex)),
        what,
      ).to.equal(true);
    expect(
      refused(() => integerOf(read("0200"))),
      "an empty INTEGER",
    ).to.equal(true);
    expect(
      refused(() => integerOf(read("02020001"))),
      "a leading zero",
    ).to.equal(true);
    expect(
      refused(() => integerOf(read("0202ff80"))),
      "a leading one",
    ).to.equal(true);
    expect(integerOf(read("0201ff"))).to.equal(-1n);
    expect(
      refused(() => oidOf(read("06028001"))),
      "a leading 0x80",
    ).to.equal(true);
    expect(
      refused(() => oidOf(read("060181"))),
      "an arc without its end",
    ).to.equal(true);
    expect(
      refused(() => bitStringOf(read("03020101"))),
      "bits left over",
    ).to.equal(true);
    expect(
      refused(() => childrenOf(read("0401ff"))),
      "children of a string",
    ).to.equal(true);
    expect(
      refused(() => textOf(read("0c02c328"))),
      "no UTF-8",
    ).to.equal(true);
    expect(
      refused(() => textOf(read("1301ff"))),
      "no ASCII",
    ).to.equal(true);
    for (const time of ["261324060708Z", "260230060708Z", "261124240708Z", "2611240607Z", "261124060708+0800"])
      expect(
        refused(() => timeOf(readDer(derText(TAG.utcTime, time)))),
        time,
      ).to.equal(true);
  });
});
