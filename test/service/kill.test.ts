import { dieAt, expectNothingLost, makeTemplate, pointsOf, type Template } from "../faults/points.ts";

const SEED = 8;
const POINTS = 8;

describe(`a service killed at ${POINTS} points (seed ${SEED}; npm run test:faults has 50)`, () => {
  let template: Template;
  before(async () => {
    template = await makeTemplate();
  });
  after(() => template.remove());

  for (let i = 0; i < POINTS; i++) {
    it(`loses nothing acknowledged and does nothing twice at point ${i + 1}`, async function () {
      const point = pointsOf(SEED, POINTS, template.totals)[i];
      if (point === undefined || this.test === undefined) throw new Error("no such point");
      this.test.title += `: ${point.when} ${point.kind} ${point.n}`;
      const { told, found } = await dieAt(template, point);
      expectNothingLost(told, found);
    });
  }
});
