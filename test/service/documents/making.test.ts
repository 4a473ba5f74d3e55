import { expect } from "chai";
import { Making } from "../../../src/service/documents/making.ts";

describe("service: documents in the making", () => {
  const MEMBER = "0x01";
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("are made a few at a time, in the order in which they were asked for", async () => {
    const making = new Making();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = Array.from({ length: 20 }, (_, i) =>
      making.run(MEMBER, async () => {
        begun.push(i);
        await new Promise<void>((resolve) => ends.push(resolve));
      }),
    );
    await turn();
    expect(begun).to.have.length(8);
    ends.shift()?.();
    await turn();
    expect(begun).to.have.length(9);
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end();
      await turn();
    }
    await Promise.all(all);
    expect(begun).to.deep.equal(Array.from({ length: 20 }, (_, i) => i));
  });

  it("are expected from the moment they wait until they are made, also where one fails", async () => {
    const making = new Making();
    expect(making.expects(MEMBER)).to.equal(false);
    const failing = making.run(MEMBER, async () => {
      throw new Error("no");
    });
    expect(making.expects(MEMBER)).to.equal(true);
    expect(making.expects("0x02")).to.equal(false);
    await failing.catch(() => undefined);
    expect(making.expects(MEMBER)).to.equal(false);
  });
});
