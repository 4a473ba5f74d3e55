import { expect } from "chai";
import { toBase64, toHex, utf8 } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { parseTrust, type TrustedNetwork, type TrustFile, trustDigest } from "../../src/proof/trust.ts";
import { testSigner } from "../documents/paper.ts";
import { digest, witnessNamed } from "./paper/keys.ts";
import type { Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

describe("proof: trust file", () => {
  let world: Paper;
  before(async () => {
    world = await paper({ witnesses: ["court", "bank"], quorum: 2 });
  });
  const read = (trust: unknown): TrustFile => parseTrust(utf8(JSON.stringify(trust)));
  const faultIn = (trust: unknown): unknown => {
    try {
      read(trust);
    } catch (error) {
      if (error instanceof YinzhengError && error.code === "trust.file") return error.detail.pointer;
      throw error;
    }
    return null;
  };
  const withNetwork = (part: Partial<TrustedNetwork>): unknown => ({
    ...world.trust,
    networks: [{ ...world.network, ...part }],
  });

  it("reads what it wrote, and has one digest for one content", () => {
    const read1 = read(world.trust);
    expect(read1).to.deep.equal(world.trust);
    expect(trustDigest(read1)).to.equal(trustDigest(world.trust));
    expect(trustDigest({ ...world.trust, networks: [] })).to.not.equal(trustDigest(world.trust));
  });

  it("refuses a quorum of nobody, one witness under two names, and two under one", () => {
    const { keys } = world.network.witnesses;
    const [name = "", , key] = keys[0]!.split("+");
    const renamed = witnessNamed("bank", "ours").vkey;
    expect(faultIn(withNetwork({ witnesses: { quorum: 0, keys } }))).to.equal("/networks/0/witnesses");
    expect(
      faultIn(withNetwork({ witnesses: { quorum: 1, keys: [keys[0]!, witnessNamed(name, "another").vkey] } })),
    ).to.equal("/networks/0/witnesses");
    expect(faultIn(withNetwork({ witnesses: { quorum: 1, keys: [keys[0]!, `other+00000000+${key}`] } }))).to.equal(
      "/networks/0/witnesses/keys/1",
    );
    expect(faultIn(withNetwork({ witnesses: { quorum: 1, keys: [keys[0]!, renamed] } }))).to.equal(null);
  });

  it("names snapshot signers as it does witnesses, and nobody as both", () => {
    const { keys } = world.network.witnesses;
    const phone = witnessNamed("phone", "ours").vkey;
    expect(read(withNetwork({ snapshotSigners: [phone] })).networks[0]?.snapshotSigners).to.deep.equal([phone]);
    for (const snapshotSigners of [[phone, phone], [keys[0]!], [witnessNamed("court", "another").vkey]])
      expect(faultIn(withNetwork({ snapshotSigners }))).to.equal("/networks/0/snapshotSigners");
    expect(faultIn(withNetwork({ snapshotSigners: ["phone"] }))).to.equal("/networks/0/snapshotSigners/0");
    const [with1, without] = [read(withNetwork({ snapshotSigners: [phone] })), read(world.trust)];
    expect(trustDigest(with1)).to.not.equal(trustDigest(without));
    expect(without.networks[0]).to.not.have.property("snapshotSigners");
  });

  it("names mirrors by https, and by http on this machine alone", () => {
    for (const mirror of ["https://lists.example", "https://lists.example:8443", "http://127.0.0.1:8080"]) {
      const trust = withNetwork({ mirrors: [mirror] });
      expect(read(trust).networks[0]?.mirrors).to.deep.equal([mirror]);
    }
    const refused = ["http://lists.example", "https://lists.example/", "https://a@lists.example", "file:///x", ""];
    for (const mirror of refused) {
      expect(faultIn(withNetwork({ mirrors: [mirror] })), mirror).to.equal("/networks/0/mirrors/0");
    }
    expect(read(world.trust).networks[0]).to.not.have.property("mirrors");
  });

  it("names where links lead in one way of writing", () => {
    for (const link of ["https://demo.yinzheng.example", "https://a.example:8443", "http://127.0.0.1:8080"])
      expect(read(withNetwork({ links: [link] })).networks[0]?.links).to.deep.equal([link]);
    const refused = [
      "https://Demo.example",
      "https://a.example/",
      "https://a.example.",
      "http://a.example",
      "https://证.example",
    ];
    for (const link of refused) expect(faultIn(withNetwork({ links: [link] })), link).to.equal("/networks/0/links/0");
  });

  for (const [what, member] of [
    ["documents", "documentAuthorities"],
    ["seals", "sealAuthorities"],
  ] as const) {
    it(`names authorities of ${what} by certificates of authorities, in base64 of DER`, async () => {
      const { authority, certificate } = await testSigner();
      const good = [toBase64(authority)];
      expect(read(withNetwork({ [member]: good })).networks[0]?.[member]).to.deep.equal(good);
      const refused = [toBase64(certificate), toBase64(authority.slice(1)), toHex(authority), ""];
      for (const text of refused)
        expect(faultIn(withNetwork({ [member]: [text] }))).to.equal(`/networks/0/${member}/0`);
    });
  }

  it("refuses a network that stands in it twice, unknown layouts and unknown members", () => {
    expect(faultIn({ ...world.trust, networks: [world.network, { ...world.network, chainId: 1 }] })).to.equal(
      "/networks/1/registryId",
    );
    expect(
      faultIn({ ...world.trust, networks: [world.network, { ...world.network, registryId: digest("other") }] }),
    ).to.equal(null);
    const contracts = {
      ...world.network.contracts,
      statusRegistry: { ...world.network.contracts.statusRegistry, layout: "status/2" },
    };
    expect(faultIn(withNetwork({ contracts }))).to.equal("/networks/0/contracts/statusRegistry/layout");
    expect(faultIn({ ...world.trust, quorum: 1 })).to.equal("/quorum");
    expect(faultIn({ ...world.trust, suites: { "rsa-1": { distrustedSince: 1 } } })).to.equal("/suites/rsa-1");
    expect(faultIn({ ...world.trust, suites: { "sm2-jcs-2026": { distrustedSince: 1 } } })).to.equal(null);
  });

  it("names what a network continues: another one, and none twice", () => {
    const final = (registryId: Hex) => ({
      registryId,
      size: 9,
      root: digest("log"),
      block: { number: 9, hash: digest("block"), time: 9 },
    });
    const other = { ...world.network, registryId: digest("other") };
    const [old, older] = [final(digest("old")), final(digest("older"))];
    const continues = [old, older];
    expect(read(withNetwork({ continues })).networks[0]?.continues).to.deep.equal(continues);
    expect(faultIn(withNetwork({ continues: [final(world.network.registryId)] }))).to.equal("/networks");
    expect(faultIn(withNetwork({ continues: [old, old] }))).to.equal("/networks");
    const both = [world.network, other].map((network) => ({ ...network, continues }));
    expect(faultIn({ ...world.trust, networks: both })).to.equal("/networks");
    const undated = { ...old, block: { number: 9, hash: old.block.hash } } as unknown as typeof old;
    expect(faultIn(withNetwork({ continues: [undated] }))).to.equal("/networks/0/continues/0/block/time");
  });
});
