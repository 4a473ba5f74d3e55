import { createHash } from "node:crypto";
import { expect } from "chai";
import { build } from "../../src/http/build.ts";
import { type Listening, listen } from "../../src/http/listen.ts";
import { change, type Harness, issued, serve } from "../service/harness.ts";
import { openWorld, type World } from "../service/world.ts";

/**
 * A monitor, as a stranger would write it from RFC 9162 and C2SP's pages: it knows the service's address, and nothing of
 * ours is imported for what it does.
 */
describe("a stranger who monitors the log over HTTP", () => {
  let world: World;
  let harness: Harness;
  let http: Listening;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    const network = { name: { zh: "测试网络", en: "Test network" }, registryId: world.network.registryId };
    http = await listen(build(harness.service, { network, witnesses: ["court"], version: "1.2.3" }), { port: 0 });
  });
  after(async () => {
    for (const part of [http, harness, world]) await part.close();
  });

  const at = (path: string): Promise<Response> => fetch(`${http.url}/v1/log/${path}`);
  const bytesAt = async (path: string): Promise<Buffer> => {
    const response = await at(path);
    expect(response.status, path).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const hash = (...parts: readonly Uint8Array[]): Buffer => {
    const sha = createHash("sha256");
    for (const part of parts) sha.update(part);
    return sha.digest();
  };

  /** MTH (RFC 9162 §2.1.1) over leaf hashes. */
  const treeHash = (leaves: readonly Buffer[]): Buffer => {
    if (leaves.length <= 1) return leaves[0] ?? hash();
    let k = 1;
    while (k * 2 < leaves.length) k *= 2;
    return hash(Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
  };

  /** §2.1.4.2, step by step. */
  const isConsistent = (
    first: number,
    second: number,
    root1: Buffer,
    root2: Buffer,
    proof: readonly Buffer[],
  ): boolean => {
    if (first === second) return proof.length === 0 && root1.equals(root2);
    const path = Number.isInteger(Math.log2(first)) ? [root1, ...proof] : [...proof];
    let [fn, sn] = [first - 1, second - 1];
    while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1];
    const start = path.shift();
    if (start === undefined) return false;
    let [fr, sr] = [start, start];
    for (const c of path) {
      if (sn === 0) return false;
      if (fn % 2 === 1 || fn === sn) {
        [fr, sr] = [hash(Buffer.of(1), c, fr), hash(Buffer.of(1), c, sr)];
        while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
      } else sr = hash(Buffer.of(1), sr, c);
      [fn, sn] = [fn >> 1, sn >> 1];
    }
    return sn === 0 && fr.equals(root1) && sr.equals(root2);
  };

  /** The newest checkpoint, and the hashes of its leaves, from tiles of hashes and of leaves that agree. */
  const monitored = async (): Promise<{
    readonly root: string;
    readonly leaves: readonly Buffer[];
    readonly kinds: readonly string[];
  }> => {
    const [origin, size, root = ""] = (await (await at("checkpoint")).text()).split("\n");
    expect(origin).to.equal(`yinzheng/${world.network.registryId.slice(2)}`);
    const [leaves, kinds]: [Buffer[], string[]] = [[], []];
    for (let tile = 0; tile * 256 < Number(size); tile++) {
      const width = Math.min(256, Number(size) - tile * 256);
      const name = `${String(tile).padStart(3, "0")}${width === 256 ? "" : `.p/${width}`}`;
      const [hashes, entries] = [await bytesAt(`tile/0/${name}`), await bytesAt(`tile/entries/${name}`)];
      for (let i = 0, place = 0; i < width; i++) {
        const entry = entries.subarray(place + 2, place + 2 + entries.readUInt16BE(place));
        const leaf = hash(Buffer.of(0), entry);
        expect(leaf.equals(hashes.subarray(32 * i, 32 * i + 32))).to.equal(true);
        leaves.push(leaf);
        kinds.push(entry.subarray(32, 64).toString("ascii").replaceAll("\0", ""));
        place += 2 + entry.length;
      }
    }
    return { root, leaves, kinds };
  };

  it("recomputes everything from tiles alone, and finds every two sizes consistent", async () => {
    const one = await issued(harness.service, world);
    const before = await monitored();
    expect(treeHash(before.leaves).toString("base64")).to.equal(before.root);
    world.clock.advance(60);
    await change(harness.service, world, one, "revoked");
    await issued(harness.service, world);
    const now = await monitored();
    expect(treeHash(now.leaves).toString("base64")).to.equal(now.root);
    expect(now.leaves.slice(0, before.leaves.length)).to.deep.equal(before.leaves);
    expect(now.kinds.slice(-2)).to.deep.equal(["yinzheng/log/status/v1", "yinzheng/log/anchor/v1"]);
    const roots = now.leaves.map((_, i) => treeHash(now.leaves.slice(0, i + 1)));
    for (let to = 1; to <= now.leaves.length; to++) {
      for (let from = 1; from <= to; from++) {
        const { path } = (await (await at(`consistency?from=${from}&to=${to}`)).json()) as { path: string[] };
        const proof = path.map((node) => Buffer.from(node.slice(2), "hex"));
        const [root1, root2] = [roots[from - 1] as Buffer, roots[to - 1] as Buffer];
        expect(isConsistent(from, to, root1, root2, proof), `${from} ${to}`).to.equal(true);
        const other = hash(root1);
        expect(isConsistent(from, to, other, root2, proof), `${from} ${to}, another root`).to.equal(false);
      }
    }
  });
});
