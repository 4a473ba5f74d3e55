import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { SEAL_USE_TYPE_ID, sealIdOf } from "../../src/proof/ids.ts";
import { parseRepresentation, representationText } from "../../src/proof/representation.ts";
import {
  MAX_SEAL_USE_BYTES,
  parseSealUse,
  SEAL_USE_FORMAT,
  type SealUseProof,
  sealUseText,
} from "../../src/proof/seal-use.ts";
import { sealUseSlots } from "../../src/proof/seal-use-evidence.ts";
import { editedJson } from "../vectors/make/case.ts";
import { paperDocument } from "./paper/document.ts";
import { digest } from "./paper/keys.ts";
import type { Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const SEALS = ["11371000MB28461234001", "11371000MB28461234002"].map(sealIdOf);
const USES = SEALS.map((sealId) => ({ sealId, leaf: "0x00ff" as const }));

describe("proof: the file that proves uses of seals", () => {
  let world: Paper;
  let proof: SealUseProof;
  let text: string;
  before(async () => {
    world = await paper();
    const { manifest, registryId, member, path, anchor, log, evidence, checkpoint } = world.bundle;
    const entry = { mediaType: "application/pdf", length: 9, value: digest("value") };
    const leaf = { ...manifest, kind: "seal-use", typeId: SEAL_USE_TYPE_ID, entries: [entry], seals: SEALS } as const;
    const own = { registryId, member, manifest: leaf, path, anchor, log, evidence, checkpoint };
    const salt = `0x${"6b".repeat(16)}` as const;
    const { size, root } = log;
    const continued = { registryId, evidence, log: { size, root }, checkpoint, statusChanges: [] };
    const made: SealUseProof = { format: SEAL_USE_FORMAT, ...own, salt, uses: USES, revocations: ["AAAA"], continued };
    // As whoever gets the file reads it: accounts and slots in order.
    proof = parseSealUse(utf8(sealUseText(made)));
    text = sealUseText(proof);
  });

  const errorOf = (bytes: Uint8Array, parse: (bytes: Uint8Array) => unknown = parseSealUse): string => {
    try {
      parse(bytes);
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
    const read = parseSealUse(utf8(text));
    expect(read).to.deep.equal(proof);
    expect(sealUseText(read)).to.equal(text);
  });

  it("reads one without lists of revoked certificates, and by no witness yet", () => {
    const { revocations: _, continued: __, ...rest } = proof;
    const bare = { ...rest, checkpoint: "" };
    expect(parseSealUse(utf8(sealUseText(bare)))).to.deep.equal(bare);
  });

  it("takes no other kind, no other format, and nothing that it does not read", () => {
    for (const [pointer, value] of [
      ["/manifest/kind", "representation"],
      ["/format", "yinzheng-representation/1"],
      ["/manifest/entries/0/mediaType", "text/plain"],
      ["/manifest/of", {}],
      ["/salt", "0x6b"],
      ["/uses/0/sealId", "0x00"],
      ["/uses/1/leaf", `0x${"00".repeat(4097)}`],
      ["/revocations/0", 1],
    ] as const)
      expect(changed(pointer, value)).to.equal(`bundle.format ${pointer}`);
  });

  it("takes each seal once, and no more than 16", () => {
    expect(changed("/manifest/seals", [SEALS[0]!, SEALS[0]!])).to.equal("bundle.format /manifest/seals");
    const many = Array.from({ length: 17 }, (_, i) => digest(`seal ${i}`));
    expect(changed("/manifest/seals", many)).to.equal("bundle.format /manifest/seals");
  });

  it("refuses a file that is too large before it reads it", () => {
    expect(errorOf(new Uint8Array(MAX_SEAL_USE_BYTES + 1))).to.equal("bundle.too_large");
  });

  it("may hold uses for a document that bears seals, and a document without any reads as before", () => {
    const { proof: plain } = paperDocument(world);
    expect(representationText(plain)).to.not.match(/"uses"|"revocations"/);
    const sealed = { ...plain, uses: USES, revocations: ["AAAA"] };
    expect(parseRepresentation(utf8(representationText(sealed)))).to.deep.equal(sealed);
    const wrong = utf8(JSON.stringify({ ...(JSON.parse(representationText(plain)) as object), uses: [{}] }));
    expect(errorOf(wrong, parseRepresentation)).to.equal("bundle.format /uses/0/sealId");
  });

  it("hangs on five slots of each seal, however often it is named", () => {
    const slots = sealUseSlots([...SEALS, ...SEALS], digest("member"), digest("batch"));
    expect(new Set(slots.map(({ key }) => key)).size).to.equal(10);
    expect(slots).to.have.length(10);
    expect(slots.every(({ contract }) => contract === "sealRegistry")).to.equal(true);
  });
});
