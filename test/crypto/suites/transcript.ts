import { toHex } from "../../../src/crypto/encoding.ts";
import { SUITES } from "../../../src/crypto/suites/table.ts";
import { flipped, sample } from "../sample.ts";

/** Public keys, signatures and verdicts of every suite over sample keys and messages. */
export function transcript(): unknown {
  return Object.values(SUITES).flatMap((suite) =>
    [1, 2, 3].map((i) => {
      const [secret, message] = [sample(`secret ${i}`), sample(`message ${i}`, 64)];
      const publicKey = suite.publicKeyOf(secret);
      const signature = suite.signBytes(secret, message);
      const verdicts = [signature, flipped(signature, i)].map((bytes) => suite.verifyBytes(publicKey, message, bytes));
      return { suite: suite.name, publicKey: toHex(publicKey), signature: toHex(signature), verdicts };
    }),
  );
}
