import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { Keys, Signer } from "../../src/keys/keys.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { openFront } from "../../src/ledger/embedded/front.ts";
import { seatOf } from "../../src/main/council-seat.ts";
import type { CouncilSeat } from "../../src/service/council/own.ts";
import type { Proposal } from "../../src/service/council/proposal.ts";
import { openWorld, type World } from "../service/world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

/** A founded installation, a folder for each of three council members and for somebody who only sends. */
export interface CouncilWorld {
  readonly world: World;
  readonly dir: string;
  readonly rpc: string;
  readonly seat: CouncilSeat;
  readonly yz: Yz;
  /** The same with other parts of the runtime. */
  yzWith(parts: Parameters<typeof yzWith>[0]): Yz;
  /** `yz council …` in English that must end with 0. */
  council(...args: readonly string[]): Promise<Ran>;
  /** The same, expected to end with an error of this code; gives its detail. */
  refused(code: string, ...args: readonly string[]): Promise<Record<string, unknown>>;
  /** A council member's folder: "a", "b", "c"; "sender" and "stranger" are nobody's. */
  folder(name: string): string;
  path(name: string): string;
  /** Proposes, two members sign, somebody submits; gives the file. */
  decide(...args: readonly string[]): Promise<string>;
  /** The same in two rounds, with 48 hours between them. */
  widen(...args: readonly string[]): Promise<string>;
  read(file: string): Promise<Proposal>;
  write(name: string, value: unknown): Promise<string>;
  close(): Promise<void>;
}

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

export const TWO_DAYS = 48 * 3600;

export async function openCouncilWorld(): Promise<CouncilWorld> {
  const world = await openWorld();
  const front = await openFront({ rpc: world.chain.rpc, port: 0 });
  const dir = await mkdtemp(join(tmpdir(), "yinzheng-council-"));
  const name = { zh: "测试网络", en: "Test network" };
  const members = [world.licences.profile, world.identities.profile];
  const seat = seatOf(world.founding, { name, members, types: [] });
  for (const name of ["a", "b", "c", "sender", "stranger"]) {
    await mkdir(join(dir, name));
    await writeFile(join(dir, name, "council.json"), JSON.stringify(seat));
  }
  const keys = new Map<string, readonly Signer[]>([
    ...["a", "b", "c"].map((name, i) => [join(dir, name), world.councilKeys.slice(i, i + 1)] as const),
    [join(dir, "sender"), [world.relayer]],
    [join(dir, "stranger"), [await memoryKeys({ random }).create("stranger", "secp256k1", "council")]],
  ]);
  const openKeys = async (folder: string): Promise<Keys> => keysOf(keys.get(folder));
  const yz = yzWith({ clock: world.clock, openKeys });
  const run = (...args: readonly string[]) => yz("council", ...args);
  const path = (name: string) => join(dir, name);
  let made = 0;
  const council = async (...args: readonly string[]): Promise<Ran> => {
    const ran = await run(...args);
    expect(ran.code, ran.stderr + ran.stdout).to.equal(0);
    return ran;
  };
  const signed = async (...args: readonly string[]): Promise<string> => {
    const file = path(`proposal-${++made}.json`);
    await council("propose", ...args, "-o", file, "--dir", path("a"), "--rpc", front.url);
    for (const name of ["a", "c"]) await council("sign", file, "--dir", path(name), "--yes");
    await council("submit", file, "--dir", path("sender"), "--rpc", front.url);
    return file;
  };
  return {
    world,
    dir,
    rpc: front.url,
    seat,
    yz,
    yzWith: (parts) => yzWith({ clock: world.clock, openKeys, ...parts }),
    council,
    async refused(code, ...args) {
      const { code: exit, stderr, stdout } = await run(...args, "--json");
      expect({ exit, stdout }, stderr).to.deep.equal({ exit: 2, stdout: "" });
      const { error } = JSON.parse(stderr);
      expect(error.code, stderr).to.equal(code);
      return error.detail;
    },
    folder: path,
    path,
    decide: signed,
    async widen(...args) {
      const announced = await signed(...args);
      world.clock.advance(TWO_DAYS);
      return signed("--carry-out", announced);
    },
    read: async (file) => JSON.parse(await readFile(file, "utf8")),
    async write(name, value) {
      await writeFile(path(name), JSON.stringify(value));
      return path(name);
    },
    async close() {
      await front.close();
      await world.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function keysOf(signers: readonly Signer[] | undefined): Keys {
  if (signers === undefined) throw new YinzhengError("keys.missing");
  return {
    list: async () => signers,
    get: async (name) => {
      const key = signers.find((one) => one.name === name);
      if (key === undefined) throw new YinzhengError("keys.missing", { name });
      return key;
    },
    create: async () => {
      throw new YinzhengError("internal");
    },
    close: async () => {},
  };
}
