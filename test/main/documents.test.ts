import { expect } from "chai";
import { openDocuments } from "../../src/documents/documents.ts";
import { takeApart } from "../../src/documents/read/sealed.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { type DocumentPool, openDocumentPool } from "../../src/main/documents/pool.ts";
import { METADATA, testSealKey } from "../documents/ofd/world.ts";
import { paperOf, SAMPLED, subjectOf, TODAY, testSigner } from "../documents/paper.ts";
import { foreign, NOW, readBack, sealKey } from "../documents/stamp/world.ts";

const LICENCE = "11100000000013338W011";

describe("main: documents made by threads", () => {
  let pool: DocumentPool;
  before(async () => {
    pool = openDocumentPool(await readFonts(), 2);
  });
  after(() => pool.close());

  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: { code?: string; message: string }) => error.code ?? error.message,
    );

  it("are the same as those made at once", async () => {
    const here = openDocuments(await readFonts());
    const both = await Promise.all(
      SAMPLED.map(
        async (code) => [await pool.certificate(paperOf(code)), await here.certificate(paperOf(code))] as const,
      ),
    );
    for (const [there, own] of both) expect(Buffer.compare(there, own)).to.equal(0);
  });

  it("are the same as OFD, sealed by a key that stays with who asked", async () => {
    const { seal: _, ...request } = paperOf(LICENCE);
    const given = [
      { ...request, metadata: METADATA },
      { key: await testSealKey(), time: TODAY },
    ] as const;
    const here = openDocuments(await readFonts());
    const both = await Promise.all([pool.certificateOfd(...given), here.certificateOfd(...given)]);
    expect(Buffer.compare(...both)).to.equal(0);
  });

  it("are signed by who asked, and the key stays with it", async () => {
    const pdf = await pool.certificate(paperOf(LICENCE));
    const signer = await testSigner();
    let asked = 0;
    const counting = {
      ...signer,
      sign: (bytes: Uint8Array) => {
        asked += 1;
        return signer.sign(bytes);
      },
    };
    const sealed = await pool.sign(pdf, { signer: counting, time: TODAY });
    expect(asked).to.equal(1);
    expect(takeApart(sealed)).to.include({ length: sealed.length });
  });

  it("end in the same errors, and the next one is made all the same", async () => {
    const name = "\u{3134a}某";
    const subject = { ...subjectOf(LICENCE), name };
    expect(await codeOf(pool.certificate(paperOf(LICENCE, { subject })))).to.equal("document.glyph_missing");
    const pdf = await pool.certificate(paperOf(LICENCE));
    const refusing = {
      ...(await testSigner()),
      sign: async () => {
        throw new YinzhengError("keys.missing");
      },
    };
    expect(await codeOf(pool.sign(pdf, { signer: refusing, time: TODAY }))).to.equal("keys.missing");
    expect(await codeOf(pool.sign(new Uint8Array(10), { signer: await testSigner(), time: TODAY }))).to.be.a("string");
    expect((await pool.certificate(paperOf(LICENCE))).length).to.equal(pdf.length);
  });

  it("of anybody get seals in a thread of their own, whose callbacks stay here, and a damaged one is told as such", async () => {
    const key = await sealKey();
    const request = {
      key,
      placements: [{ kind: "at", page: 1, x: 90, y: 90 }],
      more: [{ key, placements: [{ kind: "across", y: 90 }] }],
      time: NOW,
      pades: { signer: await testSigner() },
    } as const;
    const file = await foreign();
    const [stamped, refused] = await Promise.all([
      pool.stamp(file, request),
      codeOf(pool.stamp(file.subarray(0, 500), request)),
    ]);
    const { ses, pades } = await readBack(stamped);
    expect([...ses, ...pades].map(({ holds }) => holds)).to.deep.equal([true, true, true]);
    expect(refused).to.equal("document.damaged");
    const rendered = await pool.certificate(paperOf(LICENCE));
    const sealed = await pool.sign(await pool.seal(rendered, { key, time: NOW }), { ...request.pades, time: NOW });
    expect(takeApart(sealed)).to.have.property("signatures").with.lengthOf(2);
  });

  it("are not made any more after the pool was closed, nor those that were being made", async () => {
    const closing = openDocumentPool(await readFonts(), 1);
    const asked = [closing.certificate(paperOf(LICENCE)), closing.certificate(paperOf(LICENCE))].map(codeOf);
    await closing.close();
    expect(await Promise.all(asked)).to.deep.equal(["document.stopped", "document.stopped"]);
    expect(await codeOf(closing.certificate(paperOf(LICENCE)))).to.equal("document.stopped");
  });
});
