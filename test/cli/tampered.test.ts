import { expect } from "chai";
import type { JsonValue } from "../../src/domain/json-value.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Yz, yzWith } from "./yz.ts";

/** A bundle with one thing changed, and what was. */
interface Tampered {
  readonly where: string;
  readonly bundle: JsonValue;
}

type Container = Record<string, JsonValue> | JsonValue[];

/** Everything that can be changed in one place: each value by the least that makes it another, each member left out. */
function* tampered(bundle: JsonValue): Generator<Tampered> {
  for (const path of pathsIn(bundle)) {
    for (const [how, change] of Object.entries(CHANGES)) {
      const copy = structuredClone(bundle);
      const name = path.at(-1) ?? "";
      const parent = path.slice(0, -1).reduce((value, key) => (value as Record<string, JsonValue>)[key]!, copy);
      const before = JSON.stringify(copy);
      change(parent as Container, name);
      if (how === "left out" && isEmptyTrie(bundle, path)) continue;
      if (JSON.stringify(copy) !== before) yield { where: `${how} /${path.join("/")}`, bundle: copy };
    }
  }
}

/** The one node of an empty trie, which some chain nodes give and some leave out (crypto/trie.ts): it says the same. */
function isEmptyTrie(bundle: JsonValue, path: readonly string[]): boolean {
  const { nodes, accounts } = Object(Object(bundle).evidence);
  const [, , account, , slot, member] = path;
  const proof = member === "proof" ? accounts[Number(account)].slots[Number(slot)].proof : [];
  return path.length === 7 && proof.length === 1 && [nodes?.[proof[0]], proof[0]].includes("0x80");
}

function* pathsIn(value: JsonValue, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* pathsIn(inner, [...path, name]);
}

const CHANGES: Readonly<Record<string, (parent: Container, name: string) => void>> = {
  changed: (parent, name) => {
    const at = parent as Record<string, JsonValue>;
    const value = at[name];
    if (typeof value === "string") at[name] = otherText(value);
    if (typeof value === "number") at[name] = value + 1;
    if (typeof value === "boolean") at[name] = !value;
  },
  "left out": (parent, name) => {
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete parent[name];
  },
  twice: (parent, name) => {
    if (Array.isArray(parent)) parent.splice(Number(name), 0, parent[Number(name)]!);
  },
};

/** One character in the middle is another one of its kind. */
function otherText(text: string): string {
  const middle = Math.floor(text.length / 2);
  const other = text[middle] === "1" ? "2" : "1";
  return `${text.slice(0, middle)}${other}${text.slice(middle + 1)}`;
}

describe("yz verify of a tampered bundle", () => {
  let cli: CliWorld;
  let yz: Yz;
  let bundle: JsonValue;

  before(async () => {
    cli = await openCliWorld();
    bundle = JSON.parse((await cli.issue("good")).text);
    yz = yzWith({ clock: cli.world.clock });
  });

  after(() => cli.close());

  it("ends with 1, or with 4 where the change leaves it unproven, whatever is changed", async function () {
    this.timeout(120_000);
    const survivors: string[] = [];
    let count = 0;
    for (const { where, bundle: other } of tampered(bundle)) {
      const file = await cli.put("tampered.json", JSON.stringify(other));
      const { code } = await yz("verify", file, "--trust", cli.trust, "--offline", "--level", "archival");
      if (code !== 1 && code !== 4) survivors.push(`${code}: ${where}`);
      count += 1;
    }
    expect(survivors).to.deep.equal([]);
    expect(count).to.be.greaterThan(300);
  });
});
