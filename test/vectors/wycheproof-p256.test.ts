import { expect } from "chai";
import { concat, fromHex } from "../../src/crypto/encoding.ts";
import * as noble from "../../src/crypto/native/noble.ts";
import * as node from "../../src/crypto/native/node.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly sha: string;
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: "valid" | "invalid" | "acceptable";
  }[];
}

/** Compressed form of a point 04 ‖ x ‖ y, which the vectors use: SEC 1 §2.3.3. */
function compressed(uncompressed: Uint8Array): Uint8Array {
  expect([uncompressed.length, uncompressed[0]]).to.deep.equal([65, 4]);
  return concat(Uint8Array.of(2 + ((uncompressed[64] ?? 0) % 2)), uncompressed.subarray(1, 33));
}

describeVectors(
  "wycheproof",
  () => {
    const { testGroups, numberOfTests } = JSON.parse(
      vectorText("wycheproof", "ecdsa_secp256r1_sha256_p1363_test.json"),
    ) as { readonly testGroups: readonly Group[]; readonly numberOfTests: number };

    for (const [name, engine] of Object.entries({ node, noble })) {
      for (const { publicKey, sha, tests } of testGroups) {
        for (const { tcId, comment, msg, sig, result } of tests) {
          it(`P-256 ${tcId} (${comment}) is ${result} to ${name}`, () => {
            const [key, message, signature] = [publicKey.uncompressed, msg, sig].map((hex) => fromHex(`0x${hex}`)) as [
              Uint8Array,
              Uint8Array,
              Uint8Array,
            ];
            expect(sha).to.equal("SHA-256");
            expect(result).to.be.oneOf(["valid", "invalid"]);
            expect(engine.p256Verify(compressed(key), message, signature)).to.equal(result === "valid");
          });
        }
      }
    }

    it("holds as many cases as it says", () => {
      expect(testGroups.flatMap(({ tests }) => tests)).to.have.length(numberOfTests);
    });
  },
  "wycheproof P-256",
);
