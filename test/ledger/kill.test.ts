import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { openChain } from "../../src/ledger/embedded/chain.ts";
import { fromObject } from "../../src/ledger/quantity.ts";
import { useFolder } from "./folder.ts";
import { failure } from "./world.ts";

describe("embedded chain whose process is killed", () => {
  const dir = useFolder();

  /** Runs the sender until it has told of `count` blocks, then kills it. What it told. */
  const runAndKill = async (count: number, beforeKill = async () => {}): Promise<string[]> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "kill-child.ts"), dir()], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const told: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      told.push(line);
      if (told.length !== count) continue;
      await beforeKill();
      child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(child.signalCode).to.equal("SIGKILL");
    return told;
  };

  it("comes back with every block it told of, and every transaction it journalled, killed three times over", async () => {
    const told: string[] = [];
    for (const count of [3, 17, 40]) {
      told.push(...(await runAndKill(count)));
      const text = await readFile(join(dir(), "blocks.log"), "utf8");
      const whole = text.slice(0, text.lastIndexOf("\n"));
      const journalled = whole.split("\n").filter((line) => / block /.test(line)).length;
      const chain = await openChain({ dir: dir(), clock: Date.now });
      expect(Number(await chain.rpc("eth_blockNumber", []))).to.equal(journalled);
      for (const line of told) {
        const [number, hash] = line.split(" ");
        const block = fromObject(await chain.rpc("eth_getBlockByNumber", [number, false]));
        expect(block?.hash, `block ${number}`).to.equal(hash);
      }
      await chain.close();
    }
    expect(told.length).to.be.at.least(60);
  });

  it("refuses another process while it runs, and not after", async () => {
    let refused: unknown;
    await runAndKill(1, async () => {
      refused = await failure(openChain({ dir: dir(), clock: Date.now }));
    });
    expect(refused).to.include({ code: "store.locked" });
    await (await openChain({ dir: dir(), clock: Date.now })).close();
  });
});
