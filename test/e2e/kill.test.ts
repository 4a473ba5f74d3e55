import { killAtPoints } from "../faults/points.ts";

const SEED = 8;

describe(`service: killed with kill -9 at 8 points, seed ${SEED}; npm run test:faults has 50`, () => {
  killAtPoints(SEED, 8);
});
