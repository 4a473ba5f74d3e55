import { expect } from "chai";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { parseConfig, readConfig } from "../../src/main/config.ts";

/** Code and pointer of the error that a configuration ends in. */
function fault(value: unknown): string {
  try {
    parseConfig(value);
  } catch (error) {
    if (isYinzhengError(error)) return `${error.code} ${error.detail.pointer}`;
    throw error;
  }
  return "none";
}

describe("main: configuration", () => {
  it("is the demo on its usual ports where nothing is said", async () => {
    expect(await readConfig(undefined)).to.deep.include({
      profile: "demo",
      dataDir: "./data",
      http: { host: "127.0.0.1", port: 8080 },
      chain: { engine: "embedded", port: 8545 },
      maxStatusAge: 72 * 3600,
    });
  });

  it("keeps what is said and fills in the rest", () => {
    const { http, chain } = parseConfig({ http: { port: 0 }, chain: { engine: "evm", url: "http://10.0.0.1:8545" } });
    expect({ http, chain }).to.deep.equal({
      http: { host: "127.0.0.1", port: 0 },
      chain: { engine: "evm", url: "http://10.0.0.1:8545" },
    });
  });

  it("takes no unknown key, at any depth, and says where it stands", () => {
    expect(fault({ dataDri: "x" })).to.equal("config.unknown_key /dataDri");
    expect(fault({ http: { prot: 1 } })).to.equal("config.unknown_key /http/prot");
    expect(fault({ chain: { engine: "embedded", url: "http://a" } })).to.equal("config.unknown_key /chain/url");
    const witness = { name: "w", url: "http://a", tokenFile: "t", token: "t" };
    expect(fault({ witnesses: [witness] })).to.equal("config.unknown_key /witnesses/0/token");
  });

  it("takes no wrong value, and says where it stands", () => {
    const cases: readonly (readonly [value: unknown, pointer: string])[] = [
      [{ http: { port: 65_536 } }, "/http/port"],
      [{ http: { port: "8080" } }, "/http/port"],
      [{ maxStatusAge: 59 }, "/maxStatusAge"],
      [{ chain: { engine: "fabric" } }, "/chain/engine"],
      [{ chain: { engine: "evm", url: "ftp://a" } }, "/chain/url"],
      [{ apiKeys: [{ hash: "0x12", tenant: "t", subject: "s", roles: [] }] }, "/apiKeys/0/hash"],
      [
        { apiKeys: [{ hash: `0x${"1".repeat(64)}`, tenant: "t", subject: "s", roles: ["root"] }] },
        "/apiKeys/0/roles/0",
      ],
      [{ batching: { capacity: 8 } }, "/batching/capacity"],
      [[], "/"],
    ];
    for (const [value, pointer] of cases) {
      expect(fault(value), JSON.stringify(value)).to.equal(`config.invalid ${pointer}`);
    }
  });

  it("is no file that can't be read, and no file that isn't strict JSON", async () => {
    const code = (path: string) => readConfig(path).catch((error: unknown) => Object(error).code);
    expect(await code("/nowhere.json")).to.equal("config.invalid");
    expect(await code(import.meta.filename)).to.equal("json.syntax");
  });
});
