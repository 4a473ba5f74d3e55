import { type CodeVector, judgeCodeVector } from "../vectors/judge-code-vector.ts";
import { judgeVector, type Vector } from "../vectors/judge-vector.ts";

/** In the page: what the proof code answers to each vector, of bundles and of codes. */
export const run = async (vectors: readonly (Vector | CodeVector)[]) =>
  (await Promise.all(vectors.map((one) => ("code" in one ? judgeCodeVector(one) : judgeVector(one))))).map(
    ({ found }) => found,
  );
