import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { fromBase64Url, toBase64Url, utf8 } from "../../src/crypto/encoding.ts";
import { gunzip, gzip } from "../../src/crypto/gzip.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { CELL_STATES } from "../../src/domain/status.ts";
import { position } from "../../src/proof/list-position.ts";
import { parseStatusList } from "../../src/proof/parse-list.ts";
import { encodeBits, noBits, readState, writeState } from "../../src/proof/status-list.ts";
import { listPlace } from "./paper/certificate.ts";
import { paperListText } from "./paper/list.ts";
import type { Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

/** `encodedList` of the example in W3C Bitstring Status List v1.0 §2.2: 131,072 bits, none set. */
const W3C = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

/** How anyone else reads a W3C list: bit `index`, the left-most of the first byte being 0. */
function bitIn(encodedList: string, index: number): number {
  const bytes = gunzipSync(Buffer.from(encodedList.slice(1), "base64url"));
  return (bytes.readUInt8(Math.floor(index / 8)) >> (7 - (index % 8))) & 1;
}

async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    if (isYinzhengError(error)) return [error.code, error.detail.pointer];
    throw error;
  }
  return "none";
}

describe("proof: status list bits", () => {
  it("are read from the list in the W3C's own example", async () => {
    const bits = await gunzip(fromBase64Url(W3C.slice(1)), 2 ** 14);
    expect(bits).to.deep.equal(new Uint8Array(2 ** 14));
  });

  it("are told to a foreign verifier as revocation and suspension, on neighbouring indices", async () => {
    const bits = noBits(2 ** 18);
    CELL_STATES.forEach((state, place) => {
      writeState(bits, 1000 + place, state);
    });
    writeState(bits, 2 ** 18 - 1, "superseded");
    const encoded = await encodeBits(bits);
    const seen = [1000, 1001, 1002, 1003, 2 ** 18 - 1].map((place) => [
      bitIn(encoded, 2 * place),
      bitIn(encoded, 2 * place + 1),
    ]);
    expect(seen).to.deep.equal([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 1],
    ]);
    CELL_STATES.forEach((state, place) => {
      expect(readState(bits, 1000 + place)).to.equal(state);
    });
    expect(readState(bits, 999)).to.equal("active");
  });

  it("come out of either coder as they went in", async () => {
    const bits = noBits(2 ** 18);
    for (let place = 0; place < 2 ** 18; place += 7) writeState(bits, place, "revoked");
    expect(new Uint8Array(gunzipSync(await gzip(bits)))).to.deep.equal(bits);
    expect(await gunzip(gzipSync(bits), bits.length)).to.deep.equal(bits);
  });

  it("are not unpacked beyond what a list holds", async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 24));
    expect(await faultOf(gunzip(bomb, 2 ** 16))).to.deep.equal(["schema.pattern", undefined]);
    for (const broken of [bomb.subarray(0, 100), utf8("not gzip"), new Uint8Array()]) {
      expect(await faultOf(gunzip(broken, 2 ** 26))).to.deep.equal(["schema.pattern", undefined]);
    }
  });
});

