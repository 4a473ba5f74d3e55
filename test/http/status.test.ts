import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ERRORS } from "../../src/domain/errors.ts";
import { STATUS } from "../../src/http/status.ts";

const documented = [...readFileSync("docs/errors.md", "utf8").matchAll(/^### `([a-z_.]+)`$/gm)].map(([, code]) => code);

describe("the table of error codes and statuses", () => {
  it("has a line for every code of the union, and no other", () => {
    expect(Object.keys(STATUS).sort()).to.deep.equal(Object.keys(ERRORS).sort());
  });

  it("has a line for every code of docs/errors.md, and no other", () => {
    expect(Object.keys(STATUS).sort()).to.deep.equal(documented.sort());
  });

  it("never blames the server for input", () => {
    const families = ["json", "text", "schema", "policy", "auth", "http", "conflict", "bundle"];
    const blamed = Object.entries(STATUS).filter(
      ([code, status]) => families.includes(code.split(".")[0] ?? "") && status >= 500,
    );
    expect(blamed).to.deep.equal([]);
  });

  it("follows design §5", () => {
    const family = (prefix: string): number[] => [
      ...new Set(Object.entries(STATUS).flatMap(([code, status]) => (code.startsWith(prefix) ? [status] : []))),
    ];
    expect(family("json.")).to.deep.equal([400]);
    expect([...family("schema."), ...family("text."), ...family("policy.")]).to.deep.equal([422, 422, 422]);
    expect(family("conflict.")).to.deep.equal([409]);
    expect(STATUS["http.idempotency_key_missing"]).to.equal(428);
    expect(STATUS["storage.full"]).to.equal(503);
  });
});
