import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { listen } from "../../src/http/listen.ts";
import { buildSigner } from "../../src/http/signer.ts";
import { openFileKeys } from "../../src/keys/file/open.ts";
import { openOfficer } from "../../src/main/signer.ts";
import { Closing } from "../../src/main/stop.ts";
import { compromiseMessage } from "../../src/proof/messages.ts";
import type { SignedReport } from "../../src/service/officers.ts";
import { signedBy } from "../../src/service/signatures.ts";
import { MEMBER_ID, PROFILE } from "../proof/paper/certificate.ts";
import { digest } from "../proof/paper/keys.ts";
import { HOUR, MAKER, NETWORK, NOW } from "../service/signer/office.ts";
import { yzWith } from "./yz.ts";

const TOKENS = { service: "token-of-the-service", officer: "token-of-the-officer" };
const PASSPHRASE = "a passphrase of its own";

describe("yz signer report", () => {
  let dir: string;
  const yz = yzWith({ clock: () => NOW });
  const KEY = digest("a key");

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-report-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** An officer's folder; gives it and his address. */
  async function officer(role: "maker" | "checker") {
    const own = join(dir, role);
    const keys = await openFileKeys({
      dir: join(own, "keys"),
      passphrase: PASSPHRASE,
      scrypt: { N: 2 ** 10, r: 8, p: 1 },
    });
    const { address = "0x" } = await keys.create("officer", "secp256k1", "officer");
    await keys.close();
    const config = { role, network: NETWORK, profile: PROFILE, types: [], makers: [MAKER.address] };
    await writeFile(join(own, "signer.json"), JSON.stringify(config));
    await writeFile(join(own, "passphrase"), `${PASSPHRASE}\n`, { mode: 0o600 });
    await writeFile(join(own, "officer.token"), `${TOKENS.officer}\n`, { mode: 0o600 });
    return { own, address };
  }
  const report = (own: string, file: string, ...args: readonly string[]) =>
    yz("signer", "report", "--dir", own, "-o", join(dir, file), ...args);
  const written = async (file: string): Promise<SignedReport> => JSON.parse(await readFile(join(dir, file), "utf8"));

  it("leaves a report from now on with the officer's signature, and another officer adds the own", async () => {
    const [maker, checker] = [await officer("maker"), await officer("checker")];
    const since = ["--since", new Date((NOW - HOUR) * 1000).toISOString().replace(".000", "")];
    expect(await report(maker.own, "one.json", "--key", KEY, "--epoch", "3", ...since)).to.include({ code: 0 });
    const first = await written("one.json");
    expect(first.report).to.include({ memberId: MEMBER_ID, officerEpoch: 3, subject: KEY, since: NOW - HOUR });
    expect(await report(checker.own, "two.json", "--add", join(dir, "one.json"))).to.include({ code: 0 });
    const both = await written("two.json");
    expect(both.report).to.deep.equal(first.report);
    expect(both.signatures.map(({ signer }) => signer)).to.deep.equal([maker.address, checker.address].sort());
    for (const { signer, signature } of both.signatures)
      expect(signedBy(compromiseMessage(NETWORK, both.report), signer, signature)).to.equal(true);
  });

  it("asks the signer that runs over the folder, since two can't have it", async () => {
    const { own, address } = await officer("checker");
    const closing = new Closing();
    const running = await openOfficer(own, closing, () => NOW);
    const http = await listen(buildSigner(running, { tokens: TOKENS }), { port: 0 });
    await writeFile(join(own, "endpoint"), `${http.url}\n`);
    const target = `0x${"ab".repeat(20)}`;
    expect(await report(own, "own.json", "--officer", target, "--epoch", "1")).to.include({ code: 0, stderr: "" });
    await http.close();
    await closing.close();
    const { report: signed, signatures } = await written("own.json");
    expect(signed).to.include({ subject: `0x${"00".repeat(12)}${"ab".repeat(20)}`, since: 0 });
    expect(signatures.map(({ signer }) => signer)).to.deep.equal([address]);
  });

  it("refuses what names neither, or both, or no epoch, and a time that the member can't reach", async () => {
    const { own } = await officer("maker");
    const old = ["--since", "2026-01-01T00:00:00Z"];
    const key = ["--key", KEY];
    for (const args of [
      ["--epoch", "1"],
      key,
      [...key, "--officer", `0x${"ab".repeat(20)}`, "--epoch", "1"],
      [...key, "--epoch", "1", ...old],
    ])
      expect((await report(own, "no.json", ...args)).code, args.join(" ")).to.equal(2);
    expect(await readFile(join(dir, "no.json")).catch(() => null)).to.equal(null);
  });
});
