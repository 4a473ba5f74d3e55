import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { LEAF_KINDS } from "../../src/domain/manifest.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { faults, judge, summary } from "./judge.ts";
import type { Paper, PaperOptions } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const archival = async (options: PaperOptions): Promise<string> => summary(judge(await paper(options)));

describe("proof: integrity", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });
  const found = (part: Partial<Bundle>): string => summary(judge(world, { bundle: { ...world.bundle, ...part } }));

  it("verifies batches of every size and of both hash suites, at their first and last cell", async () => {
    for (const suite of ["sha256", "sm3"] as const) {
      for (const [size, index] of [
        [16, 0],
        [16, 15],
        [1024, 700],
        [2 ** 20, 2 ** 20 - 1],
      ] as const) {
        expect(await archival({ suite, size, index }), `${suite} ${size} ${index}`).to.equal("valid");
      }
    }
  });

  it("refuses a hash suite that it does not know, and one that is not the batch's", async () => {
    expect(await archival({ anchor: { hashSuite: 3 } })).to.contain("integrity.document integrity.document_mismatch");
    expect(await archival({ anchor: { hashSuite: 2 } })).to.match(/^invalid/);
  });

  it("refuses a batch whose size is no power of two, or beyond what a batch can be", async () => {
    for (const size of [15, 17, 8, 0, 2 ** 21]) {
      expect(await archival({ anchor: { size } }), String(size)).to.contain(
        "invalid | integrity.leaf integrity.path_mismatch",
      );
    }
  });

  it("refuses a cell outside the batch, and one that is not the leaf's", () => {
    for (const index of [4, 16, 21, 2 ** 20 - 1]) {
      const report = judge(world, { bundle: { ...world.bundle, manifest: { ...world.bundle.manifest, index } } });
      expect(faults(report)).to.include.members([
        "integrity.leaf integrity.path_mismatch",
        "integrity.cell integrity.cell_mismatch",
      ]);
    }
  });

  it("finds each thing that names another cell", () => {
    const { bundle } = world;
    const strange: Hex = `0x${"11".repeat(32)}`;
    const mismatched = (part: Partial<Bundle>): boolean =>
      faults(judge(world, { bundle: { ...bundle, ...part } })).includes("integrity.cell integrity.cell_mismatch");
    for (const name of ["registryId", "memberId", "typeId", "batchId"]) {
      expect(mismatched({ manifest: { ...bundle.manifest, [name]: strange } }), `manifest ${name}`).to.equal(true);
    }
    for (const name of ["memberId", "typeId", "batchId"]) {
      const anchor = { ...bundle.anchor, anchor: { ...bundle.anchor.anchor, [name]: strange } };
      expect(mismatched({ anchor }), `anchor ${name}`).to.equal(true);
    }
    const [only] = bundle.representations;
    const [cell, ...lists] = only!.credential.credentialStatus as readonly JsonObject[];
    for (const name of ["registryId", "memberId", "typeId", "batchId", "index"]) {
      const credentialStatus = [{ ...cell!, [name]: name === "index" ? 6 : strange }, ...lists];
      const representations = [{ ...only!, credential: { ...only!.credential, credentialStatus } }];
      expect(mismatched({ representations }), `credential ${name}`).to.equal(true);
    }
    expect(mismatched({})).to.equal(false);
  });

  it("takes no entry of another length or media type, whatever its value", () => {
    const { bundle } = world;
    const [entry] = bundle.manifest.entries;
    for (const part of [{ length: entry!.length + 1 }, { mediaType: "application/pdf" }]) {
      const manifest = { ...bundle.manifest, entries: [{ ...entry!, ...part }] };
      const report = judge(world, { bundle: { ...bundle, manifest } });
      expect(faults(report)).to.include("integrity.document integrity.document_mismatch");
    }
  });

  it("takes no leaf of another kind for a certificate", async () => {
    for (const kind of LEAF_KINDS.filter((name) => name !== "certificate")) {
      expect(await archival({ kind })).to.equal("invalid | integrity.kind integrity.wrong_kind");
    }
  });

  it("judges exactly one representation, and none that it would pass on unread", () => {
    const [representation] = world.bundle.representations;
    const forged = { ...representation!, credential: { ...representation!.credential, proof: { forged: true } } };
    const mismatch = "integrity.document integrity.document_mismatch";
    expect(found({ representations: [] })).to.contain(mismatch);
    expect(found({ representations: [representation!, representation!] })).to.equal(`invalid | ${mismatch}`);
    expect(found({ representations: [representation!, forged] })).to.equal(`invalid | ${mismatch}`);
    expect(found({ representations: [{ ...representation!, mediaType: "application/pdf" }] })).to.equal(
      `invalid | ${mismatch}`,
    );
    expect(found({ representations: [{ ...representation!, entry: 1 }] })).to.equal(`invalid | ${mismatch}`);
    expect(found({ representations: [{ ...representation!, salt: `0x${"5b".repeat(16)}` }] })).to.equal(
      `invalid | ${mismatch}`,
    );
  });

  it("reads fields by the vocabulary and the definition that the issuer pinned, or not at all", () => {
    const [context] = world.bundle.contexts;
    const [type] = world.bundle.types;
    const context_mismatch = "indeterminate | integrity.context integrity.context_mismatch";
    expect(found({ contexts: [] })).to.equal(context_mismatch);
    expect(found({ contexts: [context!, context!] })).to.equal(context_mismatch);
    expect(found({ contexts: [{ ...context!, id: "https://elsewhere.example/v1" }] })).to.equal(context_mismatch);
    expect(found({ contexts: [{ ...context!, document: { more: true } }] })).to.equal(context_mismatch);
    expect(found({ types: [] })).to.equal("indeterminate | integrity.type integrity.type_unknown");
    expect(found({ types: [type!, type!] })).to.equal("indeterminate | integrity.type integrity.type_mismatch");
    expect(found({ types: [{ ...type!, document: { ...type!.document, suites: [] } }] })).to.contain(
      "integrity.type_mismatch",
    );
  });

  it("refuses fields that their own type forbids, also where issuer and officers let them pass", async () => {
    const subject = { name: "无" };
    expect(await archival({ draft: { subject } })).to.equal("invalid | integrity.subject integrity.subject_invalid");
  });

  it("refuses a definition of another type, version or credential than the certificate names", async () => {
    const mismatch = "invalid | integrity.type integrity.type_mismatch";
    const wrong = { ...BUSINESS_LICENCE, credentialType: "OtherCredential" };
    const pinning = await paper({ type: wrong });
    expect(summary(judge(pinning))).to.equal("valid");
    const elsewhere = await paper({ type: { ...BUSINESS_LICENCE, code: "11100000000013338W001" }, draft: {} });
    expect(summary(judge(elsewhere))).to.equal(mismatch);
    const named = async (part: JsonObject): Promise<readonly string[]> =>
      faults(judge(await paper({ touch: (credential) => ({ ...credential, ...part }) })));
    const line = "integrity.type integrity.type_mismatch";
    expect(await named({ type: ["VerifiableCredential", "OtherCredential"] })).to.include(line);
    expect(await named({ certificateType: { code: BUSINESS_LICENCE.code, version: 2 } })).to.include(line);
  });
});
