import { judgeVector, type Vector } from "../vectors/judge-vector.ts";

/** In the page: what the proof code answers to each vector. */
export const run = async (vectors: readonly Vector[]) =>
  (await Promise.all(vectors.map((vector) => judgeVector(vector)))).map(({ found }) => found);
