import { expect } from "chai";
import { custodyIn } from "../../src/domain/custody.ts";
import { sayCustody } from "../../src/domain/i18n/say.ts";
import { KEY_CUSTODY } from "../../src/domain/member.ts";
import { judge } from "./judge.ts";
import { paper } from "./paper/world.ts";

describe("proof: custody of the signing key", () => {
  it("is what the registry says, in a report at every level, and in words", async () => {
    for (const [custody, zh, en] of [
      ["own", "颁发机构自行保管", "the issuer itself"],
      ["hosted", "由服务运营方托管", "the operator of the service, for the issuer"],
    ] as const) {
      const world = await paper({ words: { keyIs: { custody: KEY_CUSTODY[custody] } } });
      for (const level of ["online", "snapshot", "archival"] as const) {
        const { verdict, checks } = judge(world, { level });
        expect(verdict).to.equal("valid");
        expect(custodyIn(checks)).to.deep.equal([custody]);
        expect([sayCustody("zh", checks), sayCustody("en", checks)]).to.deep.equal([zh, en]);
      }
    }
  });

  it("is said of each key where several signed, and once where they agree", async () => {
    const one = {
      result: "valid",
      family: "issuer",
      name: "issuer.key",
      code: "issuer.ok",
      message: { zh: "", en: "" },
    };
    const with_ = (custody: string) => ({ ...one, detail: { custody } }) as Parameters<typeof custodyIn>[0][number];
    expect(custodyIn([with_("hosted"), with_("own"), with_("hosted")])).to.deep.equal(["hosted", "own"]);
    expect(sayCustody("en", [with_("hosted"), with_("own")])).to.include("; ");
  });

  it("is not known where no evidence says it: nobody is named", async () => {
    const world = await paper();
    const { checks } = judge(world, { bundle: { ...world.bundle, keys: [] } });
    expect(custodyIn(checks)).to.deep.equal([]);
    expect(sayCustody("zh", checks)).to.equal("没有证据说明");
  });
});
