import { certificateOfd } from "../../../src/documents/ofd/certificate.ts";
import { sealedFiles } from "../../../src/documents/ofd/seal.ts";
import { PROOF_ENTRY, packageOf } from "../../../src/documents/read/ofd/package.ts";
import { filesOf, type ReadOfd, readOfd } from "../../../src/documents/read/ofd/read.ts";
import { openPackage } from "../../../src/documents/read/ofd/zip.ts";
import type { SealInfo } from "../../../src/documents/read/ses/info.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import { type PaperOptions, paperOf, TODAY, testFonts } from "../paper.ts";
import { infoOf, SIGNER, scene, sealBy } from "../read/ses/world.ts";

export const LICENCE = "11100000000013338W011";

/** A seal of the tests, and the key of its signer. */
export async function testSealKey(more: Partial<SealInfo> = {}): Promise<SealKey> {
  const own = await scene();
  return {
    seal: sealBy(infoOf(own.signer, more), own),
    certificate: own.signer,
    sign: async (bytes) => SIGNER.sign(bytes),
  };
}

export const METADATA: readonly (readonly [string, string])[] = [
  ["ZZMC", "营业执照"],
  ["CZZT", '示例 & "公司" <一>'],
];

/** A sealed certificate of this type as OFD. */
export async function ofdOf(typeCode: string = LICENCE, options: PaperOptions = {}): Promise<Uint8Array> {
  const { seal: _, ...request } = paperOf(typeCode, options);
  return certificateOfd(
    await testFonts(),
    { ...request, metadata: METADATA },
    { key: await testSealKey(), time: TODAY },
  );
}

export const filesIn = async (ofd: Uint8Array): Promise<Map<string, Uint8Array>> =>
  new Map(await filesOf(openPackage(ofd)));

/** The same document with other files in it: as somebody would change it who knows how our files are written. */
export async function changed(ofd: Uint8Array, change: (files: Map<string, Uint8Array>) => void): Promise<Uint8Array> {
  const files = await filesIn(ofd);
  change(files);
  return packageOf(files);
}

/** With one more seal over it. */
export async function sealedAgain(ofd: Uint8Array): Promise<Uint8Array> {
  return packageOf(await sealedFiles(await filesIn(ofd), { key: await testSealKey(), time: TODAY + 60, stamps: [] }));
}

export const withProof = (ofd: Uint8Array, proof: Uint8Array): Promise<Uint8Array> =>
  changed(ofd, (files) => files.set(PROOF_ENTRY, proof));

/** Throws where it can't be read. */
export async function read(ofd: Uint8Array): Promise<ReadOfd> {
  const reading = await readOfd(ofd);
  if ("fault" in reading) throw new Error(`${reading.fault} ${reading.entry ?? ""}`);
  return reading;
}

export async function faultOf(ofd: Uint8Array): Promise<string> {
  const reading = await readOfd(ofd);
  return "fault" in reading ? reading.fault : "none";
}
