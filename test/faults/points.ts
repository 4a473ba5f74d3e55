import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect } from "chai";
import type { Kind } from "./child.ts";
import type { Inventory } from "./inventory.ts";

/** Where a process dies: before or after the n-th of a kind. Chosen by what happens, never by time. */
export interface Point {
  readonly kind: Kind;
  readonly n: number;
  readonly when: "before" | "after";
}

const CHILD = join(import.meta.dirname, "child.ts");
const run = promisify(execFile);

/** A founded world to copy, and how many points of each kind one whole life has. */
export interface Template {
  readonly dir: string;
  readonly totals: Readonly<Record<Kind, number>>;
  remove(): Promise<void>;
}

export async function makeTemplate(): Promise<Template> {
  const root = await mkdtemp(join(tmpdir(), "yinzheng-faults-"));
  const dir = join(root, "founded");
  await run(process.execPath, [CHILD, dir, "found"]);
  await cp(dir, join(root, "counted"), { recursive: true });
  const { stdout } = await run(process.execPath, [CHILD, join(root, "counted"), "count"]);
  const [, totals = "{}"] = /^totals (.*)$/m.exec(stdout) ?? [];
  return { dir, totals: JSON.parse(totals), remove: () => rm(root, { recursive: true, force: true }) };
}

/** `count` points, the same for the same seed (mulberry32), spread over the kinds. */
export function pointsOf(seed: number, count: number, totals: Template["totals"]): readonly Point[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
  const kinds: readonly Kind[] = ["record", "record", "transaction", "response"];
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? "record";
    return { kind, n: 1 + next(totals[kind]), when: next(2) === 0 ? "before" : "after" };
  });
}

/** Lives until the point, dies, lives again; what was acknowledged, and what there is then. */
export async function dieAt(
  template: Template,
  point: Point,
): Promise<{ readonly told: readonly string[]; readonly found: Inventory }> {
  const dir = await mkdtemp(join(template.dir, "..", "life-"));
  try {
    await cp(template.dir, dir, { recursive: true });
    const told = await live(dir, point);
    const { stdout } = await run(process.execPath, [CHILD, dir, "look"], { maxBuffer: 2 ** 24 });
    return { told, found: JSON.parse(stdout) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function live(dir: string, { kind, n, when }: Point): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, dir, "work", kind, String(n), when], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<string | null>((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) told.push(line);
  // How requests share a batch differs from life to life, so the last points of the count may not come.
  expect(await ended).to.be.oneOf(["SIGKILL", null]);
  return told;
}

const VERDICT_AFTER: Readonly<Record<string, readonly string[]>> = {
  issued: ["valid", "not_in_force"],
  suspended: ["not_in_force"],
  revoked: ["not_in_force"],
};

/** Nothing acknowledged is missing, nothing is issued or anchored twice, and the journal is whole. */
export function expectNothingLost(told: readonly string[], found: Inventory): void {
  const byId = new Map(found.certificates.map((certificate) => [certificate.id, certificate]));
  for (const line of told) {
    const [what = "", id = ""] = line.split(" ");
    const certificate = byId.get(id);
    expect(certificate, line).to.not.equal(undefined);
    if (what === "drafted") continue;
    expect(certificate?.state, line).to.equal("issued");
    expect(certificate?.verdict, line).to.be.oneOf([...(VERDICT_AFTER[what] ?? [])]);
  }
  for (const { id, verdict, state } of found.certificates) {
    if (state === "issued") expect(verdict, id).to.be.oneOf(["valid", "not_in_force"]);
  }
  const cells = found.certificates.flatMap(({ cell }) => (cell === null ? [] : [cell]));
  expect(new Set(cells).size, "cells").to.equal(cells.length);
  for (const [id, times] of Object.entries(found.placed)) expect(times, id).to.equal(1);
  expect(new Set(found.anchored).size, "anchors").to.equal(found.anchored.length);
  const batches = new Set(cells.map((cell) => cell.slice(0, cell.indexOf("/"))));
  expect([...batches].sort(), "batches").to.deep.equal([...found.anchored].sort());
  expect(found.defects, "journal").to.equal(0);
}
