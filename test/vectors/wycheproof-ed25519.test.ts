import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import * as noble from "../../src/crypto/native/noble.ts";
import * as node from "../../src/crypto/native/node.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: "valid" | "invalid" | "acceptable";
  }[];
}

describeVectors(
  "wycheproof",
  () => {
    const { testGroups, numberOfTests } = JSON.parse(vectorText("wycheproof", "ed25519_test.json")) as {
      readonly testGroups: readonly Group[];
      readonly numberOfTests: number;
    };

    for (const [name, engine] of Object.entries({ node, noble })) {
      for (const { publicKey, tests } of testGroups) {
        for (const { tcId, comment, msg, sig, result } of tests) {
          it(`Ed25519 ${tcId} (${comment}) is ${result} to ${name}`, () => {
            const [key, message, signature] = [publicKey.pk, msg, sig].map((hex) => fromHex(`0x${hex}`)) as [
              Uint8Array,
              Uint8Array,
              Uint8Array,
            ];
            expect(result).to.be.oneOf(["valid", "invalid"]);
            expect(engine.ed25519Verify(key, message, signature)).to.equal(result === "valid");
          });
        }
      }
    }

    it("holds as many cases as it says", () => {
      expect(testGroups.flatMap(({ tests }) => tests)).to.have.length(numberOfTests);
    });
  },
  "wycheproof Ed25519",
);
