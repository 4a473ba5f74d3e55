import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { expectWhole, expectWholeOnDisk } from "./check.ts";
import { Client } from "./client.ts";
import { live } from "./life.ts";
import { type Point, pointsOf } from "./places.ts";

/**
 * Declares one test for each point: a service lives over a copy of a founded folder, is killed there with kill -9 while
 * clients issue and revoke, and lives again; the clients repeat what was not answered.
 */
export function killAtPoints(seed: number, count: number): void {
  let root: string;
  const founded = () => join(root, "founded");

  before("found once", async function () {
    this.timeout(120_000);
    root = await mkdtemp(join(tmpdir(), "yinzheng-faults-"));
    await (await live(founded()))?.end();
  });

  after(() => rm(root, { recursive: true, force: true }));

  pointsOf(seed, count).forEach((point, i) => {
    const { when, place, n } = point;
    it(`loses nothing acknowledged and does nothing twice: ${i + 1}, ${when} number ${n} of the ${place}`, async function () {
      this.timeout(120_000);
      const dir = join(root, `life-${i}`);
      await cp(founded(), dir, { recursive: true });
      await dieAndLive(dir, point);
      await rm(dir, { recursive: true, force: true });
    });
  });
}

async function dieAndLive(dir: string, point: Point): Promise<void> {
  const client = new Client();
  const first = await live(dir, point);
  if (first !== null) {
    await client.work(first);
    // Alive still, it has done all its work and never came to the point: then the test tested nothing.
    expect(await Promise.race([first.died, first.end().then(() => "it lived on")])).to.equal("SIGKILL");
  }
  const acknowledged = structuredClone(client.wanted);
  const second = await live(dir);
  if (second === null) throw new Error("it does not start again");
  await expectWhole(second, acknowledged);
  await client.finish(second);
  const done = client.wanted.map((one) => ({ ...one, pending: null }));
  await expectWhole(second, done, "finished");
  await second.end();
  await expectWholeOnDisk(dir, done);
}
