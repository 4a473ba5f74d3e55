import { expect } from "chai";
import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { latin1 } from "../../../src/documents/read/latin1.ts";
import { isStamped, readStamped, type StampedReading } from "../../../src/documents/read/stamped/read.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import { stamp } from "../../../src/documents/stamp/stamp.ts";
import { testSigner } from "../paper.ts";
import { foreign, NOW, readBack, sealKey, withProof } from "./world.ts";

/** What a file is refused for: its form, or a signature that does not hold over it. */
function refused(read: StampedReading): boolean {
  if ("fault" in read) return true;
  return [...read.ses, ...read.pades].some(({ holds }) => !holds);
}

describe("documents: stamped files that were changed", () => {
  let key: SealKey;
  let sealed: Uint8Array;
  let whole: Uint8Array;
  before(async () => {
    key = await sealKey();
    const pades = { signer: await testSigner() };
    sealed = await stamp(await foreign({ form: true }), {
      key,
      placements: [{ kind: "at", page: 1, x: 80, y: 80 }],
      time: NOW,
      pades,
    });
    whole = await withProof(sealed);
  });

  const faultOf = async (bytes: Uint8Array) => {
    const read = await readStamped(bytes);
    return "fault" in read ? read.fault : null;
  };
  const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  it("are told from the one that they were made of", async () => {
    expect(refused(await readStamped(whole))).to.equal(false);
    expect(isStamped(whole)).to.equal(true);
    expect(isStamped(await foreign())).to.equal(false);
  });

  it("are refused with any of 500 bits turned, wherever they stand, but in the padding behind a signature", async () => {
    const { ses, pades } = await readBack(whole);
    const gap = ses[0]?.gap ?? [0, 0];
    const last = latin1(sealed).lastIndexOf("/Contents <");
    const padded = (at: number) =>
      (at > gap[0] && at < gap[1]) || (at > last && pades.length > 0 && at < sealed.length);
    let tried = 0;
    for (let i = 0; tried < 500; i++) {
      const at = (i * 104_729) % whole.length;
      if (padded(at)) continue;
      tried += 1;
      const changed = concat(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8));
      const read = await readStamped(changed);
      // The proof's own content is another's to judge: only its form is asked about here.
      expect(refused(read) || at >= sealed.length, `bit ${i % 8} at ${at}`).to.equal(true);
    }
  });

  it("are refused with a revision behind seal or proof, whatever it holds", async () => {
    const more = utf8("1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n");
    expect(await faultOf(concat(sealed, more))).to.equal("pdf.change_after_seal");
    expect(await faultOf(concat(whole, more))).to.equal("pdf.change_after_seal");
    expect(await faultOf(concat(whole, utf8("\n")))).to.equal("pdf.change_after_seal");
    expect(await faultOf(concat(whole, whole.subarray(sealed.length)))).to.equal("pdf.change_after_seal");
  });

  it("are refused with a marker of a further stamping that is none", async () => {
    const marker = utf8(`\n%yinzheng-stamp/1 original ${whole.length} data 9\n`);
    expect(await faultOf(concat(whole, marker))).to.equal("pdf.unsigned");
    expect(await faultOf(concat(whole, marker, utf8("%%EOF\n")))).to.equal("pdf.unsigned");
  });

  it("take no marker for one that stands elsewhere than it says", async () => {
    const file = utf8("%PDF-1.7\n\n%yinzheng-stamp/1 original 3 data 9\n%%EOF\n");
    expect(await faultOf(file)).to.equal("pdf.foreign");
  });

  it("are refused with a range that leaves out more, begins elsewhere or ends early", async () => {
    const text = latin1(sealed);
    for (const change of [
      (range: string) => range.replace("[0 ", "[9 "),
      (range: string) => range.replace(/\[0 (\d)/, (_, first) => `[0 ${(Number(first) % 9) + 1}`),
      (range: string) =>
        range.replace(/(\d+)( *\])$/, (_, count, end) => `${String(Number(count) - 7).padEnd(count.length)}${end}`),
    ]) {
      const at = text.lastIndexOf("/ByteRange");
      const end = text.indexOf("]", at) + 1;
      const changed = text.slice(0, at) + change(text.slice(at, end)) + text.slice(end);
      expect(await faultOf(bytesOf(changed))).to.equal("pdf.byte_range");
    }
  });

  it("are refused where they were cut short", async () => {
    for (const length of [sealed.length - 1, sealed.length - 500, whole.length - 1])
      expect(await faultOf(whole.subarray(0, length)), `${length}`).to.be.oneOf([
        "pdf.truncated",
        "pdf.byte_range",
        "pdf.change_after_seal",
      ]);
  });

  it("are refused where a use of a seal stands above the agency's signature in the same stamping", async () => {
    const { ses } = await readBack(sealed);
    expect(ses).to.have.lengthOf(1);
    const unmarked = await stamp(sealed, { key, placements: [{ kind: "at", page: 1, x: 50, y: 50 }], time: NOW });
    const text = latin1(unmarked);
    // The same length, so that every range stays right.
    const hidden =
      text.slice(0, sealed.length) + text.slice(sealed.length).replace("%yinzheng-stamp", "%yinzheng-stomp");
    expect(await faultOf(bytesOf(hidden))).to.equal("pdf.unsigned");
  });
});
