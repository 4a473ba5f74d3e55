import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject, JsonValue } from "../../src/domain/canonical.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { bundleJson, bundleText } from "../../src/proof/build.ts";
import { parseBundle, readBundle } from "../../src/proof/parse.ts";
import type { Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

describe("proof: bundle text", () => {
  let world: Paper;
  let json: JsonObject;
  before(async () => {
    world = await paper({ changes: [{ to: "suspended", time: 1_795_500_000 }] });
    json = bundleJson(world.bundle);
  });

  /** Pointer of the fault in a bundle. */
  function faultIn(value: JsonValue): unknown {
    try {
      readBundle(value);
    } catch (error) {
      if (error instanceof YinzhengError && error.code === "bundle.format") return error.detail.pointer;
      throw error;
    }
    return null;
  }
  const evidence = (): {
    nodes: string[];
    accounts: { address: string; proof: number[]; slots: { key: string; proof: number[] }[] }[];
  } & JsonObject => structuredClone(json.evidence) as never;

  it("gives back the bundle that it was written from, and the same text again", () => {
    const text = bundleText(world.bundle);
    const bundle = parseBundle(utf8(text));
    expect(bundleText(bundle)).to.equal(text);
    expect(bundle.evidence.header).to.equal(world.bundle.evidence.header);
    expect({ ...bundle, evidence: null }).to.deep.equal({ ...world.bundle, evidence: null });
  });

  it("writes evidence in one form, however it came", () => {
    const { accounts, header } = world.bundle.evidence;
    const turned = accounts.toReversed().map((account) => ({ ...account, slots: account.slots.toReversed() }));
    expect(bundleText({ ...world.bundle, evidence: { header, accounts: turned } })).to.equal(bundleText(world.bundle));
  });

  it("refuses accounts and slots in another order or twice, whether or not their proofs hold", () => {
    const swapped = evidence();
    swapped.accounts.reverse();
    expect(faultIn({ ...json, evidence: swapped })).to.equal("/evidence/accounts/1");
    const twice = evidence();
    twice.accounts[1]!.slots.push(twice.accounts[1]!.slots.at(-1)!);
    expect(String(faultIn({ ...json, evidence: twice }))).to.match(/^\/evidence\/accounts\/1\/slots\/\d+$/);
  });

  it("refuses nodes that are unused, named before their turn, written twice, too long, or that of an empty trie", () => {
    for (const spoil of [
      (e: ReturnType<typeof evidence>) => e.nodes.push("0x1234"),
      (e: ReturnType<typeof evidence>) => e.nodes.push(e.nodes[0]!),
      (e: ReturnType<typeof evidence>) => e.accounts[0]!.proof.unshift(3),
      (e: ReturnType<typeof evidence>) => e.accounts[0]!.proof.push(e.nodes.length),
      (e: ReturnType<typeof evidence>) =>
        e.accounts
          .at(-1)!
          .slots.at(-1)!
          .proof.push(e.nodes.push("0x80") - 1),
    ]) {
      const spoiled = evidence();
      spoil(spoiled);
      expect(faultIn({ ...json, evidence: spoiled as never })).to.equal("/evidence/nodes");
    }
    const long = evidence();
    long.nodes[0] = `0x${"00".repeat(1025)}`;
    expect(faultIn({ ...json, evidence: long as never })).to.equal("/evidence/nodes/0");
  });

  it("refuses keys that stand twice", () => {
    const keys = json.keys as readonly JsonObject[];
    expect(faultIn({ ...json, keys: [...keys, ...keys] })).to.equal("/keys/1");
  });

  it("names the first fault by its pointer: a member unknown, missing, or not of its shape", () => {
    const change = (json.statusChanges as readonly JsonObject[])[0]!;
    const wrong = { ...change, change: { ...(change.change as JsonObject), ranges: [{ first: -1, count: 1 }] } };
    expect(faultIn({ ...json, more: 1 })).to.equal("/more");
    expect(faultIn(Object.fromEntries(Object.entries(json).filter(([name]) => name !== "log")))).to.equal("/log");
    expect(faultIn({ ...json, statusChanges: [wrong] })).to.equal("/statusChanges/0/change/ranges/0/first");
    expect(faultIn({ ...json, registryId: world.bundle.registryId.toUpperCase() })).to.equal("/registryId");
    expect(faultIn({ ...json, registryId: world.bundle.registryId.slice(0, -2) })).to.equal("/registryId");
    expect(faultIn({ ...json, format: "yinzheng-bundle/2" })).to.equal("/format");
    expect(faultIn({ ...json, checkpoint: null })).to.equal("/checkpoint");
    expect(faultIn({ ...json, path: Array.from({ length: 65 }, () => world.bundle.registryId) })).to.equal("/path");
    expect(faultIn([])).to.equal("");
  });
});
