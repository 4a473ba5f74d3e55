import { expect } from "chai";
import { equal, fromBase64, utf8 } from "../../../src/crypto/encoding.ts";
import { readOfd } from "../../../src/documents/read/ofd/read.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import { documentRequestOf } from "../../../src/service/documents/request.ts";
import type { AnchorRequest, BatchRepresentation } from "../../../src/service/officers.ts";
import { checkOfd } from "../../../src/service/signer/ofd-rule.ts";
import { changed, sealedAgain, testSealKey, withProof } from "../../documents/ofd/world.ts";
import { testDocuments } from "../../documents/sealed.ts";
import { asked } from "../documents/desk.ts";
import { failure, issued, serve, settled } from "../harness.ts";
import { DAY, openWorld, PUBLIC_URL, type World } from "../world.ts";

describe("an officer's signer, shown certificates as OFD", function () {
  this.timeout(30_000);
  let world: World;
  let key: SealKey;
  let shown: BatchRepresentation;

  before(async () => {
    world = await openWorld();
    const code = `${world.licences.profile.code}001`;
    const period = {
      created: world.clock() - DAY,
      validFrom: world.clock() - DAY,
      validUntil: world.clock() + 100 * DAY,
    };
    key = await testSealKey({ id: code, ...period });
    const seen: BatchRepresentation[] = [];
    const officers = world.licences.officers.map((officer) => ({
      ...officer,
      async signAnchor(request: AnchorRequest) {
        for await (const document of request.documents) if ("sealed" in document) seen.push(document);
        return officer.signAnchor(request);
      },
    }));
    const { service, close } = await serve(world, {
      officers,
      documents: { ...world.documents, seals: new Map([[code, key]]) },
    });
    await asked(service, world, await issued(service, world), { languages: "zh", carrier: "ofd" });
    // No registry knows the seal, so it is not issued; what officers are shown is the same.
    await settled(async () => seen.length > 0);
    shown = seen[0] as BatchRepresentation;
    await close();
  });

  after(() => world.close());

  const madeOf = (more: Partial<BatchRepresentation> = {}) =>
    documentRequestOf(shown.bundle, { ...shown, ...more, publicUrl: PUBLIC_URL });

  async function judged(sealed: Uint8Array, sealedAt = shown.sealedAt): Promise<Uint8Array> {
    const { profile } = world.licences;
    const { content } = await checkOfd(
      { profile } as Parameters<typeof checkOfd>[0],
      await testDocuments(),
      madeOf(),
      sealed,
      sealedAt,
      "documents/0",
    );
    return content;
  }

  it("makes it again, all but the seal's signature, and takes the list of its entries for what is anchored", async () => {
    expect(shown.carrier).to.equal("ofd");
    const sealed = fromBase64(shown.sealed);
    const reading = await readOfd(sealed);
    if ("fault" in reading) throw new Error(reading.fault);
    expect(equal(await judged(sealed), reading.listed)).to.equal(true);
  });

  const OTHERS: Readonly<Record<string, readonly [RegExp, (sealed: Uint8Array) => Promise<Uint8Array>]>> = {
    "one in other languages": [
      /not the one that follows/,
      async () => {
        const { request, metadata } = madeOf({ languages: "zh+en" });
        return (await testDocuments()).certificateOfd({ ...request, metadata }, { key, time: shown.sealedAt });
      },
    ],
    "one whose metadata names somebody else": [
      /not the one that follows/,
      async () => {
        const { request } = madeOf();
        return (await testDocuments()).certificateOfd(
          { ...request, metadata: [["CZZT", "别人"]] },
          { key, time: shown.sealedAt },
        );
      },
    ],
    "one with a second seal": [/not one seal/, sealedAgain],
    "one that bears a proof": [/no sealed one/, (sealed) => withProof(sealed, utf8("{}"))],
    "one with a page that was changed": [
      /no sealed one/,
      (sealed) => changed(sealed, (files) => files.set("/Doc_0/Pages/Page_0/Content.xml", utf8("<a/>"))),
    ],
    "a file of another kind": [/no sealed one/, async () => utf8("%PDF-1.7\n")],
  };
  for (const [what, [words, make]] of Object.entries(OTHERS))
    it(`refuses ${what}`, async () => {
      const error = await failure(judged(await make(fromBase64(shown.sealed))));
      expect(error).to.include({ code: "signer.refused" });
      expect(JSON.stringify(error.detail)).to.match(words);
    });

  it("refuses one that says that it was sealed at another time", async () => {
    expect(await failure(judged(fromBase64(shown.sealed), shown.sealedAt + 1))).to.include({ code: "signer.refused" });
  });
});
