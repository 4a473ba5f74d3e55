import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { bundleJson, bundleText } from "../../src/proof/build.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { MAX_BUNDLE_BYTES, parseBundle } from "../../src/proof/parse.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { verify } from "../../src/proof/verify.ts";
import { mutations } from "./mutate.ts";
import { ANCHORED, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const GOOD = ["valid", "not_in_force"];

/** Numbers below `n`, the same in every run: xorshift32. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

describe("proof: hostile bytes", () => {
  let world: Paper;
  let text: string;
  let facts: Facts;
  before(async () => {
    world = await paper({
      changes: [
        { to: "suspended", time: ANCHORED + 60 },
        { to: "active", time: ANCHORED + 120 },
      ],
    });
    text = bundleText(world.bundle);
    facts = world.node();
  });

  /** The bundle in these bytes; null where it was refused as documented. Any other error is a fault of ours. */
  function parsed(bytes: Uint8Array): Bundle | null {
    try {
      return parseBundle(bytes);
    } catch (error) {
      expect(isYinzhengError(error), String(error)).to.equal(true);
      return null;
    }
  }

  it("never finds a file good in which bytes were flipped, and throws for none", () => {
    const roll = dice(2026);
    const verifier = createVerifier(world.trust);
    verifier.parse(utf8(text));
    let judged = 0;
    for (let round = 0; round < 1500; round++) {
      const bytes = utf8(text);
      const at = roll(bytes.length);
      // Half of the rounds keep to printable ASCII, so that more files get past the JSON.
      const bits = round % 2 === 0 ? 1 << roll(8) : 1 << roll(3);
      bytes[at] = (bytes[at] ?? 0) ^ bits;
      const bundle = parsed(bytes);
      if (bundle === null) continue;
      judged += 1;
      for (const level of LEVELS) {
        const { verdict } = verifier.verify(bundle, level === "online" ? facts : NO_FACTS, { level }, NOW);
        expect(verdict, `byte ${at} at level ${level}`).to.not.be.oneOf(GOOD);
      }
    }
    expect(judged).to.be.greaterThan(200);
  }).timeout(60_000);

  it("never throws for a bundle that was parsed, whatever stands in two of its places at once", () => {
    const roll = dice(1121);
    const all = [...mutations(bundleJson(world.bundle) as JsonValue)];
    let judged = 0;
    for (let round = 0; round < 300; round++) {
      const once = all[roll(all.length)]!.document;
      const twice = [...mutations(once, () => true)];
      const { document } = twice[roll(twice.length)]!;
      const bundle = parsed(utf8(JSON.stringify(document)));
      if (bundle === null) continue;
      judged += 1;
      const level = LEVELS[roll(LEVELS.length)]!;
      expect(verify(bundle, facts, world.trust, { level }, NOW).verdict).to.be.a("string");
    }
    expect(judged).to.be.greaterThan(50);
  }).timeout(60_000);

  it("refuses what is too large or nested too deeply, in time that grows with its size and no faster", () => {
    const deep = `{"format":${"[".repeat(100_000)}`;
    const wide = JSON.stringify({
      ...bundleJson(world.bundle),
      evidence: { header: `0x${"00".repeat(4_000_000)}`, nodes: [], accounts: [] },
    });
    const node = JSON.stringify({
      ...bundleJson(world.bundle),
      evidence: { header: "0x", nodes: [`0x${"00".repeat(4_000_000)}`], accounts: [] },
    });
    for (const hostile of [deep, wide, node, "", "null", "[]", "{}", `${text}${text}`, `${text} x`]) {
      expect(parsed(utf8(hostile))).to.equal(null);
    }
    expect(() => parseBundle(new Uint8Array(MAX_BUNDLE_BYTES + 1)))
      .to.throw()
      .with.property("code", "bundle.too_large");
  });

  it("never throws for a bundle of members that are empty", () => {
    const nothing: Bundle = {
      ...world.bundle,
      representations: [],
      path: [],
      anchor: { ...world.bundle.anchor, signatures: [] },
      evidence: { header: "0x", accounts: [] },
      checkpoint: "",
      statusChanges: [],
      keys: [],
      contexts: [],
      types: [],
    };
    for (const level of LEVELS) {
      expect(verify(nothing, facts, world.trust, { level }, NOW).verdict).to.equal("invalid");
    }
  });
});
