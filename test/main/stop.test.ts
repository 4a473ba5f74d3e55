import { expect } from "chai";
import { Closing } from "../../src/main/stop.ts";

describe("main: closing", () => {
  it("closes what is open in the opposite order", async () => {
    const closed: string[] = [];
    const closing = new Closing();
    for (const part of ["store", "chain", "service"]) closing.add(part, async (name) => closed.push(name));
    await closing.close();
    expect(closed).to.deep.equal(["service", "chain", "store"]);
  });

  it("closes every part although one fails, and throws that failure at the end", async () => {
    const closed: string[] = [];
    const closing = new Closing();
    closing.add("store", async (name) => closed.push(name));
    closing.add("chain", async () => {
      throw new Error("the chain can't be closed");
    });
    const failure = await closing.close().catch((cause: Error) => cause.message);
    expect({ closed, failure }).to.deep.equal({ closed: ["store"], failure: "the chain can't be closed" });
  });

  it("closes at once what an interrupted start opens after that, and ends that start", async () => {
    const closed: string[] = [];
    const closing = new Closing();
    await closing.close();
    expect(() => closing.add("late", async (name) => closed.push(name))).to.throw("store.closed");
    expect(closed).to.deep.equal(["late"]);
  });
});
