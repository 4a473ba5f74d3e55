import { dieAt, expectNothingLost, makeTemplate, pointsOf, type Template } from "./points.ts";

const SEED = 20_261_123;
const POINTS = 50;

describe(`kill -9 at ${POINTS} points of issuing and revoking (seed ${SEED})`, () => {
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
