import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { configIn, Process, yzProcess } from "./demo.ts";
import { childrenOf, isRunning, until } from "./processes.ts";

describe("e2e: starting", function () {
  this.timeout(60_000);
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-start-"));
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Holds a port of this machine while `work` runs. */
  async function holding<T>(work: (port: number) => Promise<T>): Promise<T> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      return await work(Object(server.address()).port);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  for (const which of ["http", "chain"] as const) {
    it(`says which port is busy, ends with 2 and writes nothing where it is the ${which} port`, async () => {
      await holding(async (port) => {
        const { path } = await configIn(dir, { [which]: port });
        const { code, stderr } = await yzProcess("serve", "--config", path);
        expect(code).to.equal(2);
        expect(stderr).to.include("[config.port_busy]").and.to.include(String(port));
        expect(stderr).to.not.match(/\n {4}at /);
      });
      expect(await readdir(dir)).to.deep.equal(["config.json"]);
    });
  }

  it("ends with 2 and writes nothing for a configuration that it doesn't understand, and says where", async () => {
    await writeFile(join(dir, "config.json"), JSON.stringify({ dataDir: join(dir, "data"), http: { prot: 1 } }));
    const { code, stderr } = await yzProcess("serve", "--config", join(dir, "config.json"));
    expect(code).to.equal(2);
    expect(stderr).to.include("[config.unknown_key]").and.to.include("/http/prot");
    expect(await readdir(dir)).to.deep.equal(["config.json"]);
  });

  it("stops in the middle of a start at Ctrl-C, with every process that it had started", async () => {
    const { path } = await configIn(dir);
    const starting = new Process(["serve", "--config", path]);
    let children: readonly number[] = [];
    await until(async () => {
      children = await childrenOf(starting.pid);
      return children.length > 0 || starting.child.exitCode !== null;
    });
    const { code, stdout } = await starting.stop("SIGINT", "group");
    expect(code).to.equal(0);
    expect(stdout).to.not.include("Page");
    expect(children).to.not.deep.equal([]);
    expect(await Promise.all(children.map(isRunning))).to.deep.equal(children.map(() => false));
  });
});
