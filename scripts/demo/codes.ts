import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { compactCode } from "../../src/proof/compact.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { expect, say } from "./yz.ts";

/** The offline code of a bundle's certificate, in a file of its own as a scanner would leave it; null where it has none. */
async function scanned(bundle: string): Promise<string | null> {
  const code = compactCode(parseBundle(await readFile(bundle)));
  if (code === null) return null;
  const file = bundle.replace(/\.json$/, ".code.txt");
  await writeFile(file, `${code}\n`);
  return file;
}

/** Judges the code of each type's certificate, and of a revoked one, by a snapshot alone. */
export async function judgeCodes(
  bundles: string,
  revoked: string,
  snapshot: string,
  trust: readonly string[],
): Promise<void> {
  const by = ["--snapshot", snapshot, ...trust, "--offline", "--level", "archival"];
  for (const { file } of DEMO_SAMPLES) {
    const code = await scanned(join(bundles, file));
    say(`   ${file}${code === null ? "：限用一次，无离线码 · used once, so it has no code" : ""}`);
    if (code !== null) await expect(["verify", "--code", code, ...by], 0, "valid");
  }
  const code = await scanned(revoked);
  if (code === null) throw new Error("the revoked licence has no code");
  await expect(["verify", "--code", code, ...by], 3, "not_in_force", "status.revoked");
}
