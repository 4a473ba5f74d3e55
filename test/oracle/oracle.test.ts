import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { verify } from "../../src/proof/verify.ts";
import { verifyDocument } from "../../src/proof/verify-document.ts";
import { judge } from "../proof/judge.ts";
import { judgeDocument } from "../proof/judge-document.ts";
import { paperDocument } from "../proof/paper/document.ts";
import { NOW } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { checkText } from "./check.ts";
import { demandAgreement, tapped, verify as verifyTapped } from "./tap.ts";
import { tappedDocuments, verifyDocument as verifyDocumentTapped } from "./tap-document.ts";

/** The checker is every file here but those that tie it to our tests. */
const TIES = ["tap.ts", "tap-document.ts", "oracle.test.ts"];

describe("the independent checker", () => {
  it("imports nothing of ours, and beside its own files only primitives", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !TIES.includes(name));
    expect(files).to.include("check.ts").and.to.have.length.greaterThan(10);
    for (const file of files) {
      const text = readFileSync(join(import.meta.dirname, file), "utf8");
      const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(([, name = ""]) => name);
      const foreign = imported.filter(
        (name) => !/^(?:\.\/[a-z-]+\.ts|@noble\/[\w/.-]+|node:(?:crypto|zlib))$/.test(name),
      );
      expect(foreign, file).to.deep.equal([]);
    }
  });

  it("is asked whenever a test, whichever it is, finds a certificate valid", async () => {
    expect(verify).to.equal(verifyTapped);
    const world = await paper();
    const before = { ...tapped };
    expect(judge(world).verdict).to.equal("valid");
    expect(judge(world, { level: "online", facts: { node: null } }).verdict).to.equal("indeterminate");
    expect(tapped.valid).to.equal(before.valid + 1);
    if (before.valid < 100) expect(tapped.asked).to.equal(before.asked + 1);
  });

  it("is asked about documents, too", async () => {
    expect(verifyDocument).to.equal(verifyDocumentTapped);
    const world = await paper();
    const { document } = paperDocument(world);
    const before = { ...tappedDocuments };
    expect(judgeDocument(world, document).verdict).to.equal("valid");
    expect(judgeDocument(world, { ...document, proof: "seal.proof_missing" }).verdict).to.equal("indeterminate");
    expect(tappedDocuments.valid).to.equal(before.valid + 1);
    if (before.valid < 100) expect(tappedDocuments.asked).to.equal(before.asked + 1);
  });

  it("fails the test where it does not agree", () => {
    expect(() => demandAgreement({ verdict: "indeterminate", faults: ["trust.level trust.not_vouched"] })).to.throw(
      "valid to us, indeterminate to the independent checker: trust.level trust.not_vouched",
    );
    expect(() => demandAgreement({ verdict: "valid", faults: [] })).to.not.throw();
  });

  it("takes what is no bundle for invalid, and no trust file for the caller's fault", async () => {
    const trust = JSON.stringify((await paper()).trust);
    const ask = (file: string) => () => checkText("{}", file, { node: null }, { level: "archival" }, NOW);
    expect(ask(trust)()).to.deep.equal({ verdict: "invalid", faults: ["bundle"] });
    expect(ask("{}")).to.throw("no");
  });
});
