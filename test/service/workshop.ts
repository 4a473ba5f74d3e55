import { readRevocationList } from "../../src/crypto/crl.ts";
import { writeRevocationList } from "../../src/crypto/crl-write.ts";
import { readCertificate } from "../../src/crypto/x509.ts";
import { type Name, writeCertificate } from "../../src/crypto/x509-write.ts";
import type { SealTrust } from "../../src/documents/read/ses/chain.ts";
import type { SealPicture } from "../../src/documents/read/ses/info.ts";
import type { SealHolder } from "../../src/documents/seal-key.ts";
import type { Seconds } from "../../src/domain/bytes.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { SealForm } from "../../src/domain/seal-order.ts";
import type { SealWorkshop } from "../../src/service/seals/workshop.ts";
import { type Holder, holder, PICTURE } from "../documents/read/ses/world.ts";

const TERM = { notBefore: Date.UTC(2026, 0) / 1000, notAfter: Date.UTC(2046, 0) / 1000 };
const NAME: Name = { country: "CN", organisation: "Yinzheng test", commonName: "Seals of the test world" };

/** With what the test world makes seals: an authority and keys that are the same in every world. */
export interface TestWorkshop extends SealWorkshop {
  /** DER, self-signed. */
  readonly authority: Uint8Array;
  readonly trust: SealTrust;
  /** As officers draw, who must come to the same. */
  draw(form: SealForm): Promise<SealPicture>;
}

export async function openWorkshop(clock: () => Seconds): Promise<TestWorkshop> {
  const root = holder("authority for seals of the test world");
  const issue = (serial: bigint, subject: Name, to: Holder, authority = false) =>
    writeCertificate({
      serial,
      subject,
      issuer: NAME,
      issuerKey: root.info,
      ...TERM,
      publicKey: to.info,
      authority,
      algorithm: "sm2Sm3",
      sign: async (bytes) => root.sign(bytes),
    });
  const authority = await issue(1n, NAME, root, true);
  const known = new Map<string, Promise<SealHolder>>();
  const revoked: { serial: bigint; since: Seconds }[] = [];
  const own = (name: string, code: string, organisation: string): Promise<SealHolder> => {
    const subject = { country: "CN", organisation, organisationIdentifier: `NTRCN-${code}`, commonName: organisation };
    const serial = BigInt(known.size + 2);
    const made = async () => {
      const key = holder(name);
      return { certificate: await issue(serial, subject, key), sign: async (bytes: Uint8Array) => key.sign(bytes) };
    };
    const one = known.get(name) ?? made();
    known.set(name, one);
    return one;
  };
  const list = () =>
    writeRevocationList({
      number: BigInt(revoked.length + 1),
      issuer: readCertificate(authority).subject,
      issuerKey: root.info,
      thisUpdate: clock(),
      nextUpdate: clock() + 7 * 86_400,
      revoked,
      algorithm: "sm2Sm3",
      sign: async (bytes) => root.sign(bytes),
    });
  return {
    authority,
    trust: {
      authorities: [readCertificate(authority)],
      intermediates: [],
      revocations: [readRevocationList(await list())],
    },
    keys: {
      maker: ({ code, names }) => own(`maker ${code}`, code, names.zh),
      signer: (code, owner) => own(`seal ${code} of ${owner.code}`, owner.code, owner.names.zh),
      revocations: async () => [await list()],
      revoke: async (certificate, since) => {
        revoked.push({ serial: readCertificate(certificate).serial, since });
      },
    },
    draw: async () => ({ type: "PNG", data: PICTURE, width: 42, height: 42 }),
    /** A PNG of one pixel, or what was brought, unless it is none. */
    picture: async ({ picture }, brought) => {
      const data = brought ?? PICTURE;
      if (data[1] !== 0x50) throw new YinzhengError("seal.picture", { pointer: "/picture/file" });
      return { type: "PNG", data, width: picture?.width ?? 42, height: picture?.height ?? 42 };
    },
  };
}
