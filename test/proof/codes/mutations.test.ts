import { expect } from "chai";
import { fromBase45, toBase45 } from "../../../src/crypto/base45.ts";
import { utf8 } from "../../../src/crypto/encoding.ts";
import type { JsonValue } from "../../../src/domain/canonical.ts";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import { OFFLINE_PREFIX } from "../../../src/proof/codes.ts";
import { judgeCode } from "../../../src/proof/judge-code.ts";
import { readSnapshot } from "../../../src/proof/open-snapshot.ts";
import { snapshotText } from "../../../src/proof/snapshot.ts";
import { mutations } from "../mutate.ts";
import { CAPTURED, HOUR, NOW } from "../paper/options.ts";
import { paper } from "../paper/world.ts";
import { codeOf, snapshotIn } from "./coded.ts";

/** Values under one digest: one change of each will do. */
const PINNED = /^\/(contexts|types)\/0\/document\//;

describe("proof: codes and snapshots, every value changed", () => {
  for (const revoked of [false, true]) {
    const named = revoked ? "revoked" : "in force";
    const changes = revoked ? [{ to: "revoked" as const, time: CAPTURED - HOUR }] : [];

    it(`finds a code of what is ${named} neither valid nor not in force by a snapshot with any change of any value`, async () => {
      const { bundle, trust } = await paper({ changes });
      const [code, text] = [codeOf(bundle), snapshotText(snapshotIn(bundle))];
      const verdictBy = (snapshot: string): string => {
        try {
          return judgeCode(code, readSnapshot(utf8(snapshot), trust), trust, { level: "archival" }, NOW).verdict;
        } catch (error) {
          if (isYinzhengError(error) && /^(json|snapshot)\./.test(error.code)) return error.code;
          throw error;
        }
      };
      expect(verdictBy(text)).to.equal(revoked ? "not_in_force" : "valid");
      let judged = 0;
      for (const { what, document } of mutations(JSON.parse(text) as JsonValue, (pointer) => PINNED.test(pointer))) {
        judged += 1;
        expect(verdictBy(JSON.stringify(document)), what).to.not.be.oneOf(["valid", "not_in_force"]);
      }
      expect(judged).to.be.greaterThan(500);
    }).timeout(60_000);
  }

  it("finds no code valid of which one bit is another", async () => {
    const { bundle, trust } = await paper();
    const snapshot = readSnapshot(utf8(snapshotText(snapshotIn(bundle))), trust);
    const bytes = fromBase45(codeOf(bundle).slice(OFFLINE_PREFIX.length));
    // Every byte once, at another bit each: a byte of hash or signature is like the next.
    for (const [at] of bytes.entries()) {
      const other = bytes.slice();
      other[at] = (other[at] ?? 0) ^ (1 << (at % 8));
      try {
        const report = judgeCode(OFFLINE_PREFIX + toBase45(other), snapshot, trust, { level: "archival" }, NOW);
        expect(report.verdict, `byte ${at}`).to.not.equal("valid");
      } catch (error) {
        expect(error, `byte ${at}`).to.include({ code: "qr.format" });
      }
    }
  }).timeout(60_000);
});
