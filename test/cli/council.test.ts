import { expect } from "chai";
import { callData } from "../../src/crypto/abi-call.ts";
import { toHex } from "../../src/crypto/encoding.ts";
import { multiSendData, safeMessage } from "../../src/crypto/safe.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import { memberIdOf, typeIdOf } from "../../src/proof/ids.ts";
import { type Proposal, transactionOf } from "../../src/service/council/proposal.ts";
import { addressOf } from "../service/agency.ts";
import { type CouncilWorld, openCouncilWorld, TWO_DAYS } from "./council-world.ts";
import { yzWith } from "./yz.ts";

const BUREAU = "11371000004352185C";
const CENTRE = "12371000MB2854632B";
const STRANGE = `0x${"5a".repeat(20)}` as const;

describe("yz council", () => {
  let council: CouncilWorld;
  let made = 0;

  before(async () => {
    council = await openCouncilWorld();
  });

  after(() => council.close());

  const by = (name: string) => ["--dir", council.folder(name)];
  const node = () => ["--rpc", council.rpc];

  async function proposed(...args: readonly string[]): Promise<string> {
    const file = council.path(`p${++made}.json`);
    await council.council("propose", ...args, "-o", file, ...by("a"), ...node());
    return file;
  }

  /** A proposal that was made and then changed by somebody. */
  async function altered(file: string, change: (proposal: Proposal) => object): Promise<string> {
    const proposal = await council.read(file);
    return council.write(`p${++made}.json`, { ...proposal, ...change(proposal) });
  }

  const freeze = () => proposed("freeze", "--member", BUREAU);

  describe("words", () => {
    it("come from the bytes that are signed, in both languages", async () => {
      const file = await proposed("withdraw-scope", "--member", BUREAU, "--type", MEDICAL_BILL.code);
      const zh = await council.council("show", file, ...by("b"), "--lang", "zh");
      expect(zh.stdout)
        .to.include("收回成员颁发某类证照的授权")
        .and.to.include("威海市行政审批服务局（11371000004352185C）");
      const en = await council.council("show", file, ...by("b"), "--lang", "en");
      expect(en.stdout).to.include("Weihai Approval Bureau (11371000004352185C)").and.to.include("Medical");
      expect(en.stdout).to.include("at once").and.to.include("nobody yet");
    });

    it("fit a terminal of 80 columns, whatever a member is called", async () => {
      const profile = {
        format: "yinzheng-member/1",
        code: "123710004935812799",
        names: { zh: "山东省威海市环翠区".repeat(6), en: "City Hospital of a very long name, and ".repeat(4).trim() },
        issuer: "did:web:a-host-name-of-some-length.yinzheng.example:members:123710004935812799",
      };
      const officers = [
        { account: STRANGE, role: "maker" },
        { account: STRANGE, role: "checker", types: [MEDICAL_BILL.code] },
      ];
      const application = { format: "yinzheng-application/1", profile, threshold: 2, officers, scopes: [], keys: [] };
      const file = await proposed("admit", "--file", await council.write("application.json", application));
      for (const language of ["zh", "en"]) {
        const { stdout } = await council.council("show", file, ...by("b"), "--lang", language);
        const wide = stdout.split("\n").filter((line) => columns(line) > 80);
        expect(wide).to.deep.equal([]);
      }
    });

    it("that lie in the file are found out, and nothing is signed", async () => {
      const file = await altered(await freeze(), () => ({ acts: [{ act: "unfreeze", member: memberIdOf(BUREAU) }] }));
      await council.refused("council.contradiction", "sign", file, ...by("a"), "--yes");
      const other = await altered(await freeze(), () => ({ acts: [{ act: "freeze", member: memberIdOf(CENTRE) }] }));
      await council.refused("council.contradiction", "sign", other, ...by("a"), "--yes");
      const phase = await altered(await freeze(), () => ({ phase: "announce" }));
      await council.refused("council.contradiction", "sign", phase, ...by("a"), "--yes");
      const { code, stdout } = await council.yz("council", "show", file, ...by("a"));
      expect(code).to.equal(1);
      expect(stdout).to.include("Freeze a member").and.to.include("[council.contradiction]");
      expect(stdout).to.not.include("Lift the freeze");
    });

    it("are missing for a member whom nobody knows by name, and nothing is signed", async () => {
      const file = await proposed("freeze", "--member", "123710004935812799");
      const unknown = await altered(file, ({ evidence }) => ({ evidence: { ...evidence, members: [] } }));
      const detail = await council.refused("council.unnamed", "sign", unknown, ...by("a"), "--yes");
      expect(detail).to.deep.equal({ member: memberIdOf("123710004935812799") });
      const false_ = await altered(file, ({ evidence }) => ({ evidence: { ...evidence, members: [BUREAU] } }));
      await council.refused("council.unnamed", "sign", false_, ...by("a"), "--yes");
    });

    it("hold nothing that a terminal obeys", async () => {
      const file = await altered(await freeze(), ({ evidence }) => ({
        evidence: { ...evidence, types: ["\u001b[2J"] },
      }));
      await council.refused("council.format", "sign", file, ...by("a"), "--yes");
    });
  });

  describe("sign", () => {
    it("needs no network", async () => {
      const file = await freeze();
      const offline = yzWith({
        openKeys: async () => ({
          list: async () => council.world.councilKeys.slice(0, 1),
          get: async () => council.world.councilKeys[0]!,
          create: () => Promise.reject(new Error("no key is made")),
          close: async () => {},
        }),
        openCouncil: () => Promise.reject(new Error("no node is asked")),
        fetch: () => Promise.reject(new Error("nothing is fetched")),
      });
      const { code, stderr } = await offline("council", "sign", file, ...by("a"), "--yes");
      expect(code, stderr).to.equal(0);
      const [signature] = (await council.read(file)).signatures;
      expect(signature?.owner).to.equal(addressOf(council.world.councilKeys[0]!));
    });

    it("signs nothing without a yes", async () => {
      const file = await freeze();
      const before = await council.read(file);
      for (const answer of [null, "", "no", "yes, but"]) {
        const { code, stderr } = await council.yzWith({ ask: async () => answer })("council", "sign", file, ...by("a"));
        expect(code).to.equal(2);
        expect(stderr).to.include("[council.not_confirmed]");
      }
      expect(await council.read(file)).to.deep.equal(before);
    });

    it("asks nobody who has not been shown what is signed, by --json neither", async () => {
      for (const json of [[], ["--json"]]) {
        const file = await freeze();
        const asked: string[] = [];
        const ask = async (question: string) => {
          asked.push(question);
          return "yes";
        };
        const { code, stdout, stderr } = await council.yzWith({ ask })("council", "sign", file, ...by("b"), ...json);
        expect({ code, asked: asked.length }).to.deep.equal({ code: 0, asked: 1 });
        expect(json.length === 0 ? stdout : stderr).to.include("Freeze a member");
        expect((await council.read(file)).signatures).to.have.length(1);
      }
    });

    it("refuses a call that is not understood, and shows it as such", async () => {
      const calls = [
        { to: STRANGE, data: "0x1234" },
        { to: council.seat.network.contracts.memberRegistry, data: "0xdeadbeef" },
        { to: council.seat.council.safe, data: callData({ name: "enableModule", types: ["address"] }, [STRANGE]) },
        {
          to: council.seat.council.manager,
          data: callData({ name: "updateAuthority", types: ["address", "address"] }, [STRANGE, STRANGE]),
        },
      ];
      for (const call of calls) {
        const file = await altered(await freeze(), () => ({ transaction: { ...call, operation: 0 } }));
        await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
        const { code, stdout } = await council.yz("council", "show", file, ...by("a"));
        expect(code).to.equal(1);
        expect(stdout).to.include("A call that is not understood").and.to.include(call.to);
      }
    });

    it("refuses bytes beside a call's own", async () => {
      const file = await altered(await freeze(), ({ transaction }) => ({
        transaction: { ...transaction, data: `${transaction.data}${"00".repeat(32)}` },
      }));
      await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
    });

    it("refuses an unknown call among known ones", async () => {
      const { transaction } = await council.read(await freeze());
      const data = multiSendData([transaction, { to: STRANGE, data: "0x12345678" }]);
      const file = await altered(await freeze(), () => ({
        transaction: { to: council.seat.council.multiSend, data, operation: 1 },
      }));
      const detail = await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
      expect(detail).to.deep.equal({ to: STRANGE });
    });

    it("refuses a delegatecall of anything but the council's MultiSend", async () => {
      const { transaction } = await council.read(await freeze());
      const data = multiSendData([transaction]);
      for (const to of [STRANGE, council.seat.network.contracts.memberRegistry, council.seat.council.safe]) {
        const file = await altered(await freeze(), () => ({ transaction: { to, data, operation: 1 } }));
        await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
      }
      const file = await altered(await freeze(), () => ({ transaction: { ...transaction, operation: 1 } }));
      await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
    });

    it("refuses what widens to be done at once", async () => {
      const data = callData({ name: "unfreeze", types: ["bytes32"] }, [memberIdOf(BUREAU)]);
      const { memberRegistry } = council.seat.network.contracts;
      const file = await altered(await freeze(), () => ({ transaction: { to: memberRegistry, data, operation: 0 } }));
      await council.refused("council.not_understood", "sign", file, ...by("a"), "--yes");
    });

    it("refuses another network, chain or council", async () => {
      for (const change of [{ registryId: `0x${"11".repeat(32)}` }, { chainId: 1 }, { safe: STRANGE }]) {
        const file = await altered(await freeze(), () => change);
        await council.refused("council.foreign", "sign", file, ...by("a"), "--yes");
      }
    });

    it("refuses a proposal that was altered after somebody signed", async () => {
      const file = await freeze();
      await council.council("sign", file, ...by("a"), "--yes");
      const other = await council.read(await proposed("freeze", "--member", CENTRE));
      const { acts, transaction } = other;
      const changed = await altered(file, () => ({ acts, transaction }));
      await council.refused("council.signature", "sign", changed, ...by("b"), "--yes");
      await council.refused("council.signature", "submit", changed, ...by("sender"), ...node());
      const renumbered = await altered(file, ({ nonce }) => ({ nonce: nonce + 1 }));
      await council.refused("council.signature", "sign", renumbered, ...by("b"), "--yes");
    });

    it("signs once for each owner", async () => {
      const file = await freeze();
      await council.council("sign", file, ...by("a"), "--yes");
      await council.refused("conflict.used", "sign", file, ...by("a"), "--yes");
      const twice = await altered(file, ({ signatures }) => ({ signatures: [...signatures, ...signatures] }));
      await council.refused("council.format", "submit", twice, ...by("sender"), ...node());
    });

    it("refuses a key whose holder did not prove possession for this network and member", async () => {
      const key = {
        suite: "eddsa-jcs-2022",
        purposes: ["credential"],
        custody: "own",
        publicKey: council.world.licences.keys[0]?.publicKey,
        possession: `0x${"00".repeat(64)}`,
      };
      const file = await council.write("stolen.json", key);
      const args = ["register-key", "--member", BUREAU, "--key", file, "-o", council.path("never.json")];
      await council.refused("council.possession", "propose", ...args, ...by("a"), ...node());
    });

    it("is shown by --json what the bytes do, and not what the file says", async () => {
      const file = await altered(await freeze(), () => ({ acts: [] }));
      const { code, stdout } = await council.yz("council", "show", file, ...by("a"), "--json");
      const shown = JSON.parse(stdout);
      expect(code).to.equal(1);
      expect(shown.acts[0]).to.include({ act: "freeze", member: memberIdOf(BUREAU) });
      expect(shown.faults.map((fault: { code: string }) => fault.code)).to.deep.equal(["council.contradiction"]);
    });
  });

  describe("submit", () => {
    it("says how many signatures are missing, and doesn't count a stranger's", async () => {
      const file = await freeze();
      const [, b] = council.world.councilKeys.map(addressOf);
      for (const name of ["b", "stranger"]) await council.council("sign", file, ...by(name), "--yes");
      const { owner } = (await council.read(file)).signatures.find((one) => one.owner !== b) ?? {};
      const detail = await council.refused("council.too_few", "submit", file, ...by("sender"), ...node());
      expect(detail).to.deep.equal({ signatures: [b], needed: 2, notOwners: [owner] });
    });

    it("refuses a signature that is not its owner's", async () => {
      const file = await freeze();
      await council.council("sign", file, ...by("b"), "--yes");
      const [a] = council.world.councilKeys.map(addressOf);
      const forged = await altered(file, ({ signatures }) => ({
        signatures: [...signatures, { ...signatures[0], owner: a }].toSorted((x, y) => (x.owner! < y.owner! ? -1 : 1)),
      }));
      await council.refused("council.signature", "submit", forged, ...by("sender"), ...node());
    });

    it("doesn't count who is no owner any more", async () => {
      const own = await openCouncilWorld();
      try {
        const [, b] = own.world.councilKeys.map(addressOf);
        await own.decide("replace-councillor", "--out", String(b), "--in", STRANGE);
        const file = own.path("freeze.json");
        const seat = ["--dir", own.folder("a"), "--rpc", own.rpc];
        await own.council("propose", "freeze", "--member", BUREAU, "-o", file, ...seat);
        for (const name of ["a", "b"]) await own.council("sign", file, "--dir", own.folder(name), "--yes");
        const sender = ["--dir", own.folder("sender"), "--rpc", own.rpc];
        const detail = await own.refused("council.too_few", "submit", file, ...sender);
        expect(detail).to.deep.include({ needed: 2, notOwners: [b] });
      } finally {
        await own.close();
      }
    });

    it("takes each number once, in order", async () => {
      const later = council.path("later.json");
      const { nonce } = JSON.parse((await council.council("status", ...by("a"), ...node(), "--json")).stdout);
      const args = ["pause", "--type", MEDICAL_BILL.code, "--nonce", String(nonce + 1), "-o", later];
      await council.council("propose", ...args, ...by("a"), ...node());
      for (const name of ["a", "b"]) await council.council("sign", later, ...by(name), "--yes");
      const early = await council.refused("council.stale", "submit", later, ...by("sender"), ...node());
      expect(early).to.deep.equal({ nonce: nonce + 1, expected: String(nonce) });
      const first = await council.decide("freeze", "--member", CENTRE);
      await council.refused("council.stale", "submit", first, ...by("sender"), ...node());
      await council.council("submit", later, ...by("sender"), ...node());
    });

    it("tells the contract's own reason where it refuses", async () => {
      const file = await proposed("raise-threshold", "--member", BUREAU, "--threshold", "9");
      for (const name of ["a", "b"]) await council.council("sign", file, ...by(name), "--yes");
      const detail = await council.refused("chain.rejected", "submit", file, ...by("sender"), ...node());
      expect(detail).to.deep.equal({ error: "MemberRegistryThreshold", args: [9, 2] });
    });

    it("says that a folder holds no key to send with", async () => {
      const file = await freeze();
      for (const name of ["a", "b"]) await council.council("sign", file, ...by(name), "--yes");
      await council.refused("keys.missing", "submit", file, ...by("a"), ...node());
      await council.council("submit", file, ...by("sender"), ...node());
    });
  });

  describe("in two rounds", () => {
    it("carries out after 48 hours by the chain's clock, not a second before", async () => {
      const announced = await council.decide("unfreeze", "--member", BUREAU);
      const file = await proposed("--carry-out", announced);
      for (const name of ["a", "b"]) await council.council("sign", file, ...by(name), "--yes");
      council.world.clock.advance(TWO_DAYS - 1);
      const detail = await council.refused("council.not_due", "submit", file, ...by("sender"), ...node());
      expect(detail).to.have.all.keys("from", "until");
      council.world.clock.advance(1);
      const { stdout } = await council.council("submit", file, ...by("sender"), ...node());
      expect(stdout).to.include("Carried out in block");
      await council.refused("council.not_due", "propose", "--carry-out", announced, "-o", file, ...by("a"), ...node());
    });

    it("can be taken back", async () => {
      const announced = await council.decide("unpause", "--type", MEDICAL_BILL.code);
      const before = JSON.parse((await council.council("status", ...by("a"), ...node(), "--json")).stdout);
      expect(before.announced).to.have.length(1);
      expect(before.announced[0].act).to.deep.equal({ act: "unpause", type: typeIdOf(MEDICAL_BILL.code) });
      await council.decide("--cancel", announced);
      const after = JSON.parse((await council.council("status", ...by("a"), ...node(), "--json")).stdout);
      expect(after.announced).to.deep.equal([]);
    });

    it("lapses a week after it could have been carried out", async () => {
      const announced = await council.decide("unpause", "--type", MEDICAL_BILL.code);
      const file = await proposed("--carry-out", announced);
      for (const name of ["a", "b"]) await council.council("sign", file, ...by(name), "--yes");
      council.world.clock.advance(TWO_DAYS + 7 * 24 * 3600);
      await council.decide("freeze", "--member", BUREAU);
      await council.refused("council.not_due", "propose", "--carry-out", announced, "-o", file, ...by("a"), ...node());
    });

    it("doesn't mix with what is at once", async () => {
      const acts = await council.write("acts.json", [
        { act: "freeze", member: memberIdOf(CENTRE) },
        { act: "unfreeze", member: memberIdOf(BUREAU) },
      ]);
      const args = ["--acts", acts, "-o", council.path("mixed.json"), ...by("a"), ...node()];
      await council.refused("config.invalid", "propose", ...args);
    });
  });

  it("proposes several acts at once from a file, and all of them are shown", async () => {
    const acts = await council.write("acts.json", [
      { act: "freeze", member: memberIdOf(CENTRE) },
      { act: "pause", type: `0x${"00".repeat(32)}` },
    ]);
    const file = await proposed("--acts", acts);
    const { stdout } = await council.council("show", file, ...by("b"));
    expect(stdout)
      .to.match(/^1\. Freeze/m)
      .and.to.match(/^2\. Stop anchors/m);
    const proposal = await council.read(file);
    expect(proposal.transaction).to.include({ to: council.seat.council.multiSend, operation: 1 });
    expect(toHex(safeMessage(transactionOf(proposal))).slice(0, 6)).to.equal("0x1901");
  });

  it("refuses a council of two, and one that half can speak for", async () => {
    const [, b] = council.world.councilKeys.map(addressOf);
    for (const args of [
      ["remove-councillor", "--out", String(b), "--quorum", "2"],
      ["change-quorum", "--quorum", "1"],
      ["add-councillor", "--in", STRANGE, "--quorum", "2"],
    ]) {
      const out = ["-o", council.path("small.json"), ...by("a"), ...node()];
      await council.refused("council.too_small", "propose", ...args, ...out);
    }
  });

  it("names the option that is missing or wrong", async () => {
    const cases: [string[], string][] = [
      [["freeze"], "--member"],
      [["freeze", "--member", "nobody"], "a unified social credit code"],
      [["pause"], "--type or --all"],
      [["grant-scope", "--member", BUREAU, "--type", "a"], "--until"],
      [["admit"], "--file"],
      [["change-status", "--to", "superseded", "--reason", "court_order"], "revoked | suspended | active"],
      [["frobnicate"], "admit"],
    ];
    for (const [args, expected] of cases) {
      const out = ["-o", council.path("never.json"), ...by("a"), ...node()];
      const detail = await council.refused("config.invalid", "propose", ...args, ...out);
      expect(String(detail.expected), args.join(" ")).to.include(expected);
    }
  });
});

/** As a terminal counts. */
const columns = (line: string): number =>
  [...line].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
