import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder for each test, removed after it. */
export function useFolder(): () => string {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-chain-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  return () => dir;
}
