// Founds an installation on a chain and writes deployments/<network>/, with the council.json that its council's members
// judge proposals by. A second run checks what the first one wrote.
//
//   node scripts/deploy.ts --network city --rpc http://127.0.0.1:8545 --deployer keys/deployer
//     --council keys/c1 --council keys/c2 --council keys/c3 [--members members.json]
//
// Each folder is a keystore with one key of the purpose `transaction` or `council`, made if there is none. Passphrases
// come from YZ_DEPLOYER_PASSPHRASE and YZ_COUNCIL_1_PASSPHRASE, YZ_COUNCIL_2_PASSPHRASE, … (or …_PASSPHRASE_FILE).
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openFileKeys } from "../src/keys/file/open.ts";
import type { Purpose, Signer } from "../src/keys/keys.ts";
import { readPassphrase } from "../src/keys/passphrase.ts";
import type { MessageSigner } from "../src/ledger/evm/council.ts";
import { foundOnce } from "../src/ledger/evm/deployment.ts";
import type { MemberInput } from "../src/ledger/evm/found.ts";
import { httpRpc } from "../src/ledger/evm/http-rpc.ts";
import { blockAt } from "../src/ledger/evm/node.ts";
import { accountSender } from "../src/ledger/evm/sender.ts";
import { seatOf } from "../src/main/council-seat.ts";

const { values } = parseArgs({
  options: {
    network: { type: "string" },
    rpc: { type: "string" },
    deployer: { type: "string" },
    council: { type: "string", multiple: true },
    members: { type: "string" },
  },
});

const rpc = httpRpc({ url: required("rpc") });
const chainId = Number(await rpc("eth_chainId", []));
const genesis = await blockAt(rpc, 0);
if (genesis === null) throw new Error("the node has no block 0");
const signer = await signerIn(required("deployer"), "transaction", "YZ_DEPLOYER_PASSPHRASE");
const council: MessageSigner[] = [];
for (const [i, dir] of (values.council ?? []).entries()) {
  council.push(await signerIn(dir, "council", `YZ_COUNCIL_${i + 1}_PASSPHRASE`));
}
const members: MemberInput[] = values.members ? JSON.parse(await readFile(values.members, "utf8")) : [];
const deployer = accountSender({ rpc, signer, chainId });
const dir = join(fileURLToPath(new URL("..", import.meta.url)), "deployments", required("network"));
const random = randomBytes(32);
const options = { rpc, deployer, council, chainId, genesisHash: genesis.hash, random, members };
const founding = await foundOnce(dir, options);
const { network, guardian, council: seat } = founding;
await writeSeat(join(dir, "council.json"));
process.stdout.write(
  `${JSON.stringify({ ...network, council: seat.safe, manager: seat.manager, guardian }, null, 2)}\n`,
);

function required(name: "network" | "rpc" | "deployer"): string {
  const value = values[name];
  if (value !== undefined) return value;
  process.stderr.write(`deploy: --${name} is missing\n`);
  process.exit(2);
}

/** Names of members and types are added by hand; a file that is there is somebody's work already. */
async function writeSeat(path: string): Promise<void> {
  const name = { zh: required("network"), en: required("network") };
  const text = `${JSON.stringify(seatOf(founding, { name, members: [], types: [] }), null, 2)}\n`;
  await writeFile(path, text, { flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause;
  });
}

/** The keystore's one key of this purpose. */
async function signerIn(dir: string, purpose: Purpose, variable: string): Promise<MessageSigner> {
  const keys = await openFileKeys({ dir, passphrase: await readPassphrase(variable, process.env) });
  const known = (await keys.list()).find((key) => key.purpose === purpose);
  const key: Signer = await (known ? keys.get(known.name) : keys.create(purpose, "secp256k1", purpose));
  if (key.address === undefined) throw new Error(`${dir} holds no secp256k1 key`);
  return { address: key.address, sign: (message) => key.sign(message) };
}
