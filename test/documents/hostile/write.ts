// Leaves every hostile file in a folder, to try on other readers: node test/documents/hostile/write.ts DIR
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOSTILE } from "./all.ts";
import { openHostileWorld } from "./world.ts";

const [, , dir = "hostile"] = process.argv;
await mkdir(dir, { recursive: true });
const world = await openHostileWorld();
await writeFile(join(dir, "trust.json"), JSON.stringify(world.trust, null, 2));
await writeFile(join(dir, "000 the document.pdf"), world.whole);
for (const [i, { name, make, codes }] of HOSTILE.entries()) {
  const file = `${String(i + 1).padStart(3, "0")} ${name.replace(/[^\w ,.-]/g, "_").slice(0, 80)}.pdf`;
  await writeFile(join(dir, file), await make(world));
  process.stdout.write(`${file}\t${codes.join(" ")}\n`);
}
