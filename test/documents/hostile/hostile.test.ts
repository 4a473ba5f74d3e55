import { expect } from "chai";
import { judgeFile, openFile } from "../../../src/documents/read/judge-file.ts";
import { type DocumentReader, openReader } from "../../../src/main/documents/reader.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import type { Report } from "../../../src/proof/report.ts";
import { NOW } from "../../proof/paper/options.ts";
import { HOSTILE } from "./all.ts";
import { type HostileWorld, openHostileWorld } from "./world.ts";

/** How long one file may take, milliseconds. */
const LONGEST = 5_000;

/** Of these nobody knows whether anything was tampered with. */
const UNDECIDED = [
  "pdf.foreign",
  "pdf.resaved",
  "pdf.printed",
  "seal.untrusted",
  "seal.algorithm_unknown",
  "seal.proof_missing",
];

describe("documents: hostile files", () => {
  let world: HostileWorld;
  let reader: DocumentReader;
  before(async () => {
    world = await openHostileWorld();
    reader = openReader({ longestMs: LONGEST });
  });
  after(() => reader.close());

  async function judged(bytes: Uint8Array): Promise<Report> {
    const opened = openFile(bytes, await reader.read(bytes), parseBundle);
    return judgeFile(opened, NO_FACTS, world.trust, { level: "archival" }, NOW);
  }
  const failing = ({ checks }: Report): readonly string[] =>
    checks.filter(({ result }) => result === "invalid" || result === "error").map(({ code }) => code);

  it("are told from the document that they were made of, which is valid", async () => {
    const report = await judged(world.whole);
    expect(failing(report)).to.deep.equal([]);
    expect(report.verdict).to.equal("valid");
  });

  for (const { name, make, codes } of HOSTILE)
    it(`${name}: ${codes.join(", ")}`, async () => {
      const bytes = await make(world);
      const begun = performance.now();
      const report = await judged(bytes);
      expect(failing(report)).to.deep.equal(codes);
      const undecided = codes.every((code) => UNDECIDED.includes(code));
      expect(report.verdict).to.equal(undecided ? "indeterminate" : "invalid");
      expect(performance.now() - begun).to.be.below(LONGEST);
    });

  it("are told from it with one bit flipped anywhere, too", async () => {
    const { whole } = world;
    for (let at = 0; at < whole.length; at += 487) {
      const report = await judged(whole.with(at, (whole[at] ?? 0) ^ (1 << (at % 8))));
      expect(report.verdict, String(at)).to.be.oneOf(["invalid", "indeterminate"]);
    }
  });

  it("are 40 at least, each another one", () => {
    const names = new Set(HOSTILE.map(({ name }) => name));
    expect(names.size).to.equal(HOSTILE.length).and.be.at.least(40);
  });
});
