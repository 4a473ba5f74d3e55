import { expect } from "chai";
import { fromHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { isIssuedBy, readCertificate } from "../../../src/crypto/x509.ts";
import { type CmsSignature, holds, readCms } from "../../../src/documents/read/cms.ts";
import { takeApart } from "../../../src/documents/read/sealed.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import { TODAY, testSigner } from "../paper.ts";
import { sealedPaper } from "../sealed.ts";

describe("documents: signatures", () => {
  let der: Uint8Array;
  let digest: Uint8Array;
  let authority: Uint8Array;
  before(async () => {
    const signer = await testSigner();
    const { pdf } = await sealedPaper({ signer });
    const parts = takeApart(pdf);
    if ("fault" in parts) throw new Error(parts.fault);
    const [only] = parts.signatures;
    if (only === undefined) throw new Error("no signature");
    der = withoutPadding(fromHex(`0x${only.contents.toLowerCase()}` as Hex));
    digest = sha256(pdf.slice(0, only.gap[0]), pdf.slice(only.gap[1], only.end));
    authority = signer.authority;
  });

  /** The value at the beginning; the room behind it is zeros. */
  function withoutPadding(bytes: Uint8Array): Uint8Array {
    const count = (bytes[1] ?? 0) & 0x7f;
    const length = bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
    return bytes.slice(0, 2 + count + length);
  }

  it("hold over what they cover, by a certificate of the authority, at the time they say", () => {
    const cms = readCms(der);
    expect(holds(cms, digest)).to.equal(true);
    expect(isIssuedBy(cms.signer, readCertificate(authority))).to.equal(true);
    expect(cms.signingTime).to.equal(TODAY);
    expect(cms.timestamp).to.equal(null);
  });

  it("don't hold over anything else", () => {
    expect(holds(readCms(der), sha256(digest))).to.equal(false);
  });

  it("with one bit flipped are none, don't hold, or say the same", () => {
    const right = readCms(der);
    const said = ({ signer, signingTime, digest: over }: CmsSignature) => [signer.whole, signingTime, over];
    for (let at = 0; at < der.length; at++) {
      const other = der.slice();
      other[at] = (other[at] ?? 0) ^ 0x04;
      try {
        const read = readCms(other);
        if (holds(read, digest)) expect(said(read), String(at)).to.deep.equal(said(right));
      } catch (error) {
        expect((error as { code?: string }).code, String(at)).to.equal("schema.pattern");
      }
    }
  });
});
