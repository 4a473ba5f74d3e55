import { expect } from "chai";
import { readDocument } from "../../../src/documents/read/read.ts";
import { parseRepresentation } from "../../../src/proof/representation.ts";
import { type Harness, issued, serve } from "../harness.ts";
import { openWorld, type World } from "../world.ts";
import { asked, documentOf } from "./desk.ts";

describe("service: the road of a document", () => {
  let world: World;
  let harness: Harness;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  it("makes the document when it is first asked for, and hands it out when it is on chain", async function () {
    this.timeout(20_000);
    const view = await issued(harness.service, world);
    expect(await asked(harness.service, world, view)).to.deep.equal({ state: "sealing" });
    const { bytes } = await documentOf(harness.service, world, view);
    const reading = await readDocument(bytes);
    if ("fault" in reading || reading.representation === null) throw new Error("no document");
    expect(reading.seals.map(({ holds }) => holds)).to.deep.equal([true]);
    const { manifest } = parseRepresentation(reading.representation);
    expect(manifest.of).to.include({ memberId: world.licences.memberId, index: view.cell?.index });
  });
});
