import { expect } from "chai";
import { fromBase64, toBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { check } from "../oracle/check.ts";
import { mutations } from "../proof/mutate.ts";
import { committed } from "./committed.ts";
import { judgeVector, type Vector } from "./judge-vector.ts";

/** Both verifiers take some 30 ms for one file; of the thousands, every so many-th is asked about, always the same. */
const EVERY = 11;
const BASES = [
  "valid-archival",
  "valid-online",
  "valid-resumed",
  "valid-proof-set",
  "valid-batch-signature",
  "claimed",
  "chain-revoked",
];

describe("vectors: our verifier and the independent checker", () => {
  const vectors = committed();

  for (const name of BASES) {
    it(`say the same, code for code, of ${name} with any one value changed`, async () => {
      const base = vectors.find((vector) => vector.name === name) as Vector;
      const file = JSON.parse(Buffer.from(base.bundle, "base64").toString("utf8")) as JsonValue;
      let [seen, asked] = [0, 0];
      for (const { what, document } of mutations(file)) {
        if (seen++ % EVERY > 0) continue;
        const bundle = toBase64(utf8(JSON.stringify(document)));
        const { found } = await judgeVector({ ...base, bundle });
        const { trust, facts, policy, now } = base;
        const told = facts ?? { node: null };
        const { verdict, faults } = check(fromBase64(bundle), utf8(JSON.stringify(trust)), told, policy, now);
        const codes = found.error === undefined ? found.codes : ["bundle"];
        expect({ verdict, faults }, what).to.deep.equal({ verdict: found.verdict, faults: codes });
        asked += 1;
      }
      expect(asked).to.be.greaterThan(50);
    }).timeout(120_000);
  }
});