describe("proof: status list files", () => {
  let world: Paper;
  let text: string;
  before(async () => {
    world = await paper();
    text = await paperListText(world, { state: "revoked" });
  });

  const spoilt = (touch: (file: { credential: JsonObject }) => unknown): Promise<unknown> => {
    const file = JSON.parse(text) as { credential: JsonObject };
    return faultOf(parseStatusList(utf8(JSON.stringify(touch(file)))));
  };
  const inCredential = (more: object) => spoilt((file) => ({ ...file, credential: { ...file.credential, ...more } }));
  const inSource = (more: object) =>
    spoilt((file) => {
      const source = { ...(file.credential.listSource as object), ...more };
      return { ...file, credential: { ...file.credential, listSource: source } };
    });
  const inSubject = (more: object) =>
    spoilt((file) => {
      const subject = { ...(file.credential.credentialSubject as object), ...more };
      return { ...file, credential: { ...file.credential, credentialSubject: subject } };
    });

  it("say of a revoked cell, at the index in the certificate, what a foreign verifier looks for", () => {
    const { credential } = JSON.parse(text) as { credential: { credentialSubject: { encodedList: string } } };
    const place = position(listPlace(16), 16 + world.bundle.manifest.index);
    const { encodedList } = credential.credentialSubject;
    const entries = world.bundle.representations[0]?.credential.credentialStatus as unknown as readonly {
      readonly statusListIndex: string;
    }[];
    const [, revocation, suspension] = entries;
    expect(Number(revocation?.statusListIndex)).to.equal(2 * place);
    expect(bitIn(encodedList, Number(revocation?.statusListIndex))).to.equal(1);
    expect(bitIn(encodedList, Number(suspension?.statusListIndex))).to.equal(0);
  });

  it("are refused where the file is not one", async () => {
    expect(await faultOf(parseStatusList(utf8("[]")))).to.deep.equal(["list.format", ""]);
    expect(await spoilt((file) => ({ ...file, format: "yinzheng-status-list/2" }))).to.deep.equal([
      "list.format",
      "/format",
    ]);
    expect(await spoilt((file) => ({ ...file, note: 1 }))).to.deep.equal(["list.format", "/note"]);
    expect(await spoilt((file) => ({ ...file, evidence: { header: "0x" } }))).to.deep.equal([
      "list.format",
      "/evidence/nodes",
    ]);
    expect(await faultOf(parseStatusList(new Uint8Array(8 * 2 ** 20 + 1)))).to.deep.equal(["list.format", ""]);
  });

  it("are refused where the credential is no W3C status list for both purposes", async () => {
    const at = "/credential";
    expect(await inCredential({ "@context": ["https://other.example", "x"] })).to.deep.equal(["list.format", at]);
    expect(await inCredential({ type: ["VerifiableCredential"] })).to.deep.equal(["list.format", at]);
    expect(await inSubject({ statusPurpose: ["revocation"] })).to.deep.equal(["list.format", at]);
    expect(await inSubject({ id: "https://demo.yinzheng.example/other#list" })).to.deep.equal(["list.format", at]);
    expect(await inCredential({ id: "https://demo.yinzheng.example/lists/1" })).to.deep.equal([
      "list.format",
      `${at}/id`,
    ]);
    expect(await inCredential({ validFrom: "yesterday" })).to.deep.equal(["list.format", `${at}/validFrom`]);
  });

  it("are refused where the bits are not those of the cells", async () => {
    const at = "/credential/credentialSubject/encodedList";
    const lists = [W3C, "", "zH4sI", "u", `u${toBase64Url(gzipSync(new Uint8Array(2 ** 16 + 1)))}`, "u!"];
    for (const encodedList of lists) expect(await inSubject({ encodedList })).to.deep.equal(["list.format", at]);
    expect(await inSource({ cells: 4 ** 8, batches: [] })).to.deep.equal(["list.format", at]);
  });

  it("are refused where batches overlap, are out of order, stand twice or beyond the list", async () => {
    const one = { batchId: `0x${"01".repeat(32)}`, offset: 0, size: 16, statusHead: `0x${"00".repeat(32)}` };
    const other = { ...one, batchId: `0x${"02".repeat(32)}`, offset: 16 };
    const at = "/credential/listSource/batches";
    expect(await inSource({ batches: [one, { ...other, offset: 15 }] })).to.deep.equal(["list.format", `${at}/1`]);
    expect(await inSource({ batches: [other, one] })).to.deep.equal(["list.format", `${at}/1`]);
    expect(await inSource({ batches: [{ ...one, offset: 2 ** 18 - 8 }] })).to.deep.equal(["list.format", `${at}/0`]);
    expect(await inSource({ batches: [one, { ...one, offset: 16 }] })).to.deep.equal(["list.format", at]);
    expect(await inSource({ cells: 2 ** 17 })).to.deep.equal(["list.format", "/credential/listSource/cells"]);
  });
});
