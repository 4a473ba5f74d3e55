import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { KEY_SUITES, type KeySuite } from "../../src/domain/member.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { bundleText } from "../../src/proof/build.ts";
import { transcript } from "../crypto/suites/transcript.ts";
import { judge } from "../proof/judge.ts";
import { NOW, type Paper, type PaperOptions } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { VECTORS, vectorText } from "../vectors/vectors.ts";
import { describeInBrowser } from "./chromium.ts";
import { runInChromium } from "./harness.ts";
import type { Given, run } from "./same-bytes.page.ts";

const ENTRY = join(import.meta.dirname, "same-bytes.page.ts");
const inChromium = (given: Partial<Given>) =>
  runInChromium<Awaited<ReturnType<typeof run>>>(ENTRY, { signatures: [], certificates: [], now: NOW, ...given });

const SUITE_NAMES = Object.keys(KEY_SUITES) as KeySuite[];
const CERTIFICATES: readonly PaperOptions[] = [
  ...SUITE_NAMES.map((name) => ({ type: { ...BUSINESS_LICENCE, suites: [name] }, proofs: [name] })),
  { type: { ...BUSINESS_LICENCE, suites: SUITE_NAMES }, proofs: SUITE_NAMES },
  ...SUITE_NAMES.map((name) => ({
    type: { ...BUSINESS_LICENCE, suites: [], batchSuites: [name], hashSuite: "sm3" as const },
    proofs: [],
    batchProofs: [name],
    suite: "sm3" as const,
  })),
];

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly uncompressed?: string; readonly pk?: string };
    readonly tests: readonly { readonly msg: string; readonly sig: string; readonly result: string }[];
  }[];
}

describeInBrowser("hashes and signatures in Chromium", () => {
  it("are byte for byte those of Node", async () => {
    expect((await inChromium({})).transcript).to.deep.equal(await transcript());
  }).timeout(60_000);

  it("make the same report of a certificate in each suite, of a proof set, and of batches signed and hashed with SM3", async () => {
    const worlds: Paper[] = [];
    for (const options of CERTIFICATES) worlds.push(await paper(options));
    const certificates = worlds.map(({ bundle, trust }) => ({
      bundle: bundleText(bundle),
      trust: JSON.stringify(trust),
    }));
    const { reports } = await inChromium({ certificates });
    for (const [i, report] of reports.entries()) {
      expect(report.verdict, JSON.stringify(CERTIFICATES[i])).to.equal("valid");
      expect(report).to.deep.equal(JSON.parse(JSON.stringify(judge(worlds[i]!))));
    }
  }).timeout(60_000);

  for (const [file, suite] of [
    ["ed25519_test.json", "eddsa-jcs-2022"],
    ["ecdsa_secp256r1_sha256_p1363_test.json", "ecdsa-jcs-2019"],
  ] as const) {
    it(`are judged as Wycheproof says: ${file}`, async function () {
      if (!existsSync(join(VECTORS, "wycheproof", file))) this.skip(); // no published test data: YZ_VECTORS
      const { testGroups } = JSON.parse(vectorText("wycheproof", file)) as Wycheproof;
      const cases = testGroups.flatMap(({ publicKey, tests }) =>
        tests.map(({ msg, sig, result }) => {
          const key = publicKey.pk ?? compressed(publicKey.uncompressed ?? "");
          const texts = { publicKey: `0x${key}`, message: `0x${msg}`, signature: `0x${sig}` };
          return { given: { suite, ...texts }, expected: result === "valid" };
        }),
      );
      const { verdicts } = await inChromium({ signatures: cases.map(({ given }) => given) });
      expect(verdicts).to.deep.equal(cases.map(({ expected }) => expected));
      expect(verdicts.length).to.be.greaterThan(100);
    }).timeout(60_000);
  }
});

/** Compressed form of a point 04 ‖ x ‖ y in hex: SEC 1 §2.3.3. */
function compressed(uncompressed: string): string {
  const odd = Number.parseInt(uncompressed.slice(-1), 16) % 2;
  return `0${2 + odd}${uncompressed.slice(2, 66)}`;
}
