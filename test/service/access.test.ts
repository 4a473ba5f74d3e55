import { expect } from "chai";
import { principalOf } from "../../src/service/access.ts";
import type { ApiKey } from "../../src/service/deps.ts";
import { hashOf } from "./world.ts";

const key = (text: string, subject: string): ApiKey => ({
  hash: hashOf(text),
  principal: { tenant: "t", subject, roles: ["reader"], via: "api-key" },
});

describe("service: API keys", () => {
  const keys = [key("first key", "a"), key("second key", "b")];

  it("recognises a caller by a key of which only the hash is known", () => {
    expect(principalOf(keys, "second key")?.subject).to.equal("b");
    expect(JSON.stringify(keys)).to.not.include("second key");
  });

  it("knows nobody by another key, an empty one, half a character, or the hash itself", () => {
    for (const wrong of ["third key", "", "\ud842", hashOf("first key")]) {
      expect(principalOf(keys, wrong)).to.equal(null);
    }
  });
});
