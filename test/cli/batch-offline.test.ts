import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { openFileKeys } from "../../src/keys/file/open.ts";
import { anchorMessage } from "../../src/proof/messages.ts";
import type { AnchorRequest, BatchDocument } from "../../src/service/officers.ts";
import { signedBy } from "../../src/service/signatures.ts";
import { PROFILE } from "../proof/paper/certificate.ts";
import { documentOf, draftOf, HOUR, MAKER, NETWORK, NOW, requestOf } from "../service/signer/office.ts";
import { type Ran, yzWith } from "./yz.ts";

const CHEAP = { N: 2 ** 10, r: 8, p: 1 };
const PASSPHRASE = "a passphrase of its own";

describe("yz batch sign", () => {
  let dir: string;
  let address: `0x${string}`;
  const config = {
    role: "checker",
    network: NETWORK,
    profile: PROFILE,
    types: [BUSINESS_LICENCE.code],
    makers: [MAKER.address],
  };

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-offline-"));
    await writeFile(join(dir, "passphrase"), `${PASSPHRASE}\n`, { mode: 0o600 });
    await writeFile(join(dir, "signer.json"), JSON.stringify(config));
    const keys = await openFileKeys({ dir: join(dir, "keys"), passphrase: PASSPHRASE, scrypt: CHEAP });
    address = (await keys.create("officer", "secp256k1", "officer")).address ?? "0x";
    await keys.close();
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function carry(request: AnchorRequest): Promise<string> {
    const { anchor, voidValue, documents } = request;
    const head = { format: "yinzheng-signing-request/1", anchor, voidValue, officers: [address] };
    const lines = [head, ...(documents as readonly BatchDocument[])].map((line) => JSON.stringify(line));
    await writeFile(join(dir, "request.jsonl"), `${lines.join("\n")}\n`);
    return join(dir, "request.jsonl");
  }
  const noNetwork: typeof fetch = async () => {
    throw new Error("no network here");
  };
  const sign = (file: string, now = NOW): Promise<Ran> =>
    yzWith({ clock: () => now, fetch: noNetwork })(
      "batch",
      "sign",
      file,
      "--dir",
      dir,
      "-o",
      join(dir, "signature.json"),
    );
  const one = requestOf([documentOf(draftOf("1"), 5)]);

  it("judges the whole request without a network, and leaves the officer's signature over exactly that anchor", async () => {
    expect(await sign(await carry(one))).to.include({ code: 0, stderr: "" });
    const { format, anchor, officer, signature } = JSON.parse(await readFile(join(dir, "signature.json"), "utf8"));
    expect({ format, officer }).to.deep.equal({ format: "yinzheng-anchor-signature/1", officer: address });
    expect(anchor).to.deep.equal(one.anchor);
    expect(signedBy(anchorMessage(NETWORK, anchor), officer, signature)).to.equal(true);
  });

  it("remembers in the same log as a signer that runs: never another root for the batch, nor a draft in two cells", async () => {
    expect((await sign(await carry(one))).code).to.equal(0);
    const other = await sign(await carry(requestOf([documentOf(draftOf("2"), 5)])));
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include("[signer.conflict]");
    expect((await sign(await carry(one))).code, "the same again").to.equal(0);
  });

  it("refuses by the officer's own rules, in words, and leaves no signature", async () => {
    const rules = { types: { [BUSINESS_LICENCE.code]: { fields: { enterpriseType: { oneOf: ["有限责任公司"] } } } } };
    await writeFile(join(dir, "signer.json"), JSON.stringify({ ...config, rules }));
    const { code, stderr } = await sign(await carry(one));
    expect(code).to.equal(2);
    expect(stderr).to.include(
      "enterpriseType of 11100000000013338W011 is none of what this officer allows: 有限责任公司",
    );
    expect(await readFile(join(dir, "signature.json")).catch(() => null)).to.equal(null);
  });

  it("says that a request came too late, and to fetch it anew", async () => {
    const { code, stderr } = await sign(await carry(one), NOW + HOUR);
    expect(code).to.equal(2);
    expect(stderr).to.include("The signing request has run out or was made anew. [conflict.request_stale]");
  });

  it("refuses a file that is cut off, that lost a document or a word, or that is none", async () => {
    const file = await carry(requestOf([documentOf(draftOf("1"), 5), documentOf(draftOf("2"), 6)]));
    const text = await readFile(file, "utf8");
    for (const [spoiled, expected] of [
      [text.slice(0, -100), "json.syntax"],
      [`${text.split("\n").slice(0, 2).join("\n")}\n`, "signer.root_mismatch"],
      [text.replace("餐饮服务", "食品销售"), "signer.refused"],
      ["", "json.empty"],
      ['{"format":"yinzheng-signing-request/2"}', "schema."],
    ] as const) {
      await writeFile(file, spoiled);
      expect((await sign(file)).stderr, expected).to.include(`[${expected}`);
    }
    expect((await sign(join(dir, "nothing"))).stderr).to.include("[config.invalid]");
  });
});
