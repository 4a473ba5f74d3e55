import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { isIssuedBy, readCertificate } from "../../src/crypto/x509.ts";
import { type CertificateRequest, writeCertificate } from "../../src/crypto/x509-write.ts";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import { holds, type readCms } from "../../src/documents/read/cms.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { parseConfig } from "../../src/main/config.ts";
import { signerOfFiles } from "../../src/main/documents/key-files.ts";
import { type DocumentSigners, openDocumentSigners } from "../../src/main/documents/signers.ts";
import { AGENCY, TODAY } from "../documents/paper.ts";
import { fixedRandom, refused, signedAttributes } from "../keys/sample.ts";

const CODE = "11371000004352185C";
const OTHER = "113710000043500007";
const DAY = 86_400;

describe("main: document keys", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "yinzheng-document-keys-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  describe("of the development authority", () => {
    const keys = memoryKeys({ random: fixedRandom("document keys") });
    const members = [CODE, OTHER].map((code) => ({ code, names: AGENCY, tenant: code, types: ["any"] }));
    const open = (now = TODAY, profile = "demo"): Promise<DocumentSigners> =>
      openDocumentSigners(parseConfig({ profile, members }), {
        dir,
        keys,
        network: "demo",
        now,
        random: (n) => new Uint8Array(randomBytes(n)),
      });
    const certificateOf = ({ signers }: DocumentSigners, code = CODE): Uint8Array =>
      signers.get(code)?.certificate ?? new Uint8Array();

    it("name the member by its code, and are by the authority", async () => {
      const made = await open();
      const authority = readCertificate(made.authority ?? new Uint8Array());
      expect(isIssuedBy(authority, authority)).to.equal(true);
      for (const code of [CODE, OTHER]) {
        const certificate = readCertificate(certificateOf(made, code));
        expect(isIssuedBy(certificate, authority)).to.equal(true);
        expect(certificate.attributes.get("2.5.4.97")).to.equal(`NTRCN-${code}`);
      }
    });

    it("are the same at the next start, and new ones shortly before they end", async () => {
      const first = await open();
      const second = await open(TODAY + 30 * DAY);
      expect(certificateOf(second)).to.deep.equal(certificateOf(first));
      const third = await open(TODAY + 720 * DAY);
      expect(third.authority).to.deep.equal(first.authority);
      expect(certificateOf(third)).to.not.deep.equal(certificateOf(first));
      expect(readCertificate(certificateOf(third)).key).to.deep.equal(readCertificate(certificateOf(first)).key);
    });

    it("are made anew where the file is damaged", async () => {
      const first = await open();
      writeFileSync(join(dir, "documents", `${CODE}.der`), certificateOf(first).subarray(0, 100));
      const again = readCertificate(certificateOf(await open()));
      expect(isIssuedBy(again, readCertificate(first.authority ?? new Uint8Array()))).to.equal(true);
    });

    it("sign the attributes of a signature, and nothing else", async () => {
      const signer = (await open()).signers.get(CODE);
      expect((await signer?.sign(signedAttributes()))?.[0]).to.equal(0x30);
      await refused("keys.purpose", signer?.sign(new Uint8Array(32)) ?? Promise.resolve());
    });

    it("come with a time-stamper where the configuration names one, and its authority's file is one", async () => {
      const config = (authorities: readonly string[]) =>
        parseConfig({ documents: { timestamps: { url: "http://127.0.0.1:9/", authorities } } });
      const parts = { dir, keys, network: "demo", now: TODAY, random: (n: number) => new Uint8Array(randomBytes(n)) };
      expect((await open()).timestamper).to.equal(null);
      const root = join(dir, "documents", "authority.der");
      expect((await openDocumentSigners(config([root]), parts)).timestamper).to.be.a("function");
      await refused("config.invalid", openDocumentSigners(config([join(dir, "nothing")]), parts));
    });

    it("are made in the demo alone", async () => {
      const made = await open(TODAY, "service");
      expect([made.signers.size, made.authority]).to.deep.equal([0, null]);
    });
  });

  describe("of files", () => {
    const pairs = {
      "P-256": generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
      RSA: generateKeyPairSync("rsa", { modulusLength: 2048 }),
      root: generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
    };
    const info = ({ publicKey }: { publicKey: KeyObject }): Uint8Array =>
      new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
    const root = { country: "CN", commonName: "Root of an agency" };
    const subject = { country: "CN", organisationIdentifier: `NTRCN-${CODE}`, commonName: AGENCY.zh };
    const issued = (more: Partial<CertificateRequest>): Promise<Uint8Array> =>
      writeCertificate({
        serial: 5n,
        subject,
        issuer: root,
        issuerKey: info(pairs.root),
        notBefore: TODAY - DAY,
        notAfter: TODAY + 365 * DAY,
        publicKey: info(pairs["P-256"]),
        authority: false,
        algorithm: "ecdsaSha256",
        sign: async (bytes) => new Uint8Array(sign("sha256", bytes, pairs.root.privateKey)),
        ...more,
      });
    const file = (name: string, bytes: Uint8Array | string, mode = 0o600): string => {
      writeFileSync(join(dir, name), bytes, { mode });
      return join(dir, name);
    };
    const keyFile = (kind: "P-256" | "RSA", mode?: number): string =>
      file(`${kind}.pem`, String(pairs[kind].privateKey.export({ format: "pem", type: "pkcs8" })), mode);
    const rootFile = async (): Promise<string> =>
      file("root.der", await issued({ serial: 1n, subject: root, publicKey: info(pairs.root), authority: true }));
    const opened = (key: string, certificates: readonly string[]): Promise<DocumentSigner> =>
      signerOfFiles({ key, certificates }, { code: CODE, pointer: "/members/0/document", now: TODAY });

    for (const kind of ["P-256", "RSA"] as const)
      it(`sign with ${kind}; the root stays out of documents`, async () => {
        const own = file("own.der", await issued({ publicKey: info(pairs[kind]) }));
        const signer = await opened(keyFile(kind), [own, await rootFile()]);
        expect([signer.algorithm, signer.chain]).to.deep.equal([kind, []]);
        const { key } = readCertificate(signer.certificate);
        const bytes = fromHex("0x3100");
        const cms = { signer: { key }, attributes: bytes, digest: bytes, value: await signer.sign(bytes) };
        expect(holds(cms as unknown as ReturnType<typeof readCms>, bytes)).to.equal(true);
      });

    it("are refused where the certificate does not fit the key or names another member, may not sign, or has ended", async () => {
      const wrong: readonly Partial<CertificateRequest>[] = [
        { publicKey: info(pairs.RSA) },
        { subject: { ...subject, organisationIdentifier: `NTRCN-${OTHER}` } },
        { subject: { commonName: AGENCY.zh } },
        { authority: true },
        { notAfter: TODAY - 1 },
        { notBefore: TODAY + 1 },
        { sign: async (bytes) => new Uint8Array(sign("sha256", bytes, pairs["P-256"].privateKey)) },
        { issuer: { commonName: "Another root" } },
      ];
      for (const more of wrong)
        await refused(
          "config.invalid",
          opened(keyFile("P-256"), [file("own.der", await issued(more)), await rootFile()]),
        );
    });

    it("are refused where a file is none, or the key is of another kind", async () => {
      const own = file("own.der", await issued({}));
      await refused("config.invalid", opened(join(dir, "nothing"), [own]));
      await refused("config.invalid", opened(keyFile("P-256"), [join(dir, "nothing")]));
      await refused("config.invalid", opened(keyFile("P-256"), [file("text.pem", "text")]));
      const other = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
      const pem = String(other.export({ format: "pem", type: "pkcs8" }));
      await refused("config.invalid", opened(file("other.pem", pem), [own]));
    });

    it("are refused where everybody can read the key", async () => {
      const own = file("own.der", await issued({}));
      await refused("keys.permissions", opened(keyFile("P-256", 0o644), [own]));
    });
  });
});
