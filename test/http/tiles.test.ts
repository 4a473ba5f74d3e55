import { expect } from "chai";
import { concat, fromHex, toHex, uintBytes } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { leafHash, nodeHash, verifyConsistency, verifyInclusion } from "../../src/crypto/merkle.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { LEAVES, LOG_SIZE, TREE } from "./fake-log.ts";
import { NOTE } from "./fake-service.ts";
import { problemIn, startWorld, type World } from "./server.ts";

describe("the log for monitors, over HTTP", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    world.ask("GET", `/v1/log/${path}`, { headers });
  const bytes = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Uint8Array> => {
    const response = await fetch(`${world.server.url}/v1/log/${path}`, {
      headers: { "Accept-Encoding": "identity", ...headers },
    });
    expect(response.status, path).to.equal(200);
    expect(response.headers.get("content-type")).to.equal("application/octet-stream");
    return new Uint8Array(await response.arrayBuffer());
  };

  it("has the co-signed checkpoint", async () => {
    const { text, headers } = await get("checkpoint");
    expect(text).to.equal(NOTE);
    expect(headers).to.include({ "content-type": "text/plain; charset=utf-8", "cache-control": "public, no-cache" });
    expect(headers).to.include({ "access-control-allow-origin": "*" });
  });

  it("has full and partial tiles of hashes, of two levels", async () => {
    const hashes = LEAVES.map((leaf) => leafHash(sha256, leaf));
    expect(await bytes("tile/0/000")).to.deep.equal(concat(...hashes.slice(0, 256)));
    expect(await bytes("tile/0/001.p/3")).to.deep.equal(concat(...hashes.slice(256, 259)));
    expect(await bytes("tile/0/002.p/88")).to.deep.equal(concat(...hashes.slice(512)));
    expect(await bytes("tile/1/000.p/2")).to.deep.equal(concat(TREE.subtree(8, 0), TREE.subtree(8, 1)));
  });

  it("has the leaves themselves, each behind its length, compressed for who takes it", async () => {
    const bundle = concat(...LEAVES.slice(512).flatMap((leaf) => [uintBytes(leaf.length, 2), leaf]));
    expect(await bytes("tile/entries/002.p/88")).to.deep.equal(bundle);
    const response = await get("tile/entries/002.p/88", { "Accept-Encoding": "gzip" });
    expect(response.headers).to.include({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    const zipped = await fetch(`${world.server.url}/v1/log/tile/entries/002.p/88`, {
      headers: { "Accept-Encoding": "gzip" },
    });
    expect(new Uint8Array(await zipped.arrayBuffer()), "as fetch unpacks it").to.deep.equal(bundle);
  });

  it("may be kept for ever by any cache, and is not sent again to whoever has it", async () => {
    for (const path of ["tile/0/000", "tile/entries/002.p/88"]) {
      const { headers } = await get(path);
      expect(headers).to.include({
        "cache-control": "public, max-age=31536000, immutable",
        "access-control-allow-origin": "*",
      });
      expect(await get(path, { "If-None-Match": headers.etag ?? "" })).to.include({ status: 304, text: "" });
    }
  });

  it("finds nothing beyond the log, and under no other name", async () => {
    for (const path of [
      "tile/0/002",
      "tile/0/002.p/89",
      "tile/0/003.p/1",
      "tile/1/000",
      "tile/2/000.p/1",
      "tile/63/000.p/1",
      "tile/entries/002",
      "tile/0/0",
      "tile/0/0000",
      "tile/00/000",
      "tile/0/x000/001",
      "tile/0/x001/067",
      "tile/0/000.p/0",
      "tile/0/000.p/256",
      "tile/0/000.p/03",
      "tile/0/-01",
      "tile/entry/000",
      "tile/0/x999/x999/x999/999",
    ]) {
      expect(problemIn(await get(path)).code, path).to.equal("http.not_found");
      expect((await get(path)).headers["cache-control"], path).to.equal("no-store");
    }
    expect(problemIn(await world.ask("POST", "/v1/log/tile/0/000")).code).to.equal("http.method");
  });

  it("has a consistency proof between any two sizes, and an inclusion proof of any leaf in any log", async () => {
    const proof = async (path: string): Promise<Uint8Array[]> =>
      (JSON.parse((await get(path)).text) as { path: Hex[] }).path.map(fromHex);
    for (const [size1, size2] of [
      [1, 1],
      [1, 600],
      [255, 256],
      [256, 257],
      [511, 600],
      [599, 600],
      [600, 600],
    ] as const) {
      const path = await proof(`consistency?from=${size1}&to=${size2}`);
      const claim = { size1, size2, root1: TREE.root(size1), root2: TREE.root(size2), path };
      expect(verifyConsistency(sha256, claim), `${size1} ${size2}`).to.equal(true);
    }
    for (const [index, size] of [
      [0, 1],
      [0, 600],
      [599, 600],
      [256, 257],
    ] as const) {
      const path = await proof(`inclusion?index=${index}&size=${size}`);
      const leaf = leafHash(sha256, LEAVES[index] ?? new Uint8Array());
      expect(verifyInclusion(sha256, { index, size, leaf, path }, TREE.root(size))).to.equal(true);
    }
  });

  it("refuses sizes that are none, by code and place", async () => {
    for (const [path, code, parameter] of [
      ["consistency?from=0&to=5", "schema.value", "from"],
      ["consistency?from=6&to=5", "schema.value", "from"],
      ["consistency?from=1", "schema.missing_field", "to"],
      ["consistency?from=01&to=5", "schema.pattern", "from"],
      ["consistency?from=1&to=5&x=1", "schema.unknown_field", "x"],
      ["consistency?from=1&to=9999999999999999", "schema.value", "to"],
      ["inclusion?index=5&size=5", "schema.value", "index"],
      ["inclusion?index=-1&size=5", "schema.pattern", "index"],
    ] as const) {
      const problem = problemIn(await get(path));
      expect(problem.code, path).to.equal(code);
      expect(JSON.stringify(problem), path).to.include(`"parameter":"${parameter}"`);
    }
    for (const path of [`consistency?from=1&to=${LOG_SIZE + 1}`, `inclusion?index=0&size=${LOG_SIZE + 1}`])
      expect(problemIn(await get(path)).code, path).to.equal("http.not_found");
  });

  it("has in its tiles all that a root is made of", async () => {
    // Nothing but the tiles of a checkpoint of this size, as C2SP has them.
    const size = LOG_SIZE;
    const path = (level: string | number, index: number, width: number) =>
      `tile/${level}/${String(index).padStart(3, "0")}${width === 256 ? "" : `.p/${width}`}`;
    const leaves: Uint8Array[] = [];
    for (let index = 0; index * 256 < size; index++) {
      const width = Math.min(256, size - index * 256);
      const hashes = await bytes(path(0, index, width));
      const entries = await bytes(path("entries", index, width));
      let at = 0;
      for (let i = 0; i < width; i++) {
        const length = ((entries[at] ?? 0) << 8) | (entries[at + 1] ?? 0);
        const leaf = leafHash(sha256, entries.subarray(at + 2, at + 2 + length));
        expect(toHex(leaf)).to.equal(toHex(hashes.subarray(32 * i, 32 * i + 32)));
        leaves.push(leaf);
        at += 2 + length;
      }
      expect(at).to.equal(entries.length);
    }
    const parents = await bytes(path(1, 0, Math.floor(size / 256)));
    for (let i = 0; i < Math.floor(size / 256); i++)
      expect(toHex(rootOver(leaves.slice(256 * i, 256 * (i + 1))))).to.equal(
        toHex(parents.subarray(32 * i, 32 * i + 32)),
      );
    const root = rootOver(leaves);
    expect(toHex(root)).to.equal(toHex(TREE.root(size)));
  });
});

/** MTH of RFC 9162 §2.1.1, as it is written there. */
function rootOver(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (leaves.length === 1 && first !== undefined) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(sha256, rootOver(leaves.slice(0, k)), rootOver(leaves.slice(k)));
}
