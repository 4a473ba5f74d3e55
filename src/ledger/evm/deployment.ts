import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Rpc } from "../rpc.ts";
import { codeHashOf, type Deployment, read } from "./chain.ts";
import { type Founding, type FoundingOptions, found } from "./found.ts";

const FORMAT = "yinzheng-deployment/1";
const INDEX = "chain.json";

/**
 * Writes `deployments/<network>/`: one file per contract, and at last `chain.json`, which names them. A folder without
 * it holds no founding, so that one cut short is not taken for whole.
 */
export async function writeFounding(dir: string, founding: Founding): Promise<void> {
  const { deployments, ...rest } = founding;
  await mkdir(dir, { recursive: true });
  for (const one of deployments) await writeJson(join(dir, `${one.contract}.json`), one);
  await writeJson(join(dir, INDEX), {
    format: FORMAT,
    ...rest,
    contracts: deployments.map(({ contract }) => contract),
  });
}

/** null where nothing was founded. Throws `store.damaged` where a file is missing or not one of ours. */
export async function readFounding(dir: string): Promise<Founding | null> {
  const index = await readJson(join(dir, INDEX));
  if (index === null) return null;
  if (index.format !== FORMAT || !Array.isArray(index.contracts)) throw damaged(join(dir, INDEX));
  const deployments = await Promise.all(index.contracts.map((contract) => readDeployment(dir, String(contract))));
  const { network, council, guardian } = index as unknown as Founding;
  return { network, council, guardian, deployments };
}

/**
 * Throws `chain.mismatch` unless this is the chain of the founding: chain id, genesis hash, the code at every address
 * and the Directory's registryId.
 */
export async function checkFounding(rpc: Rpc, { network, deployments }: Founding): Promise<void> {
  expectSame("chainId", network.chainId, Number(await rpc("eth_chainId", [])));
  const genesis = (await rpc("eth_getBlockByNumber", ["0x0", false])) as { hash: string } | null;
  expectSame("genesisHash", network.genesisHash, genesis?.hash ?? null);
  for (const { contract, address, codeHash } of deployments) {
    expectSame(contract, codeHash, await codeHashOf(rpc, address));
  }
  const [registryId] = await read(rpc, "Directory", network.contracts.directory, "registryId");
  expectSame("registryId", network.registryId, registryId as Hex);
}

/**
 * The founding in `dir` if there is one and this is its chain, else a new one, written there. `members` and `council`
 * matter to a new one only. Throws `chain.mismatch` for another chain than that of `dir`.
 */
export async function foundOnce(dir: string, options: FoundingOptions): Promise<Founding> {
  const known = await readFounding(dir);
  if (known !== null) {
    await checkFounding(options.rpc, known);
    return known;
  }
  const founding = await found(options);
  await writeFounding(dir, founding);
  return founding;
}

function expectSame(what: string, known: string | number, found: string | number | null): void {
  if (known !== found) throw new YinzhengError("chain.mismatch", { what, known, found });
}

async function readDeployment(dir: string, contract: string): Promise<Deployment> {
  const path = join(dir, `${contract}.json`);
  const deployment = await readJson(path);
  if (deployment === null || deployment.contract !== contract) throw damaged(path);
  return deployment as unknown as Deployment;
}

async function readJson(path: string): Promise<Record<string, unknown> | null> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw new YinzhengError("store.unreachable", { path }, cause);
  });
  if (text === null) return null;
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw damaged(path, cause);
  }
}

/** Whole or not at all. */
async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

const damaged = (path: string, cause?: unknown) => new YinzhengError("store.damaged", { path }, cause);
