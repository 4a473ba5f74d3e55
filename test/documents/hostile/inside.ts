import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { bytesOf, latin1 } from "../../../src/documents/read/latin1.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { paper } from "../../proof/paper/world.ts";
import { TODAY, testSigner } from "../paper.ts";
import { sealedPaper, testDocuments } from "../sealed.ts";
import { anchored, edited, type Hostile, type HostileWorld, partsOf, resealed } from "./world.ts";

/** In the catalog; what takes the place of it is of the same length, so that nothing else moves. */
const inCatalog = (bytes: Uint8Array, text: string): Uint8Array =>
  edited(bytes, /\/ViewerPreferences \d+ 0 R\n\/Lang \(zh-CN\)/.exec(latin1(bytes))?.[0] ?? "", text);
const CHANGES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "a script that runs when it is opened": (bytes) => inCatalog(bytes, "/OpenAction<</S/JavaScript/JS(app)>>"),
  "a program to launch": (bytes) => inCatalog(bytes, "/OpenAction<</S/Launch/F(calc.exe)>>"),
  "a page tree that holds itself": (bytes) =>
    edited(bytes, /\/Kids \[ [\dR ]+\]/.exec(latin1(bytes))?.[0] ?? "", "/Kids [ 1 0 R ]"),
  "a table that names itself as the one before": (bytes) => {
    const text = latin1(bytes);
    const [, previous = ""] = /\/Prev (\d+)/.exec(text) ?? [];
    const own = /startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1] ?? "";
    return edited(bytes, `/Prev ${previous}`, `/Prev ${own}`.slice(0, 6 + previous.length));
  },
  "one letter of the page changed": (bytes) => {
    const other = bytes.slice();
    const at = latin1(bytes).indexOf("stream\n") + 200;
    other[at] = (other[at] ?? 0) ^ 1;
    return other;
  },
  "a later time in the seal": (bytes) => edited(bytes, "/M (D:2026", "/M (D:2027"),
};

/** The proof of the true document stays behind it, for no officer signs another one. */
const withOldProof = ({ whole, sealed }: HostileWorld, other: Uint8Array): Uint8Array =>
  concat(other, whole.slice(sealed.length));

const changed: readonly Hostile[] = Object.entries(CHANGES).flatMap(([name, change]) => [
  {
    name: `${name}, under the seal as it was`,
    make: (world: HostileWorld) => withOldProof(world, change(world.sealed)),
    codes: ["seal.signature_bad", "seal.other_document"],
  },
  {
    name: `${name}, sealed anew with the issuer's key and seen by no officer`,
    make: async (world: HostileWorld) => withOldProof(world, await resealed(change(world.sealed), world.issuer)),
    codes: ["seal.other_document"],
  },
]);

/** A document that carries this in place of its certificate, sealed and anchored as if it were one. */
const carrying = (
  name: string,
  certificate: Uint8Array,
  change: (pdf: Uint8Array) => Uint8Array = (pdf) => pdf,
): Hostile => ({
  name: `a certificate ${name}`,
  make: async ({ paper: world, issuer }) => {
    const { pdf } = await sealedPaper({ signer: issuer, certificate });
    return anchored(world, await resealed(change(pdf), issuer));
  },
  codes: ["pdf.certificate_unreadable"],
});

/** What is done to a document before or while it is sealed, or to its seal's back. */
export const INSIDE: readonly Hostile[] = [
  ...changed,
  carrying("that is a bomb", Buffer.alloc(2 ** 23), (pdf) => edited(pdf, "/Size 8388608", "/Size 0000100")),
  carrying("that is a bomb and says so", Buffer.alloc(2 ** 26)),
  carrying("of no bytes", new Uint8Array()),
  carrying("that is no JSON", utf8("<certificate/>")),
  carrying("nested 5,000 deep", utf8(`{"a":${'{"a":'.repeat(5_000)}1${"}".repeat(5_001)}`)),
  carrying("of another format", utf8('{"format":"yinzheng-bundle/2"}')),
  {
    name: "a certificate whose number stands twice",
    make: async ({ issuer, paper: world, sealed }) => {
      const { data } = partsOf(sealed);
      const numbers = [...latin1(sealed).matchAll(/\n(\d+) 0 obj\n/g)].map(([, number = ""]) => number);
      const another = numbers.find((number) => number !== String(data) && number.length === String(data).length);
      const other = edited(sealed, `\n${another} 0 obj\n`, `\n${data} 0 obj\n`);
      return anchored(world, await resealed(other, issuer));
    },
    codes: ["pdf.certificate_unreadable"],
  },
  {
    name: "two markers",
    make: async ({ issuer, rendered }) => {
      const twice = concat(rendered, bytesOf("%%EOF\n%yinzheng-document/1 names 1 file 2 data 3\n"));
      return (await testDocuments()).sign(twice, { signer: issuer, time: TODAY });
    },
    codes: ["pdf.altered"],
  },
  {
    name: "another certificate of the same issuer in a document that was anchored for the first",
    make: async ({ issuer, paper: world }) => {
      const other = await paper({ index: 6 });
      const { pdf } = await sealedPaper({ signer: issuer, certificate: utf8(bundleText(other.bundle)) });
      return anchored(world, pdf);
    },
    codes: ["seal.other_certificate"],
  },
  {
    name: "a whole document by a stranger with a certificate of its own in the issuer's name",
    make: async ({ rendered, paper: world }) => {
      const signer = await testSigner(PROFILE.code);
      return anchored(world, await (await testDocuments()).sign(rendered, { signer, time: TODAY }));
    },
    codes: ["seal.untrusted"],
  },
  {
    name: "a document that another member sealed",
    make: async ({ rendered, paper: world }) => {
      const signer = await testSigner("91370000163094814Q");
      return anchored(world, await (await testDocuments()).sign(rendered, { signer, time: TODAY }));
    },
    codes: ["seal.other_organisation", "seal.untrusted"],
  },
  {
    name: "a rendering with a seal that was cut out",
    make: ({ rendered, sealed }) => concat(rendered, sealed.slice(partsOf(sealed).signatures[0]?.gap[1] ?? 0)),
    codes: ["pdf.unsigned"],
  },
];
