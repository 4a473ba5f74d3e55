import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { toBase64, toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { formatVkey } from "../../src/crypto/note.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { ContractName } from "../../src/domain/network.ts";
import { parseTrust, TRUST_FORMAT, type TrustedNetwork, type TrustFile, trustDigest } from "../../src/proof/trust.ts";
import { testSigner } from "../documents/paper.ts";
import { yzWith } from "./yz.ts";

const KEY = formatVkey("court.example", new Uint8Array(32).fill(7));
const hex = (digit: string, bytes: number): Hex => `0x${digit.repeat(2 * bytes)}`;

const LAYOUTS: Record<ContractName, string> = {
  directory: "directory/1",
  evidenceLog: "log/2",
  memberRegistry: "member/1",
  anchorRegistry: "anchor/1",
  statusRegistry: "status/1",
  claimRegistry: "claim/1",
};

const contracts = Object.fromEntries(
  Object.entries(LAYOUTS).map(([name, layout]) => [name, { address: hex("a", 20), codeHash: hex("b", 32), layout }]),
) as TrustedNetwork["contracts"];

function network(digit: string, more: Partial<TrustedNetwork> = {}): TrustedNetwork {
  return {
    name: { zh: `网络${digit}`, en: `Network ${digit}` },
    registryId: hex(digit, 32),
    chainId: 1,
    genesisHash: hex("c", 32),
    contracts,
    headerRule: "ethereum",
    witnesses: { quorum: 1, keys: [KEY] },
    maxStatusAge: 3600,
    ...more,
  };
}

describe("yz trust", () => {
  let dir: string;
  const file = (name: string) => join(dir, name);
  const write = (name: string, trust: object) => writeFileSync(file(name), JSON.stringify(trust));
  const read = (name: string): TrustFile => parseTrust(readFileSync(file(name)));
  const of = (...networks: readonly TrustedNetwork[]): TrustFile => ({ format: TRUST_FORMAT, networks });
  const yz = yzWith();

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "yinzheng-trust-"));
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("shows the file with the digest that stands in every report", async () => {
    write("trust.json", of(network("1")));
    const { code, stdout } = await yz("trust", "show", "--trust", file("trust.json"));
    expect(code).to.equal(0);
    expect(stdout)
      .to.include(trustDigest(read("trust.json")))
      .and.to.include("网络1 · Network 1")
      .and.to.include(KEY);
    const json = JSON.parse((await yz("trust", "show", "--trust", file("trust.json"), "--json")).stdout);
    expect(json).to.deep.equal({
      path: file("trust.json"),
      digest: trustDigest(read("trust.json")),
      trust: of(network("1")),
    });
  });

  it("shows the snapshot signers of a network beside its witnesses", async () => {
    const phone = formatVkey("phone.example", new Uint8Array(32).fill(9));
    write("trust.json", of(network("1", { snapshotSigners: [phone] })));
    const { stdout } = await yz("trust", "show", "--trust", file("trust.json"));
    expect(stdout).to.include(`  snapshot      ${phone}\n`);
  });

  it("shows whose word counts for documents and for seals, by the digest of the certificate", async () => {
    const { authority } = await testSigner();
    const named = [toBase64(authority)];
    write("trust.json", of(network("1", { documentAuthorities: named, sealAuthorities: named })));
    const { stdout } = await yz("trust", "show", "--trust", file("trust.json"));
    for (const what of ["documents     ", "seals         "])
      expect(stdout).to.include(`${what}SHA-256 ${toHex(sha256(authority))}`);
  });

  it("finds the user's own file where none is named", async () => {
    write("trust.json", of(network("1")));
    expect((await yzWith({ env: { YZ_HOME: dir } })("trust", "show")).code).to.equal(0);
    expect(
      (await yzWith({ env: { YZ_TRUST: file("trust.json"), YZ_HOME: "/nowhere" } })("trust", "show")).code,
    ).to.equal(0);
  });

  it("makes the file by the first add and joins networks by the next, each once", async () => {
    write("a.json", of(network("1")));
    write("b.json", of(network("1"), network("2")));
    const own = file("deep/own.json");
    for (const added of ["a.json", "b.json", "a.json"]) {
      expect((await yz("trust", "add", file(added), "--trust", own)).code, added).to.equal(0);
    }
    expect(read("deep/own.json")).to.deep.equal(of(network("1"), network("2")));
  });

  it("refuses a known network with other content, and leaves the file as it was", async () => {
    write("own.json", of(network("1")));
    write("other.json", of(network("2"), network("1", { maxStatusAge: 999_999 })));
    const { code, stderr } = await yz("trust", "add", file("other.json"), "--trust", file("own.json"));
    expect(code).to.equal(2);
    expect(stderr).to.include("conflict.used").and.to.include(hex("1", 32));
    expect(read("own.json")).to.deep.equal(of(network("1")));
  });

  it("never takes a file of its own that it can't read for an empty one", async () => {
    write("new.json", of(network("1")));
    writeFileSync(file("own.json"), "{ damaged");
    const { code, stderr } = await yz("trust", "add", file("new.json"), "--trust", file("own.json"));
    expect(code).to.equal(2);
    expect(stderr).to.include("json.syntax");
    expect(readFileSync(file("own.json"), "utf8")).to.equal("{ damaged");
  });

  it("keeps what either file distrusts, from the earlier time", async () => {
    write("own.json", { ...of(network("1")), suites: { "eddsa-jcs-2022": { distrustedSince: 2000 } } });
    const suites = { "eddsa-jcs-2022": { distrustedSince: 1000 }, "ecdsa-jcs-2019": { distrustedSince: 5 } };
    write("new.json", { ...of(network("2")), suites });
    await yz("trust", "add", file("new.json"), "--trust", file("own.json"));
    expect(read("own.json").suites).to.deep.equal(suites);
  });

  it("ends with 2 for a file that is missing, that is no trust file, or whose quorum is zero", async () => {
    write("none.json", {});
    write("zero.json", of(network("1", { witnesses: { quorum: 0, keys: [KEY] } })));
    for (const name of ["missing.json", "none.json", "zero.json"]) {
      for (const verb of [
        ["show", "--trust", file(name)],
        ["add", file(name), "--trust", file("own.json")],
      ]) {
        const { code, stdout, stderr } = await yz("trust", ...verb);
        expect({ code, stdout }, `${verb[0]} ${name}`).to.deep.equal({ code: 2, stdout: "" });
        expect(stderr).to.include("trust.file");
      }
    }
  });
});
