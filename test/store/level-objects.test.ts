import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { filesBelow, filesWith, folders, open, using } from "./folder.ts";
import { flipped, refused } from "./sample.ts";

const TEXT = Buffer.from("欧阳疏影 ".repeat(1000));

describe("store: objects on disk", () => {
  const { make } = folders();

  it("are there after the store was opened again, and can't be read without their key", async () => {
    const dir = make();
    const ref = await using(dir, ({ objects }) => objects.put(TEXT));
    expect(filesWith(dir, "欧阳疏影")).to.deep.equal([]);
    expect(Buffer.from(await using(dir, ({ objects }) => objects.get(ref))).equals(TEXT)).to.equal(true);
  });

  it("are refused with any bit changed, cut short, or gone", async () => {
    const dir = make();
    const store = await open(dir);
    const ref = await store.objects.put(TEXT);
    const [file = ""] = filesBelow(join(dir, "objects"));
    const right = new Uint8Array(readFileSync(file));
    for (const bytes of [flipped(right, 0), flipped(right, right.length - 1), right.subarray(1), new Uint8Array()]) {
      writeFileSync(file, bytes);
      await refused("store.damaged", store.objects.get(ref));
    }
    writeFileSync(file, right);
    expect((await store.objects.get(ref)).length).to.equal(TEXT.length);
    await store.close();
  });
});
