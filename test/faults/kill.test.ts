import { killAtPoints } from "./points.ts";

const SEED = 20_261_123;

describe(`faults: a service killed with kill -9 at 50 points of issuing and revoking, seed ${SEED}`, () => {
  killAtPoints(SEED, 50);
});
