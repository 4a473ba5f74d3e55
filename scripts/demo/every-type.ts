import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import type { World } from "./world.ts";
import { reports, say } from "./yz.ts";

/**
 * Verifies the certificate of each type that a world has issued at its start, by its bundle or by its document; one that is not
 * valid ends the demo.
 */
export async function expectEach(
  { bundles }: Pick<World, "bundles">,
  options: readonly string[],
  form: "json" | "pdf" = "json",
): Promise<void> {
  const files = DEMO_SAMPLES.map(({ file }) => join(bundles, file.replace(/json$/, form)));
  const found = await reports([...files, ...options]);
  for (const { verdict, certificate } of found) {
    const { type, issuer } = certificate;
    say(`   ${verdict === "valid" ? "✓" : "✗"} ${type.zh} · ${type.en} — ${issuer.zh}: ${verdict}`);
  }
  const types = new Set(found.map(({ certificate }) => certificate.type.en));
  const all = found.length === files.length && types.size === files.length;
  if (!all || found.some(({ verdict }) => verdict !== "valid")) throw new Error("expected one valid of each type");
}

/** Copies each type's document to a folder where people find them. */
export async function leaveDocuments({ bundles }: Pick<World, "bundles">, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { file } of DEMO_SAMPLES) {
    const name = file.replace(/json$/, "pdf");
    await copyFile(join(bundles, name), join(folder, name));
  }
}
