import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeFounding } from "../../src/ledger/evm/deployment.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { yzWith } from "./yz.ts";

describe("yz chain status", () => {
  let cli: CliWorld;

  before(async () => {
    cli = await openCliWorld();
  });

  after(() => cli.close());

  it("shows genesis, head and log of the node's chain", async () => {
    const yz = yzWith({ deployment: cli.deployment });
    const ledger = cli.world.ledger();
    const [head, log] = [await ledger.head(), await ledger.logState()];
    const { code, stdout } = await yz("chain", "status", "--rpc", cli.rpc, "--json");
    expect(code).to.equal(0);
    const { chainId, genesisHash, registryId } = cli.world.network;
    const shown = JSON.parse(stdout);
    expect(shown).to.deep.include({ chainId, registryId, head, log: { size: log.size, root: log.root } });
    expect(shown.genesis).to.include({ number: 0, hash: genesisHash });
    const text = (await yzWith({ deployment: cli.deployment, env: { YZ_RPC: cli.rpc } })("chain", "status")).stdout;
    for (const part of [genesisHash, registryId, head.hash, log.root]) expect(text).to.include(part);
  });

  it("shows no log of an installation that is not on that chain", async () => {
    const other = join(cli.dir, "other");
    const network = { ...cli.world.network, genesisHash: `0x${"11".repeat(32)}` as const };
    await writeFounding(other, { ...cli.world.founding, network });
    for (const deployment of ["/nowhere", other]) {
      const { code, stdout } = await yzWith({ deployment })("chain", "status", "--rpc", cli.rpc, "--json");
      expect(code).to.equal(0);
      expect(JSON.parse(stdout)).to.have.all.keys("chainId", "genesis", "head");
    }
  });

  it("ends with 2 where no node answers", async () => {
    for (const rpc of ["http://127.0.0.1:9", "a node"]) {
      const { code, stdout, stderr } = await yzWith()("chain", "status", "--rpc", rpc);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.match(/\[(chain\.unreachable|config\.invalid)\]/);
    }
  });
});

describe("yz audit verify", () => {
  let dir: string;
  const masterKey = new Uint8Array(32).fill(1);
  const time = 1_795_000_000;
  const fact = (name: string) => ({ kind: "test", subject: name, tenant: "t", actor: "a", time, payload: { name } });

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-audit-"));
    const store = await openLevelStore({ dir, masterKey });
    await store.journal.append([fact("first"), fact("second")]);
    await store.close();
  });

  after(() => rm(dir, { recursive: true, force: true }));

  it("walks a whole journal without a key", async () => {
    const { code, stdout } = await yzWith()("audit", "verify", dir);
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^✓/)
      .and.to.match(/records +2/);
  });

  it("ends with 1 where a byte was changed, and says at which record", async () => {
    const path = join(dir, "journal", "000001.seg");
    const bytes = await readFile(path);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(path, bytes);
    const { code, stdout } = await yzWith()("audit", "verify", dir, "--json");
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).defects).to.have.length.at.least(1);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(path, bytes);
  });

  it("ends with 2 where there is no store", async () => {
    const { code, stdout } = await yzWith()("audit", "verify", "/nowhere");
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
  });
});
