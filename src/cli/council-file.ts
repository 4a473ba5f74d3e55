import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { YinzhengError } from "../domain/errors.ts";
import { type CouncilSeat, parseSeat } from "../service/council/own.ts";
import { type Proposal, parseProposal } from "../service/council/proposal.ts";
import { nodeUrl } from "./node-url.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

/** Options that say whose eyes a command has. */
export interface SeatOptions {
  /** The council member's own folder. */
  readonly dir?: string;
  /** council.json, where it is not in that folder. */
  readonly council?: string;
  readonly json?: boolean;
  readonly lang?: string;
}

/** council.json: --council, else YZ_COUNCIL, else in the folder. */
export async function readSeat({ env }: Runtime, { dir, council }: SeatOptions): Promise<CouncilSeat> {
  const path = council ?? env.YZ_COUNCIL ?? (dir === undefined ? undefined : join(dir, "council.json"));
  if (path === undefined)
    throw new YinzhengError("config.invalid", { option: "--council", expected: "a council.json" });
  return parseSeat(await bytesOf(path));
}

export async function readProposal(path: string): Promise<Proposal> {
  return parseProposal(await bytesOf(path));
}

/** Whole or not at all: a file with signatures in it is not to be lost. */
export async function writeProposal(path: string, proposal: Proposal): Promise<void> {
  await replaceFile(path, json(proposal)).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}

/** The node: --rpc, else YZ_RPC. Throws `config.invalid` where none is named. */
export function requireNode({ env }: Runtime, asked?: string): string {
  const url = nodeUrl(env, asked);
  if (url === undefined)
    throw new YinzhengError("config.invalid", { option: "--rpc", expected: "the URL of a chain node" });
  return url;
}

export async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
}
