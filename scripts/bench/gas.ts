import { measure } from "../../test/contracts/gas.ts";
import { grouped, heading, line } from "./mark.ts";

/** Promised in design §3.3 with two officers and the log. */
const LIMIT = 150_000;
const BATCHES = ["16", "1,024", "1,048,576"] as const;

/** Gas of an anchor of real contracts. Throws where one is above the limit: gas does not depend on the machine. */
export async function benchGas(): Promise<void> {
  const { gas } = await measure();
  heading(`anchor: two officers' signatures, one record in the log; at most ${grouped(LIMIT)} gas`);
  const first = costOf(gas, BATCHES[0]);
  for (const size of BATCHES) {
    const cost = costOf(gas, size);
    const each = cost / Number(size.replaceAll(",", ""));
    line(
      `batch of ${size}`,
      `${grouped(cost)} gas`,
      `${grouped(each)} a cell`,
      `${(cost / first).toFixed(3)} × ${BATCHES[0]}`,
    );
    if (cost > LIMIT) throw new Error(`an anchor costs ${cost} gas, more than ${LIMIT}`);
  }
}

function costOf(gas: Readonly<Record<string, number>>, size: string): number {
  const cost = gas[`anchor, batch of ${size}`];
  if (cost === undefined) throw new Error(`not measured: an anchor of ${size}`);
  return cost;
}
