import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ERRORS, isYinzhengError, throwIssues, YinzhengError } from "../../src/domain/errors.ts";
import { caught } from "./caught.ts";

const DOCS = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const SECTIONS = new Map(
  DOCS.split(/^### /m)
    .slice(1)
    .map((section) => [/^`([^`]+)`/.exec(section)?.[1] ?? section, section]),
);

describe("domain/errors", () => {
  it("documents every code of the table", () => {
    const undocumented = Object.keys(ERRORS).filter((code) => !SECTIONS.has(code));
    expect(undocumented).to.deep.equal([]);
  });

  it("documents no code that the table lacks", () => {
    const stale = [...SECTIONS.keys()].filter((code) => !Object.hasOwn(ERRORS, code));
    expect(stale).to.deep.equal([]);
  });

  it("documents each code once", () => {
    expect(DOCS.match(/^### /gm)).to.have.length(SECTIONS.size);
  });

  it("says in both languages what each code means and what to do", () => {
    const silent = [...SECTIONS].filter(
      ([, text]) => !/\S+ \*\*Do:\*\* \S+/.test(text) || !/。\*\*处理：\*\* \S+/.test(text),
    );
    expect(silent.map(([code]) => code)).to.deep.equal([]);
  });

  it("names codes as <family>.<fault>, internal excepted", () => {
    const odd = Object.keys(ERRORS).filter((code) => !/^[a-z]+\.[a-z_]+$/.test(code));
    expect(odd).to.deep.equal(["internal"]);
  });

  it("carries code, detail, cause and a message that says where", () => {
    const cause = new Error("disk");
    const error = new YinzhengError("schema.type", { pointer: "/a", expected: "a string" }, cause);
    expect(error).to.include({ code: "schema.type", name: "YinzhengError", cause });
    expect(error.message).to.equal("schema.type: The value is of the wrong type. At /a. Expected a string.");
  });

  it("has no cause when none was given", () => {
    expect(Object.hasOwn(new YinzhengError("internal"), "cause")).to.equal(false);
  });

  it("recognises its own kind by code", () => {
    const error = new YinzhengError("store.locked");
    expect(isYinzhengError(error)).to.equal(true);
    expect(isYinzhengError(error, "store.damaged", "store.locked")).to.equal(true);
    expect(isYinzhengError(error, "store.damaged")).to.equal(false);
    expect(isYinzhengError(new Error("store.locked"))).to.equal(false);
  });

  it("throws the first of many issues with all of them in its detail", () => {
    const issues = [
      { code: "text.empty", pointer: "/name" },
      { code: "schema.date", pointer: "/on", expected: "YYYY-MM-DD" },
    ] as const;
    const error = caught(() => throwIssues(issues));
    expect(error.code).to.equal("text.empty");
    expect(error.detail).to.deep.equal({ pointer: "/name", issues });
  });

  it("throws nothing for no issue", () => {
    expect(() => throwIssues([])).not.to.throw();
  });
});
