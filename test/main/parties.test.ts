import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openFileKeys } from "../../src/keys/file/open.ts";
import { runChain } from "../../src/main/chain.ts";
import { runSigner } from "../../src/main/signer.ts";
import { runWitness } from "../../src/main/witness.ts";

import { testSigner } from "../documents/paper.ts";

const CHEAP = { N: 2 ** 10, r: 8, p: 1 };

describe("main: a party's own process", () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-party-"));
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  const failure = async (run: typeof runWitness): Promise<unknown> => {
    const signals = process.listenerCount("SIGTERM");
    const code = await run({ dir, port: 0, attached: false }).catch((error: unknown) => Object(error).code);
    expect(process.listenerCount("SIGTERM"), "waits for no signal any more").to.equal(signals);
    return code;
  };
  const signing: typeof runWitness = ({ dir: own, ...rest }) => runSigner({ dirs: [own], ...rest });
  const put = (name: string, value: unknown) => writeFile(join(dir, name), JSON.stringify(value));

  const hex = (digit: string, bytes: number) => `0x${digit.repeat(2 * bytes)}`;
  const names = ["directory", "evidenceLog", "memberRegistry", "anchorRegistry", "statusRegistry", "claimRegistry"];
  const network = {
    chainId: 1,
    genesisHash: hex("1", 32),
    registryId: hex("2", 32),
    contracts: Object.fromEntries(names.map((name) => [name, hex("3", 20)])),
    deployBlock: 0,
  };
  const code = "11371000004352185C";
  const issuer = `did:web:yinzheng.example:members:${code}`;
  const profile = { format: "yinzheng-member/1", code, names: { zh: "审批服务局", en: "Bureau" }, issuer };
  const signer = { role: "maker", network, profile, types: [], makers: [hex("4", 20)] };

  it("doesn't start a signer without its configuration, or with one that says more or less than it must", async () => {
    expect(await failure(signing)).to.equal("config.invalid");
    await put("signer.json", { ...signer, makers: [] });
    expect(await failure(signing)).to.equal("config.invalid");
    await put("signer.json", { ...signer, role: "auditor" });
    expect(await failure(signing)).to.equal("config.invalid");
    await put("signer.json", { ...signer, rule: "sign everything" });
    expect(await failure(signing)).to.equal("config.unknown_key");
  });

  it("doesn't start a signer that is told of a predecessor whose code is mistyped", async () => {
    await put("signer.json", { ...signer, predecessors: ["12371000MB2854632C"] });
    expect(await failure(signing)).to.equal("config.invalid");
    await put("signer.json", { ...signer, predecessors: ["12371000MB2854632B"] });
    expect(await failure(signing), "and goes on where it is right").to.equal("keys.passphrase");
  });

  it("doesn't start a signer that is to judge documents and lacks a certificate, a trust file or the address on them", async () => {
    const documents = { publicUrl: "https://demo.yinzheng.example", certificates: ["seal.der"], trust: "trust.json" };
    const told = async (fields: object) => {
      await put("signer.json", { ...signer, documents: { ...documents, ...fields } });
      return failure(signing);
    };
    expect(await told({}), "no such files").to.equal("config.invalid");
    expect(await told({ certificates: [] })).to.equal("config.invalid");
    expect(await told({ publicUrl: "demo.yinzheng.example" })).to.equal("config.invalid");
    expect(await told({ authority: "root.der" })).to.equal("config.unknown_key");
    await writeFile(join(dir, "seal.der"), (await testSigner()).certificate);
    expect(await told({}), "no trust file").to.equal("trust.file");
    await put("trust.json", { format: "yinzheng-trust/1", networks: [] });
    expect(await told({}), "and goes on where it is right").to.equal("keys.passphrase");
  });

  it("doesn't start a signer that is to judge seals by a trust file that is not there, or does not know its network", async () => {
    await put("signer.json", { ...signer, seals: { trust: "trust.json" } });
    expect(await failure(signing)).to.equal("trust.file");
    await put("trust.json", { format: "yinzheng-trust/1", networks: [] });
    expect(await failure(signing)).to.equal("config.invalid");
  });

  it("doesn't start a signer whose rules name what there is not, or say what no rule says", async () => {
    const type = "11100000000013338W011";
    const rules = async (own: object) => {
      await put("signer.json", { ...signer, types: [type], rules: own });
      return failure(signing);
    };
    expect(await rules({ types: { [type]: { fields: { capital: { max: "1" } } } } }), "field").to.equal(
      "config.invalid",
    );
    expect(await rules({ types: { "12371000MB2854632B901": {} } }), "type").to.equal("config.invalid");
    for (const own of [{ amounts: {} }, { documents: { perYear: 1 } }, { types: { [type]: { field: {} } } }])
      expect(await rules(own), JSON.stringify(own)).to.equal("config.unknown_key");
    for (const hours of [{ from: "17:00", until: "08:00" }, { weekdays: [0] }, { except: ["2026-02-30"] }])
      expect(await rules({ hours }), JSON.stringify(hours)).to.equal("config.invalid");
    const good = {
      types: { [type]: { fields: { registeredCapital: { max: "1000000.00" } } } },
      hours: { from: "08:30" },
    };
    expect(await rules(good), "and goes on where they are right").to.equal("keys.passphrase");
  });

  it("doesn't start a signer without its passphrase, its key, or its tokens, and leaves nothing open", async () => {
    await put("signer.json", signer);
    expect(await failure(signing), "no passphrase").to.equal("keys.passphrase");
    await writeFile(join(dir, "passphrase"), "a passphrase of its own\n", { mode: 0o600 });
    await (
      await openFileKeys({ dir: join(dir, "keys"), passphrase: "a passphrase of its own", scrypt: CHEAP })
    ).close();
    expect(await failure(signing), "no key").to.equal("keys.missing");
    const keys = await openFileKeys({ dir: join(dir, "keys"), passphrase: "a passphrase of its own" });
    await keys.create("officer", "secp256k1", "officer");
    await keys.close();
    expect(await failure(signing), "no token").to.equal("config.invalid");
  });

  it("doesn't start a witness without its configuration", async () => {
    expect(await failure(runWitness)).to.equal("config.invalid");
    await put("witness.json", { name: "w", rpc: "http://127.0.0.1:9", network, codeHashes: {}, quorum: 1 });
    expect(await failure(runWitness)).to.be.oneOf(["config.invalid", "config.unknown_key"]);
  });

  it("doesn't start a chain over a folder that is damaged", async () => {
    await writeFile(join(dir, "genesis.json"), "{}");
    expect(await failure(runChain)).to.equal("store.damaged");
  });
});
