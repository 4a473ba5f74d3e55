import { openFront } from "../../src/ledger/embedded/front.ts";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import { describeLedger } from "./conformance.ts";

describeLedger("a node at a URL", async (clock) => {
  const chain = await openMemoryChain({ clock });
  const front = await openFront({ rpc: chain.rpc, port: 0 });
  const close = async () => {
    await front.close();
    await chain.close();
  };
  return { ...chain, rpc: httpRpc({ url: front.url }), close };
});
