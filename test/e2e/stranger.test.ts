import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { JsonObject, JsonValue } from "../../src/domain/json-value.ts";
import { parseTrust, type TrustedNetwork } from "../../src/proof/trust.ts";
import { yzWith } from "../cli/yz.ts";
import type { Demo } from "./demo.ts";
import { issue, OFFLINE, verify } from "./newcomer.ts";
import { shared } from "./worlds.ts";

/** A bundle that a stranger may show us, and how it was made. */
interface Forgery {
  readonly how: string;
  readonly text: string;
}

describe("e2e: a stranger", function () {
  this.timeout(120_000);
  let [ours, strangers]: [Demo | undefined, Demo | undefined] = [undefined, undefined];
  let [real, forged] = ["", ""];

  before(async () => {
    [ours, strangers] = await Promise.all([shared("ours"), shared("the stranger's")]);
    real = (await issue(ours, "real.json")).file;
    forged = (await issue(strangers, "forged.json")).file;
  });

  const networkOf = async ({ trust }: Demo): Promise<TrustedNetwork> => parseTrust(await readFile(trust)).networks[0]!;
  const bundleIn = async (file: string): Promise<JsonObject> => JSON.parse(await readFile(file, "utf8"));

  it("has the same chain id, contracts, members, names and witness name, and only other keys", async () => {
    const [a, b] = [await networkOf(ours!), await networkOf(strangers!)];
    const layouts = ({ contracts }: TrustedNetwork) =>
      Object.entries(contracts).map(([name, { layout }]) => [name, layout]);
    const witness = ({ witnesses }: TrustedNetwork) => witnesses.keys.map((key) => key.split("+")[0]);
    expect(b.chainId).to.equal(a.chainId);
    expect(layouts(b)).to.deep.equal(layouts(a));
    expect(witness(b)).to.deep.equal(witness(a));
    expect((await bundleIn(forged)).member).to.deep.equal((await bundleIn(real)).member);
    expect(b.registryId).to.not.equal(a.registryId);
    expect((await verify(strangers!, forged, "--rpc", strangers!.rpc)).code, "in its own world it is valid").to.equal(
      0,
    );
  });

  it("A stranger's whole world never yields valid, by CLI or HTTP", async () => {
    const forgeries = await forge();
    expect(forgeries.length).to.be.greaterThan(15);
    const files = await Promise.all(
      forgeries.map(async ({ text }, i) => {
        const file = join(strangers!.dir, `forgery-${i}.json`);
        await writeFile(file, text);
        return file;
      }),
    );
    const levels = [
      ["--rpc", ours!.rpc],
      ["--rpc", strangers!.rpc],
      ["--offline"],
      ["--offline", "--level", "snapshot"],
      OFFLINE,
    ];
    for (const level of levels) {
      const { code, stdout } = await yzWith()("verify", ...files, "--trust", ours!.trust, "--json", ...level);
      expect(code, level.join(" ")).to.equal(1);
      const reports: { readonly verdict: string }[] = JSON.parse(stdout);
      reports.forEach(({ verdict }, i) => {
        expect(verdict, `${forgeries[i]?.how} ${level.join(" ")}`).to.be.oneOf(["invalid", "indeterminate"]);
      });
      expect(reports).to.have.length(files.length);
    }
    for (const { how, text } of forgeries) {
      for (const level of ["online", "snapshot", "archival"]) {
        const { status, json } = await ours!.ask(`/v1/verifications?level=${level}`, { body: text });
        const { verdict = "refused" } = json();
        if (status !== 200) expect(status, how).to.be.oneOf([400, 422]);
        expect(verdict, `${how} ${level}`).to.be.oneOf(["invalid", "indeterminate", "refused"]);
      }
    }
    // The same questions, asked of a real one: it is the stranger that is refused, not everything.
    expect((await verify(ours!, real, "--rpc", ours!.rpc)).code).to.equal(0);
    expect((await verify(ours!, real, ...OFFLINE)).code).to.equal(0);
  });

  /** The stranger's bundle as it is, with our network's names grafted in, and with any one part exchanged with ours. */
  async function forge(): Promise<readonly Forgery[]> {
    const [a, b] = [await networkOf(ours!), await networkOf(strangers!)];
    const [own, theirs] = [await bundleIn(real), await bundleIn(forged)];
    const text = await readFile(forged, "utf8");
    const named = text.replaceAll(b.registryId, a.registryId);
    const placed = Object.entries(b.contracts).reduce(
      (now, [name, { address }]) => now.replaceAll(address, Object(a.contracts)[name].address),
      named,
    );
    const grafted: JsonObject = JSON.parse(placed);
    const parts = Object.keys(own).filter((name) => JSON.stringify(own[name]) !== JSON.stringify(theirs[name]));
    const exchanged = (onto: JsonObject, from: JsonObject, how: string): Forgery[] =>
      parts.map((name) => ({
        how: `${how} ${name}`,
        text: JSON.stringify({ ...onto, [name]: from[name] as JsonValue }),
      }));
    return [
      { how: "as it is", text },
      { how: "our registryId on top", text: JSON.stringify({ ...theirs, registryId: a.registryId }) },
      { how: "our registryId everywhere", text: named },
      { how: "our registryId and addresses everywhere", text: placed },
      ...exchanged(own, grafted, "ours with the stranger's"),
      ...exchanged(grafted, own, "the stranger's with our"),
    ].filter((forgery) => forgery.text !== JSON.stringify(own));
  }
});
