import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readSeal } from "../../src/documents/read/ses/seal.ts";
import { dateAt, formatInstant } from "../../src/domain/dates.ts";
import { DEMO_MEMBERS, DEMO_SEAL_MAKER, type DemoMember } from "../../src/main/demo/plan.ts";
import type { SealView } from "../../src/service/seals/seals.ts";
import { settled } from "../service/harness.ts";
import { type Demo, yzProcess } from "./demo.ts";
import { shared } from "./worlds.ts";

const OWNERS = DEMO_MEMBERS.filter(({ apiKeys }) => apiKeys.some(({ subject }) => subject === "sealer"));
const OFFICE = DEMO_MEMBERS.find(({ id }) => id === "public-security") as DemoMember;
const MAKER = DEMO_MEMBERS.find(({ id }) => id === DEMO_SEAL_MAKER) as DemoMember;

describe("e2e: seals of the demo", function () {
  this.timeout(60_000);
  let demo: Demo;
  before(async () => {
    demo = await shared("ours");
  });

  const stateOf = async (code: string): Promise<string> => {
    const answer = await demo.ask(`/v1/seals/${code}`);
    return answer.status === 200 ? String(answer.json().state) : "none";
  };
  const as = ({ id }: DemoMember): readonly string[] => [
    "--url",
    demo.url,
    "--key-file",
    join(demo.dataDir, "demo", `${id}-maker.key`),
  ];
  const signer = ({ id }: DemoMember): readonly string[] => ["--signer", demo.signer(`${id}-maker`)];
  const yz = async (...args: readonly string[]): Promise<SealView> => {
    const { code, stdout, stderr } = await yzProcess("seal", ...args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };

  it("come into force for every issuer while the demo runs already", async () => {
    for (const { code } of OWNERS) await settled(async () => (await stateOf(`${code}001`)) === "active");
    expect(demo.process.child.exitCode).to.equal(null);
  });

  it("are applied for, made, looked at and put in force by hand, each party with its own signer, and suspended at once", async () => {
    const code = `${OFFICE.code}002`;
    const now = Math.floor(Date.now() / 1000);
    const period = ["--from", formatInstant(now), "--until", dateAt(now + 1000 * 86_400)];
    const terms = ["--name", OFFICE.names.zh, "--maker", MAKER.code, ...period];
    expect((await yz("apply", code, ...terms, ...as(OFFICE), ...signer(OFFICE))).state).to.equal("applied");
    const [object, picture] = [join(demo.dir, "seal.esl"), join(demo.dir, "seal.png")];
    const { digest } = await yz("make", code, "--object", object, "--picture", picture, ...as(MAKER));
    const seen = ["--digest", String(digest)];
    expect((await yz("make", code, ...seen, ...as(MAKER), ...signer(MAKER))).state).to.equal("made");
    const { info } = readSeal(new Uint8Array(await readFile(object)));
    expect([info.id, info.name, info.picture.width]).to.deep.equal([code, OFFICE.names.zh, 42]);
    expect(new Uint8Array(await readFile(picture))).to.deep.equal(info.picture.data);
    expect((await yz("activate", code, ...seen, ...as(OFFICE), ...signer(OFFICE))).state).to.equal("active");
    expect((await yz("suspend", code, ...as(OFFICE), ...signer(OFFICE))).state).to.equal("suspended");
    expect(await stateOf(code)).to.equal("suspended");
  });

  it("are not put in force by a maker who names another object than the one that was made", async () => {
    const answer = await demo.ask(`/v1/seals/${OFFICE.code}001/seal`);
    expect(answer.status, "and nobody else is given one to look at").to.equal(401);
    const seen = ["--digest", `0x${"00".repeat(32)}`];
    const { code, stderr } = await yzProcess(
      "seal",
      "activate",
      `${OFFICE.code}001`,
      ...seen,
      ...as(OFFICE),
      ...signer(OFFICE),
    );
    expect([code, stderr.includes("[config.invalid]")]).to.deep.equal([2, true]);
  });
});
