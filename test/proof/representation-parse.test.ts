import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { canonicalize, type JsonObject, type JsonValue } from "../../src/domain/canonical.ts";
import { formatInstant } from "../../src/domain/dates.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import {
  MAX_REPRESENTATION_BYTES,
  parseRepresentation,
  type RepresentationProof,
  representationText,
} from "../../src/proof/representation.ts";
import { editedJson } from "../vectors/make/case.ts";
import { paperDocument } from "./paper/document.ts";
import { CAPTURED, NOW } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

describe("proof: the file that proves a document", () => {
  let proof: RepresentationProof;
  let text: string;
  before(async () => {
    const world = await paper({ changes: [{ to: "suspended", time: CAPTURED - 1 }] });
    const { log, evidence, checkpoint, statusChanges, registryId } = world.bundle;
    const limits = { purpose: "贷款", audience: "威海银行", validUntil: formatInstant(NOW) };
    const certificate = { log, evidence, checkpoint, statusChanges };
    const { size, root } = log;
    const continued = { registryId, evidence, log: { size, root }, checkpoint, statusChanges: [] };
    proof = paperDocument(world, { limits, proof: { certificate: { ...certificate, continued }, continued } }).proof;
    text = representationText(proof);
  });

  const errorOf = (bytes: Uint8Array): string => {
    try {
      parseRepresentation(bytes);
      return "none";
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      const { pointer } = (error.detail ?? {}) as { pointer?: string };
      return pointer === undefined ? error.code : `${error.code} ${pointer}`;
    }
  };
  const changed = (pointer: string, edit: Parameters<typeof editedJson>[2]): string =>
    errorOf(utf8(editedJson(JSON.parse(text) as JsonObject, pointer, edit)));

  it("reads what it wrote, and writes what it read, byte for byte", () => {
    const read = parseRepresentation(utf8(text));
    expect(read).to.deep.equal(proof);
    expect(representationText(read)).to.equal(text);
  });

  it("writes one text, in whatever order accounts and slots come", () => {
    const turned = (evidence: RepresentationProof["evidence"]) => ({
      ...evidence,
      accounts: evidence.accounts.map((account) => ({ ...account, slots: account.slots.toReversed() })).toReversed(),
    });
    expect(representationText({ ...proof, evidence: turned(proof.evidence) })).to.equal(text);
  });

  it("holds each node of the trie once", () => {
    const { nodes } = (JSON.parse(text) as { evidence: { nodes: readonly string[] } }).evidence;
    expect(new Set(nodes).size).to.equal(nodes.length);
  });

  it("reads one without limits, without fresher state, and by no witness yet", () => {
    const { certificate: _, continued: __, ...rest } = proof;
    const { limits: ___, ...manifest } = rest.manifest;
    const bare = { ...rest, manifest, checkpoint: "" };
    expect(parseRepresentation(utf8(representationText(bare)))).to.deep.equal(bare);
  });

  it("takes a salt of 16 bytes and no other, lest bytes of the document move into it", () => {
    for (const bytes of [0, 15, 17, 32])
      expect(changed("/salt", `0x${"00".repeat(bytes)}`)).to.equal("bundle.format /salt");
  });

  it("takes no other kind, and no other format", () => {
    expect(changed("/manifest/kind", "certificate")).to.equal("bundle.format /manifest/kind");
    expect(changed("/format", "yinzheng-bundle/1")).to.equal("bundle.format /format");
    expect(changed("/manifest/format", "yinzheng-manifest/2")).to.equal("bundle.format /manifest/format");
  });

  it("takes one way of writing a time: UTC, in whole seconds", () => {
    const at = "/manifest/limits/validUntil";
    for (const time of [
      "2026-11-25",
      "2026-11-25T10:00:00+08:00",
      "2026-11-25T10:00:00.5Z",
      "2026-02-30T00:00:00Z",
      "",
    ])
      expect(changed(at, time), time).to.equal(`bundle.format ${at}`);
    expect(changed(at, "2026-11-25T10:00:00Z")).to.equal("none");
  });

  it("takes no member that it doesn't know, and misses those that it must have", () => {
    const read = JSON.parse(text) as JsonObject;
    for (const name of Object.keys(read).filter((name) => !["continued", "certificate"].includes(name)))
      expect(changed(`/${name}`, undefined), name).to.contain("bundle.format");
    for (const place of ["", "/manifest", "/manifest/of", "/manifest/limits", "/anchor", "/log", "/certificate"])
      expect(changed(`${place}/more`, 1)).to.equal(`bundle.format ${place}/more`);
    expect(changed("/manifest/limits/purpose", undefined)).to.equal("bundle.format /manifest/limits/purpose");
    expect(changed("/manifest/limits/audience", undefined)).to.equal("none");
  });

  it("takes at most one entry, and texts of a length that can be shown", () => {
    const two = (entries: JsonValue): JsonValue => [...(entries as JsonValue[]), ...(entries as JsonValue[])];
    expect(changed("/manifest/entries", two)).to.equal("bundle.format /manifest/entries");
    for (const hidden of ["\u001b[2J", "\u009b2J", "a\u202eb", "a\u200bb", " a", "", "a\nb"])
      expect(changed("/manifest/limits/purpose", hidden)).to.equal("bundle.format /manifest/limits/purpose");
    expect(changed("/manifest/limits/purpose", "x".repeat(201))).to.equal("bundle.format /manifest/limits/purpose");
  });

  it("is refused where it is no strict JSON, or too long", () => {
    expect(errorOf(utf8(text.slice(0, -1)))).to.contain("json.syntax");
    expect(errorOf(utf8(text.replace('"salt":', '"salt":"0x","salt":')))).to.contain("json.duplicate_key");
    expect(errorOf(new Uint8Array(MAX_REPRESENTATION_BYTES + 1))).to.equal("bundle.too_large");
  });

  it("is no bundle, and a bundle is none of it", () => {
    expect(canonicalize(JSON.parse(text) as JsonObject)).to.equal(text);
    expect(errorOf(utf8('{"format":"yinzheng-bundle/1"}'))).to.contain("bundle.format");
  });
});
