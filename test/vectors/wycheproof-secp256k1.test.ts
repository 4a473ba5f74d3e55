import { expect } from "chai";
import { concat, fromHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { addressOf, recoverAddress } from "../../src/crypto/secp256k1.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: "valid" | "invalid";
  }[];
}

const bytes = (hex: string): Uint8Array => fromHex(`0x${hex}`);
/** Half of the order: officers' signatures have a low s (EIP-2), so of two that hold we take one. */
const HALF = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** A signature that holds recovers to its key, with v 27 or 28. */
describeVectors(
  "wycheproof",
  () => {
    const { testGroups, numberOfTests } = JSON.parse(
      vectorText("wycheproof", "ecdsa_secp256k1_sha256_p1363_test.json"),
    ) as { readonly testGroups: readonly Group[]; readonly numberOfTests: number };

    for (const { publicKey, tests } of testGroups) {
      for (const { tcId, comment, msg, sig, result } of tests) {
        const isLow = sig.length === 128 && BigInt(`0x${sig.slice(64)}`) <= HALF;
        const right = result === "valid" && isLow;
        it(`secp256k1 ${tcId} (${comment}) is ${right ? "that key's" : "not that key's"}`, () => {
          const found = [27, 28].map((v) => recoverAddress(sha256(bytes(msg)), concat(bytes(sig), Uint8Array.of(v))));
          expect(found.includes(addressOf(bytes(publicKey.uncompressed)))).to.equal(right);
        });
      }
    }

    it("holds as many cases as it says, low and high", () => {
      const all = testGroups.flatMap(({ tests }) => tests);
      expect(all).to.have.length(numberOfTests);
      const high = all.filter(({ result, sig }) => result === "valid" && BigInt(`0x${sig.slice(64)}`) > HALF);
      expect(high.length)
        .to.be.greaterThan(5)
        .and.lessThan(all.length / 2);
    });
  },
  "wycheproof secp256k1",
);
