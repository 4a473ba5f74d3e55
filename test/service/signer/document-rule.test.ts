import { expect } from "chai";
import { concat, fromBase64, toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import type { DocumentSigner, PdfRequest, SealOptions } from "../../../src/documents/documents.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import { canonicalize } from "../../../src/domain/canonical.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import { entryOf, voidLeaf } from "../../../src/proof/leaf.ts";
import { SEALED_MEDIA_TYPE } from "../../../src/proof/representation.ts";
import { cellOf, representationLeaf, representationManifest } from "../../../src/service/documents/manifest.ts";
import { documentRequestOf } from "../../../src/service/documents/request.ts";
import type { AnchorRequest, BatchRepresentation, Shown } from "../../../src/service/officers.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { testSealKey } from "../../documents/ofd/world.ts";
import { testSigner } from "../../documents/paper.ts";
import { testDocuments } from "../../documents/sealed.ts";
import { documentOf } from "../documents/desk.ts";
import { type Harness, issued, serve } from "../harness.ts";
import { DAY, openWorld, PUBLIC_URL, type World } from "../world.ts";
import { refusal } from "./office.ts";

const LIMITS = { purpose: "办理贷款", validUntil: "2027-01-01T00:00:00Z" };

const same = <T>(one: T): T => one;

describe("an officer's signer, shown sealed documents", function () {
  this.timeout(60_000);
  let world: World;
  let harness: Harness;
  /** What the service has shown for one document, and of a certificate of another member. */
  let real: AnchorRequest & { readonly documents: readonly BatchRepresentation[] };
  let certificate: AnchorRequest & { readonly documents: readonly Shown[] };

  before(async () => {
    world = await openWorld();
    const seen: AnchorRequest[] = [];
    const officers = world.licences.officers.map((officer) => ({
      ...officer,
      async signAnchor(request: AnchorRequest) {
        const documents: Shown[] = [];
        for await (const document of request.documents) documents.push(document);
        seen.push({ ...request, documents });
        return officer.signAnchor({ ...request, documents });
      },
    }));
    harness = await serve(world, { officers, store: openMemoryStore() });
    const view = await issued(harness.service, world);
    await documentOf(harness.service, world, view);
    certificate = seen[0] as typeof certificate;
    real = seen.at(-1) as typeof real;
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  const FIRST: Hex = `0x${"5b".repeat(32)}`;
  const voidValue: Hex = `0x${"0d".repeat(16)}`;
  let batches = 0;

  /** A request for these documents whose root follows from them, in a batch of its own. */
  function requestFor(documents: readonly Shown[], fields: Partial<AnchorRequest["anchor"]> = {}): AnchorRequest {
    batches += 1;
    const own: Hex = fields.batchId ?? `0x${(BigInt(FIRST) + BigInt(batches)).toString(16)}`;
    const { anchor } = real;
    const { memberId, typeId } = anchor;
    const { registryId } = world.network;
    const batch = { registryId, memberId, typeId, batchId: own };
    const leaves = new Map(
      documents
        .filter((one) => "sealed" in one)
        .map((document) => {
          const { index, sealed, salt, bundle, limits } = document;
          const made = documentRequestOf(bundle, { ...document, publicUrl: PUBLIC_URL });
          const entry = entryOf(SEALED_MEDIA_TYPE, fromBase64(sealed), Buffer.from(salt.slice(2), "hex"), "sha256");
          const of = { entry, of: cellOf(made.bundle), ...(limits === undefined ? {} : { limits }) };
          return [index, representationLeaf(representationManifest({ ...batch, index }, of))];
        }),
    );
    const empty = voidLeaf(batch, voidValue, "sha256");
    const { root } = batchTree({ size: anchor.size, suite: "sha256", leaves, voidLeaf: empty });
    return { anchor: { ...anchor, batchId: own, root, ...fields }, voidValue, documents };
  }

  const ask = (request: AnchorRequest): Promise<string> => refusal(world.licences.checker.signAnchor(request));
  const shown = (): BatchRepresentation => real.documents[0] as BatchRepresentation;

  /** The document made by a service that cheats: with other terms, or signed by another key. */
  async function forged(
    terms: Partial<BatchRepresentation> & { readonly publicUrl?: string },
    cheat: {
      readonly signer?: DocumentSigner;
      drawn?(request: PdfRequest): PdfRequest;
      made?(pdf: Uint8Array): Uint8Array | Promise<Uint8Array>;
    } = {},
  ): Promise<BatchRepresentation> {
    const documents = await testDocuments();
    const { signer = world.licences.seal, drawn = same, made = same } = cheat;
    const { publicUrl = PUBLIC_URL, ...own } = terms;
    const document = { ...shown(), ...own };
    const { request } = documentRequestOf(document.bundle, { ...document, publicUrl });
    const rendered = await made(await documents.certificate(drawn(request)));
    return { ...document, sealed: toBase64(await documents.sign(rendered, { signer, time: document.sealedAt })) };
  }

  /** With a use of this seal, as a service puts it beneath the signature. */
  async function sealed(code: string, more: Partial<SealOptions> = {}): Promise<BatchRepresentation> {
    const at = world.clock();
    const period = { created: at - DAY, validFrom: at - DAY, validUntil: at + 100 * DAY };
    const key = await testSealKey({ id: code, ...period });
    const options = { key, time: shown().sealedAt, ...more };
    return forged({}, { made: async (pdf) => (await testDocuments()).seal(pdf, options) });
  }

  it("signs one that bears its member's own seal, unseen, and refuses any other use of a seal beneath the signature", async () => {
    const own = `${world.licences.profile.code}001`;
    expect(await ask(requestFor([await sealed(own)]))).to.equal("signed");
    const at = world.clock();
    const other = await testSealKey({
      id: own,
      created: at - 9 * DAY,
      validFrom: at - 9 * DAY,
      validUntil: at - 5 * DAY,
    });
    const forger = { ...(await testSealKey({ id: own })), sign: async () => new Uint8Array(70) };
    const placement = { kind: "at", page: 1, x: 60, y: 60 } as const;
    const twice = forged(
      {},
      {
        made: async (pdf) => {
          const documents = await testDocuments();
          const key = await testSealKey({ id: own, validFrom: at - DAY, validUntil: at + DAY });
          const options = { key, time: shown().sealedAt };
          return documents.seal(await documents.seal(pdf, options), options);
        },
      },
    );
    for (const [words, document] of [
      [/another member's/, sealed("11371000MB28461234001")],
      [/not the one that follows/, sealed(own, { placement })],
      [/electronic seal does not hold/, sealed(own, { time: shown().sealedAt - 1 })],
      [/electronic seal does not hold/, sealed(own, { key: other })],
      [/electronic seal does not hold/, sealed(own, { key: forger })],
      [/not one seal/, twice],
    ] as const)
      expect(await ask(requestFor([await document]))).to.match(words);
  });

  it("signs what the service has made, and the same again", async () => {
    expect(await ask(real)).to.equal("signed");
    expect(await ask(requestFor([shown()]))).to.equal("signed");
    expect(await ask(requestFor([await forged({ languages: "zh+en" })]))).to.equal("signed");
    expect(await ask(requestFor([await forged({ limits: LIMITS })]))).to.equal("signed");
  });

  it("refuses a root that does not follow from the documents", async () => {
    const other = { ...requestFor([shown()]), voidValue: `0x${"0e".repeat(16)}` as Hex };
    expect(await ask(other)).to.equal("signer.root_mismatch");
  });

  it("refuses another root for a batch that it has signed", async () => {
    const first = requestFor([shown()]);
    expect(await ask(first)).to.equal("signed");
    const { batchId } = first.anchor;
    expect(await ask(requestFor([await forged({ languages: "zh+en" })], { batchId }))).to.equal("signer.conflict");
  });

  for (const [what, terms] of [
    ["says other languages than were asked for", () => ({ languages: "zh+en" as const })],
    ["says other limits than are on it", () => ({ limits: LIMITS })],
    ["names another time than the one it was sealed at", () => ({ sealedAt: shown().sealedAt - 1 })],
  ] as const) {
    it(`refuses a document whose line ${what}`, async () => {
      expect(await ask(requestFor([{ ...shown(), ...terms() }]))).to.match(
        /^signer\.refused: the document is not the one that follows/,
      );
    });
  }

  it("refuses a document whose code leads to another host", async () => {
    const document = await forged({ publicUrl: "https://demo.yinzheng.example.evil.cn" });
    expect(await ask(requestFor([document]))).to.match(/not the one that follows from its certificate/);
  });

  it("refuses a document on which a word is another than in the certificate that it carries", async () => {
    const document = await forged(
      {},
      {
        drawn: ({ content, ...request }) => ({
          ...request,
          content: { ...content, validity: { zh: "长期", en: "for ever" } },
        }),
      },
    );
    expect(await ask(requestFor([document]))).to.match(/not the one that follows from its certificate/);
  });

  it("refuses a document with anything between what is shown and the seal", async () => {
    const document = await forged({}, { made: (pdf) => concat(pdf, utf8("% another revision\n")) });
    expect(await ask(requestFor([document]))).to.match(/not the one that follows from its certificate/);
  });

  it("refuses a document with anything behind the seal", async () => {
    const sealed = toBase64(Buffer.concat([fromBase64(shown().sealed), Buffer.from("%%EOF\n")]));
    expect(await ask(requestFor([{ ...shown(), sealed }]))).to.equal("signer.refused: the document is no sealed one");
  });

  it("refuses a document with a second seal", async () => {
    const documents = await testDocuments();
    const { seal: signer } = world.licences;
    const twice = await documents.sign(fromBase64(shown().sealed), { signer, time: shown().sealedAt, field: "Seal_2" });
    const document = { ...shown(), sealed: toBase64(twice) };
    expect(await ask(requestFor([document]))).to.equal("signer.refused: the document has not one seal");
  });

  it("refuses a seal by a key that is not its member's", async () => {
    const code = world.licences.profile.code;
    for (const signer of [world.identities.seal, await testSigner(code)]) {
      const document = await forged({}, { signer });
      expect(await ask(requestFor([document]))).to.match(/the seal is by another certificate than the member's/);
    }
  });

  it("refuses a document that was never sealed", async () => {
    const documents = await testDocuments();
    const { request } = documentRequestOf(shown().bundle, { ...shown(), publicUrl: PUBLIC_URL });
    const sealed = toBase64(await documents.certificate(request));
    expect(await ask(requestFor([{ ...shown(), sealed }]))).to.equal("signer.refused: the document is no sealed one");
  });

  it("refuses a document of a certificate whose signature or field is another", async () => {
    const name = "\u8303\u56f4";
    const bundle = shown().bundle.replace("\u9910\u996e\u670d\u52a1", `\u9910\u996e${name}`);
    expect(bundle).to.not.equal(shown().bundle);
    const document = await forged({ bundle });
    expect(await ask(requestFor([document]))).to.equal("signer.refused: the certificate does not verify");
  });

  it("refuses a document that names its member otherwise, also where nobody vouches for the member's name", async () => {
    const { member, evidence, ...bundle } = JSON.parse(shown().bundle);
    const other = { ...member, names: { ...member.names, zh: "威海市市场监督管理局" } };
    const unproven = { ...bundle, member: other, evidence: { ...evidence, accounts: [], nodes: [] }, checkpoint: "" };
    const document = await forged({ bundle: canonicalize(unproven) });
    expect(await ask(requestFor([document]))).to.equal("signer.refused: the certificate does not verify");
  });

  it("refuses a document whose certificate nobody vouches for, where the officer knows who should", async () => {
    const { evidence, ...bundle } = JSON.parse(shown().bundle);
    const unproven = { ...bundle, evidence: { ...evidence, accounts: [], nodes: [] }, checkpoint: "" };
    const document = await forged({ bundle: canonicalize(unproven) });
    expect(await ask(requestFor([document]))).to.equal("signer.refused: the certificate does not verify");
  });

  it("refuses a document of another member's certificate", async () => {
    const request = requestFor([shown()], { memberId: world.identities.memberId });
    expect(await refusal(world.identities.checker.signAnchor(request))).to.match(/the certificate is another member's/);
  });

  it("refuses a document that is dated in the future", async () => {
    const document = await forged({ sealedAt: shown().sealedAt + DAY });
    expect(await ask(requestFor([document]))).to.match(/the document is dated in the future/);
  });

  it("refuses two documents in one cell, one outside the batch, and an empty batch", async () => {
    const other = await forged({ languages: "zh+en" });
    expect(await ask(requestFor([shown(), other]))).to.match(/two documents in one cell/);
    const outside = { ...shown(), index: real.anchor.size };
    expect(await ask({ ...requestFor([shown()]), documents: [outside] })).to.match(/outside the batch/);
    expect(await ask(requestFor([]))).to.match(/the batch is empty/);
  });

  it("takes no certificate for a document, and no document for a certificate", async () => {
    const [licence] = certificate.documents;
    if (licence === undefined) throw new Error("no certificate");
    expect(await ask({ ...requestFor([]), documents: [licence] })).to.match(/the document is no sealed one/);
    expect(await ask({ ...certificate, documents: [shown()] })).to.match(/the document is no certificate/);
  });
});
