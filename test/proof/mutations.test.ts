import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import type { CellState } from "../../src/domain/status.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { LEVELS, type Level } from "../../src/proof/policy.ts";
import { createVerifier, type Verifier } from "../../src/proof/verifier.ts";
import { verify } from "../../src/proof/verify.ts";
import { mutations } from "./mutate.ts";
import { openReal, type Real } from "./real.ts";

const GOOD = ["valid", "not_in_force"];
const CASES: readonly (readonly [name: string, states: readonly CellState[], verdict: string])[] = [
  ["active", [], "valid"],
  ["suspended", ["suspended"], "not_in_force"],
  ["revoked", ["suspended", "active", "revoked"], "not_in_force"],
];

/** Values under one digest: one change of each will do. */
const PINNED = /^\/(contexts|types)\/0\/document\/|\/(credentialSubject|relatedResource)\//;
/** What is judged alike whatever the status is. */
const STATELESS = /^\/(contexts|types|representations|member|keys|manifest|path)\//;

describe("proof: real certificates, every value changed", () => {
  let real: Real;
  const texts = new Map<string, string>();
  before(async () => {
    real = await openReal();
    for (const [name, states] of CASES) texts.set(name, await real.text(await real.certificate(...states)));
  });
  after(() => real.close());

  const factsAt = async (level: Level, bundle: Bundle): Promise<Facts> =>
    level === "online" ? real.facts(bundle) : NO_FACTS;
  const judge = async (bundle: Bundle, level: Level) =>
    verify(bundle, await factsAt(level, bundle), real.trust, { level }, real.now());

  for (const [name, , verdict] of CASES) {
    it(`finds one that is ${name} ${verdict} at every level`, async () => {
      const bundle = parseBundle(utf8(texts.get(name)!));
      for (const level of LEVELS) expect((await judge(bundle, level)).verdict).to.equal(verdict);
    });

    it(`finds one that is ${name} neither valid nor not in force after any change of any value`, async () => {
      // One verifier for all: what it remembers of one bundle must not help another.
      const verifier = createVerifier(real.trust);
      verifier.parse(utf8(texts.get(name)!));
      let judged = 0;
      const enough = (pointer: string): boolean =>
        PINNED.test(pointer) || (name !== "active" && STATELESS.test(pointer));
      for (const { what, document } of mutations(JSON.parse(texts.get(name)!) as JsonValue, enough)) {
        const bytes = utf8(JSON.stringify(document));
        const bundle = parsedBy(verifier, bytes);
        expect(isDeepStrictEqual(bundle, parsed(bytes)), `${what}: read as without memory`).to.equal(true);
        if (bundle === null) continue;
        for (const level of LEVELS) {
          if (level === "online" && bundle.checkpoint === "") continue; // a bundle of before any witness answered
          const facts = await factsAt(level, bundle);
          const report = verifier.verify(bundle, facts, { level }, real.now());
          expect(report.verdict, `${what}: at level ${level}`).to.not.be.oneOf(GOOD);
          judged += 1;
          if (judged % 10 > 0) continue;
          const plain = verify(bundle, facts, real.trust, { level }, real.now());
          expect(isDeepStrictEqual(report, plain), `${what}: judged as without memory`).to.equal(true);
        }
      }
      expect(judged).to.be.greaterThan(900);
    }).timeout(120_000);
  }

  it("passes a bundle without co-signatures online and at no other level", async () => {
    const bundle = { ...parseBundle(utf8(texts.get("active")!)), checkpoint: "" };
    for (const level of LEVELS) {
      expect((await judge(bundle, level)).verdict).to.equal(level === "online" ? "valid" : "indeterminate");
    }
  });
});

/** null where the text is no bundle; throws for any other failure than the one that parse documents. */
function parsed(bytes: Uint8Array): Bundle | null {
  return parsedBy({ parse: parseBundle }, bytes);
}

function parsedBy({ parse }: Pick<Verifier, "parse">, bytes: Uint8Array): Bundle | null {
  try {
    return parse(bytes);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
