import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { concat } from "../../src/crypto/encoding.ts";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import type { Placement, SealKey } from "../../src/documents/seal-key.ts";
import { stamp } from "../../src/documents/stamp/stamp.ts";
import { AGENCY } from "../documents/paper.ts";
import { foreign, NOW, PROOF, readBack, sealKey, withProof } from "../documents/stamp/world.ts";
import { describeWithTools, output, run, signaturesOf, temporary, trusting } from "./programs.ts";
import { toolAuthority } from "./signers.ts";

const GOOD = { value: "Signature is Valid.", chain: "Certificate is Trusted." };
/** What pdfsig says of a signature whose SubFilter it does not know. */
const UNKNOWN = { value: "Signature has not yet been verified.", chain: null };
const PLACES: readonly Placement[] = [
  { kind: "at", page: 1, x: 80, y: 80 },
  { kind: "keyword", text: "(seal)", which: "every" },
  { kind: "across", y: 100 },
];

describeWithTools("tools: stamped files", () => {
  const dir = temporary();
  let key: SealKey;
  let signer: DocumentSigner;
  let database: string;
  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };

  before(async () => {
    const authority = await toolAuthority(dir);
    key = await sealKey();
    signer = await authority.signerFor({ code: "11371000004352185C", names: AGENCY });
    mkdirSync(join(dir, "nss"));
    database = trusting(join(dir, "nss"), [written("authority.der", authority.certificate)]);
  });
  const stamped = (file: Uint8Array) => stamp(file, { key, placements: PLACES, time: NOW, pades: { signer } });

  for (const [what, given] of [
    ["a table and a form", { form: true }],
    ["object streams", { objectStreams: true }],
    ["turned pages", { turn: 270 }],
  ] as const)
    it(`pdfsig and qpdf take one with ${what}, with its proof and without`, async () => {
      const sealed = await stamped(await foreign(given));
      for (const bytes of [sealed, await withProof(sealed)]) {
        const path = written("stamped.pdf", bytes);
        expect(signaturesOf(path, database)).to.deep.equal([UNKNOWN, GOOD]);
        expect(run("qpdf", ["--check", path])).to.include({ code: 0 });
      }
      expect(run("pdfsig", ["-nssdir", database, written("whole.pdf", sealed)]).text).to.include(
        "Total document signed",
      );
    });

  it("pdfsig takes one that qpdf had made fit for the web, and that was stamped again", async () => {
    const linear = join(dir, "linear.pdf");
    output("qpdf", ["--linearize", written("plain.pdf", await foreign()), linear]);
    const once = await withProof(await stamped(new Uint8Array(readFileSync(linear))));
    const path = written("twice.pdf", await withProof(await stamped(once)));
    // Chains are not asked about: of a certificate that it met before, pdfsig loses it (docs/decisions/0040-document-keys.md).
    const values = signaturesOf(path, database).map(({ value }) => value);
    expect(values).to.deep.equal([UNKNOWN, GOOD, UNKNOWN, GOOD].map(({ value }) => value));
    expect(run("qpdf", ["--check", path])).to.include({ code: 0 });
    expect(output("pdfdetach", ["-list", path])).to.match(/^2 embedded files/);
    output("pdfdetach", ["-savefile", "seal-use-2.json", "-o", join(dir, "proof.json"), path]);
    expect(output("openssl", ["dgst", "-sha256", "-r", join(dir, "proof.json")]).split(" ")[0]).to.equal(
      output("openssl", ["dgst", "-sha256", "-r", written("own.json", PROOF)]).split(" ")[0],
    );
  });

  it("pdfsig refuses one with a bit turned in what was stamped", async () => {
    const bytes = concat(await stamped(await foreign()));
    const { original } = await readBack(bytes);
    bytes[original - 40] = (bytes[original - 40] ?? 0) ^ 1;
    const [, pades] = signaturesOf(written("turned.pdf", bytes), database);
    expect(pades?.value).to.not.equal(GOOD.value);
  });

  it("qpdf's encrypted file gets no seal", async () => {
    const path = join(dir, "encrypted.pdf");
    output("qpdf", ["--encrypt", "", "owner", "256", "--", written("open.pdf", await foreign()), path]);
    const error = await stamped(new Uint8Array(readFileSync(path))).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: "document.encrypted" });
  });
});
