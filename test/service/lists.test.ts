import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import type { ListFact } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { parseStatusList } from "../../src/proof/parse-list.ts";
import { verify } from "../../src/proof/verify.ts";
import type { CertificateView, StatusListFile } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { summary } from "../proof/judge.ts";
import { change, failure, type Harness, issued, serve, settled } from "./harness.ts";
import { behind, witnessBehind } from "./switchable.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

const AGE = 7 * DAY;

interface Entry {
  readonly statusListIndex: string;
  readonly statusListCredential: string;
}

const entriesOf = ({ representations }: Bundle): readonly Entry[] =>
  representations[0]?.credential.credentialStatus as unknown as readonly Entry[];

describe("service: status lists", () => {
  let world: World;
  let harness: Harness;
  beforeEach(async () => {
    world = await openWorld();
    harness = await serve(world);
  });
  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  const bundleOf = async (view: CertificateView) =>
    parseBundle(utf8((await harness.service.bundle(principal(world.licences), view.id)).text));
  /** The one list, when it is of a block of at least this number. */
  const published = async (block = 0, { service } = harness): Promise<StatusListFile> => {
    await settled(async () => ((await service.statusLists())[0]?.block ?? -1) >= block);
    const [list] = await service.statusLists();
    return service.statusList(list?.id ?? "");
  };
  const told = async ({ text }: StatusListFile): Promise<{ node: null; lists: ListFact[] }> => ({
    node: null,
    lists: [{ mirror: "https://demo.yinzheng.example", ok: true, list: await parseStatusList(utf8(text)) }],
  });
  const head = async (): Promise<number> => (await world.ledger().head()).number;

  it("are published with the first batch, found by the URL in the certificate, and verify", async () => {
    const view = await issued(harness.service, world);
    const list = await published();
    const bundle = await bundleOf(view);
    expect(entriesOf(bundle)[1]?.statusListCredential).to.equal(
      `https://demo.yinzheng.example/v1/status-lists/${list.id}`,
    );
    const report = verify(bundle, await told(list), world.trust, { level: "snapshot" }, world.clock());
    expect(summary(report)).to.match(/^valid( \| status\.list status\.list_older)?$/);
    expect(list).to.include({ memberId: world.licences.memberId });
    expect(JSON.parse(list.credential)).to.deep.equal(JSON.parse(list.text).credential);
  });

  it("answer for a bundle whose own evidence has grown stale", async () => {
    const bundle = await bundleOf(await issued(harness.service, world));
    await published();
    world.clock.advance(AGE + DAY);
    const late = () => world.clock();
    const alone = verify(bundle, { node: null }, world.trust, { level: "snapshot" }, late());
    expect(summary(alone)).to.equal("indeterminate | time.evidence status.stale");
    await harness.timers.pass((AGE / 4) * 1000);
    const list = await published((await head()) + 1);
    const report = verify(bundle, await told(list), world.trust, { level: "snapshot" }, late());
    expect(summary(report)).to.equal("valid");
    expect(report.asOf).to.include({ block: list.block, known: list.time });
  });

  it("are made anew after each change of a status, and tell it to verifiers with older bundles", async () => {
    const views = [await issued(harness.service, world), await issued(harness.service, world)] as const;
    const bundles = await Promise.all(views.map(bundleOf));
    const ask = async (block: number, one: 0 | 1) => {
      const facts = await told(await published(block));
      const bundle = bundles[one];
      return bundle && summary(verify(bundle, facts, world.trust, { level: "snapshot" }, world.clock()));
    };
    world.clock.advance(60);
    const { block: suspended } = await change(harness.service, world, views[0], "suspended");
    expect(await ask(suspended, 0)).to.equal("not_in_force | status.list status.suspended");
    expect(await ask(suspended, 1), "its neighbour").to.equal("valid");
    world.clock.advance(60);
    const { block: resumed } = await change(harness.service, world, views[0], "active");
    expect(await ask(resumed, 0)).to.equal("valid");
    world.clock.advance(60);
    const { block: revoked } = await change(harness.service, world, views[1], "revoked");
    expect(await ask(revoked, 1)).to.equal("not_in_force | status.list status.revoked");
    expect(await ask(revoked, 0)).to.equal("valid");
  });

  it("tell a foreign verifier, at the index in the certificate, that it is revoked", async () => {
    const view = await issued(harness.service, world);
    const { block } = await change(harness.service, world, view, "revoked");
    const { credential } = await published(block);
    const { credentialSubject } = JSON.parse(credential) as { credentialSubject: { encodedList: string } };
    const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), "base64url"));
    expect(bits.length * 8).to.be.at.least(131_072);
    const entries = entriesOf(await bundleOf(view)).slice(1);
    const [revocation, suspension] = entries.map(({ statusListIndex }) => {
      const index = Number(statusListIndex);
      return (bits.readUInt8(index >> 3) >> (7 - (index & 7))) & 1;
    });
    expect([revocation, suspension]).to.deep.equal([1, 0]);
    expect(bits.filter((byte) => byte !== 0).length, "and no other").to.equal(1);
  });

  it("never change once published for a block, and are not there for others", async () => {
    const view = await issued(harness.service, world);
    const before = await published();
    const { block } = await change(harness.service, world, view, "revoked");
    const after = await published(block);
    expect(after.text).to.not.equal(before.text);
    expect(await harness.service.statusList(before.id, before.block)).to.deep.equal(before);
    expect(await harness.service.statusList(after.id, after.block)).to.deep.equal(after);
    expect((await failure(harness.service.statusList(before.id, 1_000_000))).code).to.equal("http.not_found");
    expect((await failure(harness.service.statusList("00".repeat(16)))).code).to.equal("http.not_found");
  });

  it("are served as they were while the chain is down, and after a start without it", async () => {
    await harness.close();
    const store = openMemoryStore();
    const first = await serve(world, { store });
    const view = await issued(first.service, world);
    const list = await published(0, first);
    await change(first.service, world, view, "suspended");
    await settled(async () => (await first.service.statusList(list.id)).block > list.block);
    const last = await first.service.statusList(list.id);
    await first.close();
    harness = await serve(world, { store, ledger: behind({ up: false }, world.ledger()) });
    expect(await harness.service.statusList(list.id)).to.deep.equal(last);
    expect((await harness.service.statusLists()).map(({ id }) => id)).to.deep.equal([list.id]);
  });

  it("are published when a witness answers again, and until then stay as they were", async () => {
    await harness.close();
    const line = { up: true };
    harness = await serve(world, { witnesses: [witnessBehind(line, world.witness)] });
    const view = await issued(harness.service, world);
    const before = await published();
    line.up = false;
    const { block } = await change(harness.service, world, view, "revoked");
    await harness.timers.set(1000);
    expect(await harness.service.statusList(before.id)).to.deep.equal(before);
    line.up = true;
    await harness.timers.pass(1000);
    expect((await published(block)).block).to.be.at.least(block);
  });

  it("are made for members with a key for them only", async () => {
    await harness.close();
    const members = [world.licences, world.identities].map(({ profile, type, keys }) => ({
      profile,
      tenant: `tenant-${profile.code}`,
      types: [type],
      keys: keys.filter(({ purpose }) => purpose !== "status"),
    }));
    harness = await serve(world, { members });
    await issued(harness.service, world);
    expect(await harness.service.statusLists()).to.deep.equal([]);
    expect(harness.notices).to.deep.equal([]);
  });

  describe("shown to a witness", () => {
    const SPOILT: readonly (readonly [string, string, (source: JsonObject) => object])[] = [
      [
        "a batch that is on chain",
        "a batch is left out",
        ({ batches }) => ({ batches: (batches as object[]).slice(1) }),
      ],
      [
        "another size",
        "the state of a batch is another",
        ({ batches }) => ({ batches: (batches as object[]).map((batch) => ({ ...batch, size: 32 })) }),
      ],
      [
        "another head",
        "the state of a batch is another",
        ({ batches, key }) => ({
          batches: (batches as object[]).map((batch) => ({ ...batch, statusHead: `${String(key)}${"00".repeat(16)}` })),
        }),
      ],
      [
        "another place of a batch with a revoked cell",
        "a bit says what the log does not",
        ({ batches }) => ({
          batches: (batches as JsonObject[]).map((one) => ({ ...one, offset: Number(one.offset) + 16 })),
        }),
      ],
      ["another permutation", "a bit says what the log does not", () => ({ key: `0x${"00".repeat(16)}` })],
      ["another type", "a batch is not on chain", () => ({ typeId: `0x${"11".repeat(32)}` })],
      ["another installation", "the list is of another installation", () => ({ registryId: `0x${"11".repeat(32)}` })],
      [
        "another log",
        "the log is not that of the block",
        ({ log }) => ({ log: { ...(log as object), root: `0x${"11".repeat(32)}` } }),
      ],
      [
        "another time",
        "the time is not that of the block",
        ({ block }) => ({ block: { ...(block as object), time: 1 } }),
      ],
      [
        "another block",
        "the block is not on our chain",
        ({ block }) => ({ block: { ...(block as object), hash: `0x${"11".repeat(32)}` } }),
      ],
      [
        "a compromise that was not reported",
        "the last report of a compromise is another",
        () => ({ lastCompromise: 1 }),
      ],
    ];

    it("are not co-signed with anything that does not follow from the log", async () => {
      const view = await issued(harness.service, world);
      const { block } = await change(harness.service, world, view, "revoked");
      const credential = JSON.parse((await published(block)).credential) as JsonObject;
      const show = async (...lists: readonly JsonObject[]) => (await failure(world.witness.cosignLists(lists))).detail;
      expect(await world.witness.cosignLists([credential])).to.have.length(1);
      for (const [name, reason, spoil] of SPOILT) {
        const source = credential.listSource as JsonObject;
        const spoilt = { ...credential, listSource: { ...source, ...spoil(source) } } as JsonObject;
        expect(await show(spoilt), name).to.include({ reason });
      }
      expect(await show(credential, credential)).to.include({ reason: "a list is shown twice" });
      const other = String(credential.id).slice(0, -32) + "00".repeat(16);
      const subject = { ...(credential.credentialSubject as object), id: `${other}#list` };
      const twin = { ...credential, id: other, credentialSubject: subject } as JsonObject;
      expect(await show(credential, twin)).to.include({ reason: "a batch stands in two lists" });
    });
  });
});
