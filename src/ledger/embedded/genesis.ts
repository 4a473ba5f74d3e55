import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { writeWhole } from "./durable.ts";
import type { EngineConfig } from "./engine.ts";

const FORMAT = "yinzheng-chain/1";

/** What a chain was made of: written once, when its folder is, and never again. */
export interface Genesis {
  readonly config: EngineConfig;
  /** Engine.version of the engine that made it. */
  readonly engine: string;
  readonly hash: Hex;
  /** The file itself; the journal's links begin with it. */
  readonly text: string;
}

function pathOf(dir: string): string {
  return join(dir, "genesis.json");
}

/** null where the folder holds no chain yet. Throws `store.damaged`. */
export async function readGenesis(dir: string): Promise<Genesis | null> {
  const path = pathOf(dir);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw new YinzhengError("store.unreachable", { path }, cause);
  });
  if (text === null) return null;
  const genesis = parse(text);
  if (genesis === null) throw new YinzhengError("store.damaged", { path });
  return genesis;
}

export async function writeGenesis(dir: string, genesis: Omit<Genesis, "text">): Promise<Genesis> {
  const { config, engine, hash } = genesis;
  const text = format(config, engine, hash);
  await writeWhole(pathOf(dir), text);
  return { ...genesis, text };
}

function format({ chainId, initialTime, hardfork, blockGasLimit }: EngineConfig, engine: string, hash: Hex): string {
  const fields = { format: FORMAT, chainId, initialTime, hardfork, blockGasLimit, engine, hash };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** Only what format() writes, to the byte. */
function parse(text: string): Genesis | null {
  const fields = fieldsOf(text);
  const config = {
    chainId: Number(fields.chainId),
    initialTime: Number(fields.initialTime),
    hardfork: String(fields.hardfork),
    blockGasLimit: Number(fields.blockGasLimit),
  };
  const engine = String(fields.engine);
  const hash: Hex = `0x${String(fields.hash).slice(2)}`;
  return format(config, engine, hash) === text ? { config, engine, hash, text } : null;
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
