import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChain } from "../../src/ledger/embedded/chain.ts";
import { describeLedger } from "./conformance.ts";

describeLedger("an embedded chain", async (clock) => {
  const dir = await mkdtemp(join(tmpdir(), "yinzheng-chain-"));
  const chain = await openChain({ dir, clock });
  const close = async () => {
    await chain.close();
    await rm(dir, { recursive: true });
  };
  return { ...chain, close };
});
