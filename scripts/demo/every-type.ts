import { join } from "node:path";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import type { World } from "./world.ts";
import { reports, say } from "./yz.ts";

/**
 * Verifies the certificate of each type that a world has issued at its start, by its bundle or by its document; one that is not
 * valid ends the demo.
 */
export async function expectEach(
  world: World,
  options: readonly string[],
  form: "json" | "pdf" = "json",
): Promise<void> {
  const files = DEMO_SAMPLES.map(({ file }) => join(world.bundles, file.replace(/json$/, form)));
  const found = await reports([...files, ...options]);
  for (const { verdict, certificate } of found) {
    const { type, issuer } = certificate;
    say(`   ${verdict === "valid" ? "✓" : "✗"} ${type.zh} · ${type.en} — ${issuer.zh}: ${verdict}`);
  }
  const types = new Set(found.map(({ certificate }) => certificate.type.en));
  const all = found.length === files.length && types.size === files.length;
  if (!all || found.some(({ verdict }) => verdict !== "valid")) throw new Error("expected one valid of each type");
}
