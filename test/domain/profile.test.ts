import { expect } from "chai";
import { codeInIssuer, issuerId, parseProfile } from "../../src/domain/profile.ts";
import { caught, codeOf } from "./caught.ts";

const CODE = "11430000006122244L";
const PROFILE = {
  format: "yinzheng-member/1",
  code: CODE,
  names: { zh: "行政审批服务局", en: "Administrative Approval Bureau" },
  issuer: `did:web:certs.example.cn:members:${CODE}`,
};

describe("domain/profile", () => {
  it("builds an issuer id by did:web", () => {
    expect(issuerId("certs.example.cn", CODE)).to.equal(PROFILE.issuer);
  });

  it("percent-encodes a port as did:web §3.2 demands", () => {
    expect(issuerId("localhost:8080", CODE)).to.equal(`did:web:localhost%3A8080:members:${CODE}`);
  });

  for (const host of [
    "",
    "EXAMPLE.cn",
    "127.0.0.1",
    "a..b",
    "-a.cn",
    "host:port",
    "a.cn:8080:1",
    "a.cn/b",
    "中国.cn",
  ]) {
    it(`refuses the host ${JSON.stringify(host)}`, () => {
      expect(codeOf(() => issuerId(host, CODE))).to.equal("schema.pattern");
    });
  }

  it("reads the code in an issuer id, with or without port", () => {
    expect(codeInIssuer(issuerId("localhost:8080", CODE))).to.equal(CODE);
    expect(codeInIssuer(PROFILE.issuer)).to.equal(CODE);
  });

  for (const issuer of ["", "did:key:z6Mk", "did:web:a.cn", `${PROFILE.issuer}:x`, `did:web:A.cn:members:${CODE}`]) {
    it(`does not take ${JSON.stringify(issuer)} for an issuer id`, () => {
      expect(codeOf(() => codeInIssuer(issuer))).to.equal("schema.pattern");
    });
  }

  it("reads a profile", () => {
    expect(parseProfile(PROFILE)).to.deep.equal(PROFILE);
  });

  for (const [what, change, code, pointer] of [
    ["another format", { format: "yinzheng-member/2" }, "schema.format", "/member/format"],
    ["a wrong check character", { code: "11430000006122244M" }, "schema.check_digit", "/member/code"],
    ["the issuer id of another", { code: "11100000000013338W" }, "schema.mismatch", "/member/issuer"],
    ["an unknown member", { logo: "" }, "schema.unknown_field", "/member/logo"],
    ["a name that is a number", { names: { zh: 1, en: "x" } }, "schema.type", "/member/names/zh"],
    ["an invisible character in a name", { names: { zh: "局\u200b", en: "x" } }, "text.invisible", "/member/names/zh"],
    ["a name in one language", { names: { zh: "局" } }, "schema.missing_field", "/member/names/en"],
  ] as const) {
    it(`refuses a profile with ${what}`, () => {
      const error = caught(() => parseProfile({ ...PROFILE, ...change }, "/member"));
      expect([error.code, error.detail.pointer]).to.deep.equal([code, pointer]);
    });
  }
});
