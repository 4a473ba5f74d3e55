import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { World } from "./world.ts";
import { expect, refused, say, yz, yzEnding } from "./yz.ts";

/** Insurer 甲 uses a bill, and insurer 乙 is told that it is used and not by whom. `trust`: options with a trust file. */
export async function useOnce(world: World, bundle: string, trust: readonly string[]): Promise<void> {
  const node = [...trust, "--rpc", world.chain];
  const receipt = join(world.dir, "receipt.json");
  await expect(["verify", bundle, ...node], 0, "valid");
  say("   甲保险公司受理 · Insurer A accepts it");
  await yz("claim", "make", bundle, ...world.as("insurer-a", "claims"), "--output", receipt);
  say("   乙保险公司随后受理 · Insurer B tries afterwards");
  await refused("conflict.claimed", "claim", "make", bundle, ...world.as("insurer-b", "claims"));
  await expect(["verify", bundle, ...node], 3, "not_in_force", "status.claimed");
  await expectOwn(bundle, receipt, node);
}

/** With its receipt, and with nothing else, an insurer shows that the claim is its own. */
async function expectOwn(bundle: string, receipt: string, node: readonly string[]): Promise<void> {
  const { opening } = JSON.parse(await readFile(receipt, "utf8"));
  const text = await yzEnding(3, "claim", "check", bundle, "--receipt", receipt, ...node);
  const { own } = JSON.parse(text);
  if (own !== true || text.includes(opening.memberId)) throw new Error(`expected its own claim, found ${text}`);
  say("   ✓ 凭回执可证明系甲所用 · its receipt shows that it was A");
}
