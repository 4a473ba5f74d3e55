import { expect } from "chai";
import { yzWith } from "./yz.ts";

describe("yz", () => {
  it("ends with 0 for its version and for help, which names every noun", async () => {
    const yz = yzWith();
    expect(await yz("--version")).to.deep.equal({ code: 0, stdout: "1.2.3\n", stderr: "" });
    const { code, stdout } = await yz("--help");
    expect(code).to.equal(0);
    for (const noun of ["verify", "cert", "member", "trust", "chain", "audit", "signer", "witness", "serve"]) {
      expect(stdout).to.match(new RegExp(`^ +${noun} `, "m"));
    }
  });

  it("ends with 2, and says why, for what is no command of its", async () => {
    const yz = yzWith();
    const cases = [
      [],
      ["frobnicate"],
      ["cert"],
      ["cert", "frobnicate"],
      ["cert", "issue"],
      ["cert", "issue", "a.json", "--frobnicate"],
      ["cert", "revoke", "id"],
      ["trust", "show", "--frobnicate"],
      ["chain", "status", "--frobnicate"],
      ["audit", "verify", "--frobnicate"],
      ["signer", "run"],
      ["serve", "--frobnicate"],
    ];
    for (const args of cases) {
      const { code, stdout, stderr } = await yz(...args);
      expect({ code, stdout }, args.join(" ")).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.match(/error:|Usage:/);
    }
    expect(yz.started).to.deep.equal([]);
  });

  it("starts what runs for long with exactly what was asked for", async () => {
    const yz = yzWith();
    await yz("serve", "--config", "c.json", "--port", "0");
    await yz("signer", "run", "d", "e", "--attached");
    await yz("witness", "run", "--dir", "d", "--port", "65535");
    await yz("chain", "run", "--dir", "d");
    expect(yz.started).to.deep.equal([
      { what: "serve", options: { config: "c.json", port: 0, attached: false } },
      { what: "signer", options: { dirs: ["d", "e"], port: 0, attached: true } },
      { what: "witness", options: { dir: "d", port: 65_535, attached: false } },
      { what: "chain", options: { dir: "d", port: 0, attached: false } },
    ]);
  });

  it("refuses a port that is none", async () => {
    const yz = yzWith();
    for (const port of ["http", "-1", "65536", "80.5", ""]) {
      expect((await yz("serve", "--port", port)).code, port).to.equal(2);
    }
    expect(yz.started).to.deep.equal([]);
  });

  it("hands on the exit code of what ran for long", async () => {
    const yz = yzWith({ serve: async () => 4 });
    expect((await yz("serve")).code).to.equal(4);
  });

  it("tells of an unforeseen fault without its stack, which only YZ_LOG=debug adds", async () => {
    const serve = async (): Promise<never> => {
      throw new TypeError("the moon is made of cheese");
    };
    const { code, stderr } = await yzWith({ serve })("serve");
    expect(code).to.equal(2);
    expect(stderr).to.include("cheese").and.to.not.include("    at ");
    const debug = await yzWith({ serve, env: { YZ_LOG: "debug" } })("serve");
    expect(debug.stderr).to.include("    at ");
  });
});
