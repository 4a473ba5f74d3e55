import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isListOf, readRevocationList } from "../../src/crypto/crl.ts";
import { context, der, derInteger, derOid, readDer, sequenceOf, TAG } from "../../src/crypto/der.ts";
import { readCertificate } from "../../src/crypto/x509.ts";
import { certificateBy, DAY, listBy, MAKER, NOW, ROOT } from "../documents/read/ses/world.ts";
import { hasSm2, openssl } from "./openssl.ts";
import { flipped } from "./sample.ts";

describe("lists of revoked certificates", () => {
  let root: Uint8Array;
  let list: Uint8Array;
  const revoked = [
    { serial: 3n, since: NOW - DAY },
    { serial: 2n ** 120n, since: NOW },
  ];
  before(async () => {
    root = await certificateBy(ROOT, ROOT, { authority: true, serial: 1n });
    list = await listBy(ROOT, revoked);
  });

  it("say who is revoked, since when, and for how long the list answers", () => {
    const read = readRevocationList(list);
    expect(read).to.include({ thisUpdate: NOW, nextUpdate: NOW + 7 * DAY });
    expect([...read.revoked]).to.deep.equal(revoked.map(({ serial, since }) => [serial, since]));
  });

  it("are of the authority that signed them, and of no other of its name or key", async () => {
    const read = readRevocationList(list);
    expect(isListOf(read, readCertificate(root))).to.equal(true);
    const maker = await certificateBy(MAKER, MAKER, { authority: true, serial: 1n });
    expect(isListOf(read, readCertificate(maker))).to.equal(false);
    const none = await certificateBy(ROOT, ROOT, { serial: 1n });
    expect(isListOf(read, readCertificate(none))).to.equal(false);
    expect(isListOf(readRevocationList(flipped(list, list.length - 1)), readCertificate(root))).to.equal(false);
    const namesake = { ...readCertificate(maker), subject: readCertificate(root).subject };
    expect(isListOf(read, namesake)).to.equal(false);
  });

  it("are refused where they are of a part only, or say nothing of the next one", () => {
    const [tbs, algorithm, signature] = sequenceOf(readDer(list));
    const fields = sequenceOf(tbs).map(({ whole }) => whole);
    const rebuilt = (parts: readonly Uint8Array[]): Uint8Array =>
      der(
        TAG.sequence,
        der(TAG.sequence, ...parts),
        algorithm?.whole ?? new Uint8Array(),
        signature?.whole ?? new Uint8Array(),
      );
    expect(() => readRevocationList(rebuilt(fields))).to.not.throw();
    const delta = der(
      TAG.sequence,
      derOid("2.5.29.27"),
      der(TAG.boolean, Uint8Array.of(0xff)),
      der(TAG.octetString, derInteger(1)),
    );
    const wrong = [
      [...fields.slice(0, -1), der(context(0), der(TAG.sequence, delta))],
      fields.filter((_, i) => i !== 4),
      [derInteger(0), ...fields.slice(1)],
    ];
    for (const parts of wrong)
      expect(() => readRevocationList(rebuilt(parts)))
        .to.throw()
        .with.property("code", "schema.pattern");
  });

  (hasSm2 ? it : it.skip)("are what OpenSSL reads: the same numbers, and times", () => {
    const dir = mkdtempSync(join(tmpdir(), "yinzheng-crl-"));
    try {
      const path = join(dir, "list.der");
      writeFileSync(path, list);
      const { stdout } = openssl("crl", "-inform", "DER", "-in", path, "-noout", "-text");
      expect(stdout).to.include("Serial Number: 03");
      expect(stdout).to.include("Last Update: Nov 24 00:00:00 2026 GMT");
      expect(stdout).to.include("Signature Algorithm: SM2-with-SM3");
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
