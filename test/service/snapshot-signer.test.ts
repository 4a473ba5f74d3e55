import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Level } from "../../src/proof/policy.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";
import type { Witness } from "../../src/service/officers.ts";
import { openWitness } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { issued, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

describe("service: snapshot signers", () => {
  let world: World;
  let trust: TrustFile;
  let phone: Witness;

  before(async () => {
    world = await openWorld();
    const keys = memoryKeys({ random: (n) => new Uint8Array(n).fill(3) });
    const process = await openWitness({
      name: "phone",
      key: await keys.create("witness", "ed25519", "witness"),
      ledger: world.ledger(),
      journal: openMemoryStore().journal,
      clock: world.clock,
    });
    const { cosign, cosignLists } = process;
    phone = { name: "phone", cosign, cosignLists };
    const networks = world.trust.networks.map((network) => ({ ...network, snapshotSigners: [process.vkey] }));
    trust = { ...world.trust, networks };
  });
  after(() => world.close());

  const issuedBy = async (witnesses: readonly Witness[]): Promise<string> => {
    const harness = await serve(world, { trust, witnesses, snapshotSigners: [phone] });
    const { id } = await issued(harness.service, world);
    const { text } = await harness.service.bundle(principal(world.licences), id);
    await harness.close();
    return text;
  };
  const verdict = (text: string, level: Level): string =>
    verify(parseBundle(utf8(text)), NO_FACTS, trust, { level }, world.clock()).verdict;

  it("are asked for the checkpoint: with one alone a bundle reaches level snapshot, and no further", async () => {
    const text = await issuedBy([]);
    expect([verdict(text, "snapshot"), verdict(text, "archival")]).to.deep.equal(["valid", "indeterminate"]);
  });

  it("stand in one note with witnesses", async () => {
    const text = await issuedBy([world.witness]);
    expect(text).to.include("— court ").and.include("— phone ");
    expect([verdict(text, "snapshot"), verdict(text, "archival")]).to.deep.equal(["valid", "valid"]);
  });

  it("co-sign no status list: what one alone would vouch for is not published", async () => {
    let asked = 0;
    const cosignLists = async (): Promise<readonly string[]> => {
      asked++;
      return [];
    };
    const counting = { ...phone, cosignLists };
    const harness = await serve(world, { trust, witnesses: [], snapshotSigners: [counting] });
    await issued(harness.service, world);
    await harness.close();
    expect(asked).to.equal(0);
  });
});
