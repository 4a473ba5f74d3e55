import { access } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { YinzhengError } from "../domain/errors.ts";
import { openFileKeys } from "../keys/file/open.ts";
import type { Keys } from "../keys/keys.ts";
import type { CouncilLedger } from "../ledger/council.ts";
import { openCouncilLedger } from "../ledger/evm/council-ledger.ts";
import { httpRpc } from "../ledger/evm/http-rpc.ts";
import type { CouncilSeat } from "../service/council/own.ts";
import { ownPassphrase } from "./own.ts";

/** The council's side of the chain behind the node at `url`, checked to be the seat's own. */
export function openCouncil(
  url: string,
  { network, codeHashes, council, guardian }: CouncilSeat,
): Promise<CouncilLedger> {
  const place = { guardian, manager: council.manager, safe: council.safe };
  return openCouncilLedger({ rpc: httpRpc({ url }), network, codeHashes, place });
}

/** A party's keystore, which must be there: a mistyped folder makes none. */
export async function openKeys(dir: string): Promise<Keys> {
  const keys = join(dir, "keys");
  await access(join(keys, "keystore.json")).catch((cause: unknown) => {
    throw new YinzhengError("keys.missing", { dir: keys, expected: "a folder with a keystore" }, cause);
  });
  return openFileKeys({ dir: keys, passphrase: await ownPassphrase(dir) });
}

/** null unless a person sits there: what is piped in is no consent. */
export async function askAtTerminal(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
