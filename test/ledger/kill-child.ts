// Sends transactions to an embedded chain for ever, eight at a time, and prints number and hash of every block it was told of.

import { openChain } from "../../src/ledger/embedded/chain.ts";
import { fromObject } from "../../src/ledger/quantity.ts";
import { plainTransaction } from "./plain.ts";

const chain = await openChain({ dir: process.argv[2] ?? "", clock: Date.now });
const start = Number(await chain.rpc("eth_blockNumber", []));

for (let nonce = start; ; nonce += 8) {
  const group = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((i) => plainTransaction(chain.chainId, nonce + i)));
  await Promise.all(
    group.map(async (raw) => {
      const hash = await chain.rpc("eth_sendRawTransaction", [raw]);
      const receipt = fromObject(await chain.rpc("eth_getTransactionReceipt", [hash]));
      process.stdout.write(`${receipt?.blockNumber} ${receipt?.blockHash}\n`);
    }),
  );
}
