import { expect } from "chai";
import { validateSubject } from "../../src/domain/types/validate.ts";
import { isUscc } from "../../src/domain/uscc.ts";
import { DEMO_MEMBERS, RECEIPT_KIND } from "../../src/main/demo/plan.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { readTypes } from "../../src/main/types.ts";
import { SEAL_MAKING_TYPE, SEAL_TYPE, SEAL_USE_TYPE } from "../../src/proof/ids.ts";
import { REPRESENTATION_TYPE } from "../../src/proof/representation.ts";

const RESERVED = [RECEIPT_KIND, REPRESENTATION_TYPE, SEAL_TYPE, SEAL_MAKING_TYPE, SEAL_USE_TYPE];
const EXAMPLES = new URL("../../src/main/demo/types", import.meta.url).pathname;

describe("main: the demo's plan", () => {
  it("has a sample of each type, which its type allows and its member may issue", async () => {
    const types = await readTypes(EXAMPLES);
    for (const { member, request } of DEMO_SAMPLES) {
      const type = types.find(request.type);
      expect(type && validateSubject(type, request.subject, { today: "2026-11-24" }), request.type).to.deep.equal({
        ok: true,
        subject: request.subject,
      });
      expect(DEMO_MEMBERS.find(({ id }) => id === member)?.scope, member).to.include(request.type);
    }
    const files = new Set(DEMO_SAMPLES.map(({ file }) => file));
    expect([files.size, new Set(DEMO_SAMPLES.map(({ request }) => request.type)).size]).to.deep.equal([
      types.all.length,
      types.all.length,
    ]);
  });

  it("has members with codes and folders of their own, and somebody who may issue each type", async () => {
    for (const part of ["id", "code"] as const)
      expect(new Set(DEMO_MEMBERS.map((member) => member[part])).size).to.equal(DEMO_MEMBERS.length);
    for (const { code } of DEMO_MEMBERS) expect(isUscc(code), code).to.equal(true);
    const scopes = DEMO_MEMBERS.flatMap(({ scope }) => scope).filter((code) => !RESERVED.includes(code));
    expect(new Set(scopes).size, "one issuer a type").to.equal(scopes.length);
  });
});
