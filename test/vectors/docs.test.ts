import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { typeString } from "../../src/crypto/eip712.ts";
import { fromBase64 } from "../../src/crypto/encoding.ts";
import { CHECKS } from "../../src/domain/checks.ts";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { parseJson } from "../../src/domain/json.ts";
import { STATUS_REASONS } from "../../src/domain/status.ts";
import { FIELD_KINDS } from "../../src/domain/types/definition.ts";
import { committed } from "./committed.ts";
import { committedDocuments } from "./document-vectors.ts";
import { abbreviated } from "./example.ts";

const page = (name: string): string => readFileSync(join(import.meta.dirname, "../../docs/format", name), "utf8");

describe("docs/format", () => {
  it("begins with an example that is a committed vector", () => {
    const vector = committed().find(({ name }) => name === "chain-archival");
    const example = abbreviated(parseJson(fromBase64(vector?.bundle ?? ""), { nodes: 200_000 }));
    expect(page("README.md")).to.include(`\`\`\`\n${example}\n\`\`\``);
  });

  it("shows a vector as it stands in its file", () => {
    const text = page("vectors.md").match(/```\n(\{[\s\S]*?\n\})\n```/)?.[1] ?? "";
    const stored = readFileSync(join(import.meta.dirname, "format/quorum-short.json"), "utf8");
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(stored));
  });

  it("begins the page on documents with an example that is a committed vector", () => {
    const vector = committedDocuments().find(({ name }) => name === "copy");
    const example = abbreviated(parseJson(fromBase64(vector?.proof ?? ""), { nodes: 200_000 }));
    expect(page("representation.md")).to.include(`\`\`\`\n${example}\n\`\`\``);
  });

  it("names every check with its codes in verification.md, or on the page of what it judges, and none that there is not", () => {
    const text = ["verification.md", "representation.md", "seal-use.md", "ofd.md"].map(page).join("\n");
    const codes = Object.values(CHECKS).flatMap(({ codes }) => Object.keys(codes));
    const named = [...text.matchAll(/`((?:trust|integrity|issuer|anchor|status|time|seal|pdf|ofd|qr)\.[a-z_]+)`/g)].map(
      ([, code]) => code,
    );
    expect([...Object.keys(CHECKS), ...codes].filter((code) => !named.includes(code))).to.deep.equal([]);
    const known = [...Object.keys(CHECKS), ...codes, "anchor.time", "anchor.anchor"];
    expect(named.filter((code) => !known.includes(code ?? ""))).to.deep.equal([]);
  });

  it("writes out every type that is signed, every reason and every kind of field", () => {
    const parts = ["CellRange", "CellRef"];
    const types = (Object.keys(EIP712_TYPES) as (keyof typeof EIP712_TYPES)[]).filter((name) => !parts.includes(name));
    const lines = page("chain.md").split("\n");
    expect(types.map(typeString).filter((type) => !lines.includes(type))).to.deep.equal([]);
    const reasons = Object.entries(STATUS_REASONS).map(([name, number]) => `${number} ${name}`);
    const chain = page("chain.md").replaceAll("\n", " ");
    expect(reasons.filter((reason) => !chain.includes(reason))).to.deep.equal([]);
    expect(FIELD_KINDS.filter((kind) => !page("type.md").includes(`\`${kind}\``))).to.deep.equal([]);
  });
});
