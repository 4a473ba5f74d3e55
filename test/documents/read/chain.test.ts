import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect } from "chai";
import { der, derBits, derOid, readDer, sequenceOf, TAG } from "../../../src/crypto/der.ts";
import { type Certificate, isIssuedBy, readCertificate } from "../../../src/crypto/x509.ts";
import { writeCertificate } from "../../../src/crypto/x509-write.ts";
import { leadsTo } from "../../../src/documents/read/chain.ts";
import { TODAY } from "../paper.ts";

interface Pair {
  readonly info: Uint8Array;
  readonly key: KeyObject;
}

const pair = (): Pair => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return { info: new Uint8Array(publicKey.export({ format: "der", type: "spki" })), key: privateKey };
};
const signedBy =
  ({ key }: Pair) =>
  async (bytes: Uint8Array) =>
    new Uint8Array(sign("sha256", bytes, key));

describe("documents: chains of certificates", () => {
  const [rootKey, subKey, ownKey, otherKey] = [pair(), pair(), pair(), pair()];
  let serial = 0n;
  let root: Certificate;

  before(async () => {
    root = readCertificate(await made("root", rootKey, "root", rootKey));
  });

  function made(subject: string, own: Pair, issuer: string, by: Pair, authority = true): Promise<Uint8Array> {
    serial += 1n;
    return writeCertificate({
      serial,
      subject: { commonName: subject },
      issuer: { commonName: issuer },
      notBefore: TODAY - 10,
      notAfter: TODAY + 10,
      publicKey: own.info,
      issuerKey: by.info,
      authority,
      algorithm: "ecdsaSha256",
      sign: signedBy(by),
    });
  }

  /** The certificate with one piece of what is signed replaced, signed anew. */
  async function altered(certificate: Uint8Array, from: string, to: string, by: Pair): Promise<Uint8Array> {
    const [tbs, algorithm] = sequenceOf(readDer(certificate));
    const hex = Buffer.from(tbs?.whole ?? []).toString("hex");
    expect(hex.split(from), from).to.have.length(2);
    const other = new Uint8Array(Buffer.from(hex.replace(from, to), "hex"));
    return der(TAG.sequence, other, algorithm?.whole ?? new Uint8Array(), derBits(await signedBy(by)(other)));
  }

  const leads = (signer: Certificate, certificates: readonly Certificate[]): boolean =>
    leadsTo([root], { signer, certificates, time: TODAY });

  it("lead from the signer to an authority, directly and by way of others", async () => {
    const sub = readCertificate(await made("sub", subKey, "root", rootKey));
    expect(leads(readCertificate(await made("own", ownKey, "root", rootKey, false)), [])).to.equal(true);
    const own = readCertificate(await made("own", ownKey, "sub", subKey, false));
    expect(leads(own, [own, sub])).to.equal(true);
    expect(leads(own, [own])).to.equal(false);
  });

  it("don't go by a certificate that says, in so many words, that it is no authority", async () => {
    // TRUE in the basic constraints becomes FALSE, and signing certificates stays among the uses.
    const no = await altered(await made("sub", subKey, "root", rootKey), "30030101ff", "3003010100", rootKey);
    const own = readCertificate(await made("own", ownKey, "sub", subKey, false));
    expect(isIssuedBy(own, readCertificate(no))).to.equal(false);
    expect(leads(own, [readCertificate(no)])).to.equal(false);
  });

  it("don't go by a certificate with a limit that is not understood", async () => {
    // The key usage (2.5.29.15, critical) becomes name constraints (2.5.29.30).
    const limited = await altered(await made("sub", subKey, "root", rootKey), "0603551d0f", "0603551d1e", rootKey);
    expect(readCertificate(limited).unread).to.deep.equal(["2.5.29.30"]);
    expect(
      leads(readCertificate(await made("own", ownKey, "sub", subKey, false)), [readCertificate(limited)]),
    ).to.equal(false);
  });

  it("are not looked for longer than an honest one takes, whatever a file carries", async () => {
    const own = readCertificate(await made("own", ownKey, "many", subKey, false));
    const carried = await Promise.all(Array.from({ length: 15 }, () => made("many", subKey, "many", otherKey)));
    // Reading a certificate's bytes is what checking its signature begins with.
    let checked = 0;
    const counted = [own, ...carried.map(readCertificate)].map((one) => ({
      ...one,
      get whole() {
        checked += 1;
        return one.whole;
      },
    }));
    const [signer = own] = counted;
    expect(leads(signer, counted)).to.equal(false);
    expect(checked).to.be.lessThan(100);
  });

  it("are made of certificates whose signature can be read", async () => {
    const [tbs, algorithm, signature] = sequenceOf(readDer(await made("sub", subKey, "root", rootKey)));
    const parts = [tbs, algorithm, signature].map((part) => part?.whole ?? new Uint8Array());
    const [said = new Uint8Array(), named = new Uint8Array(), value = new Uint8Array()] = parts;
    for (const other of [
      [said, named],
      [said, named, der(TAG.octetString, value)],
      [said, derOid("1.2.840.10045.4.3.2"), value],
      [said, named, value, value],
    ])
      expect(() => readCertificate(der(TAG.sequence, ...other))).to.throw("schema.pattern");
  });
});
