import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Founding } from "../../ledger/evm/found.ts";
import type { Config } from "../config.ts";
import { seatOf } from "../council-seat.ts";
import { profileOf } from "./found.ts";
import { keyIn, keysOf, openParty } from "./keys.ts";
import { DEMO_COUNCIL, DEMO_MEMBERS, DEMO_NETWORK, DROPPED_TYPES, RECEIPT_KIND } from "./plan.ts";

/** Leaves in each council member's folder what proposals are judged by, and a key to send transactions with. */
export async function writeSeats({ dataDir, issuerHost }: Config, founding: Founding): Promise<void> {
  const types = [RECEIPT_KIND, ...DROPPED_TYPES].map((code) => ({ code, names: { zh: code, en: code } }));
  const members = DEMO_MEMBERS.map((member) => profileOf(member, issuerHost));
  const text = `${JSON.stringify(seatOf(founding, { name: DEMO_NETWORK, members, types }), null, 2)}\n`;
  for (const name of DEMO_COUNCIL) {
    const dir = join(dataDir, "council", name);
    const path = join(dir, "council.json");
    const there = await access(path).then(
      () => true,
      () => false,
    );
    // Its owner's from then on: members that join later are written there by hand.
    if (there) continue;
    const keys = await keysOf(await openParty(dir));
    await keyIn(keys, "sender", "secp256k1", "transaction");
    await keys.close();
    await writeFile(path, text, { mode: 0o600 });
  }
}
