import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { deflate } from "../../../src/crypto/gzip.ts";
import { readDocument } from "../../../src/documents/read/read.ts";
import { tailOf } from "../../../src/documents/read/tail.ts";
import type { Principal } from "../../../src/domain/principal.ts";
import {
  parseRepresentation,
  type RepresentationLimits,
  representationText,
} from "../../../src/proof/representation.ts";
import type { CopyRequest } from "../../../src/service/copies/copies.ts";
import type { ServiceDeps } from "../../../src/service/deps.ts";
import type { DocumentFile, Service } from "../../../src/service/service.ts";
import { type Harness, serve, settled } from "../harness.ts";
import { principal, served, type World } from "../world.ts";

export const REASON = "柜台受理，编号 2026-118";

export const COPY = {
  purpose: "办理入学登记",
  audience: "第一中学",
  languages: "zh",
  reason: REASON,
} as const satisfies Omit<CopyRequest, "validUntil">;

/** A service in which the licences' agency shares licences with the other agency. */
export function serveSharing(world: World, options: Partial<ServiceDeps> = {}): Promise<Harness> {
  const { licences, identities } = world;
  const sharing = [{ type: licences.type, members: [identities.profile.code] }];
  return serve(world, { members: [{ ...served(licences), sharing }, served(identities)], ...options });
}

/** Somebody of the other agency who works on cases. */
export const caseworker = ({ identities }: World): Principal => principal(identities, "caseworker");

/** The same sealed document with a proof that says something else of its limits. */
export async function withLimits(bytes: Uint8Array, limits: RepresentationLimits | undefined): Promise<Uint8Array> {
  const reading = await readDocument(bytes);
  if ("fault" in reading || reading.representation === null) throw new Error("no document of ours");
  const { manifest, ...proof } = parseRepresentation(reading.representation);
  const { limits: _, ...said } = manifest;
  const text = representationText({ ...proof, manifest: { ...said, ...(limits === undefined ? {} : { limits }) } });
  const sealed = bytes.subarray(0, reading.length);
  const tail = tailOf(sealed, await deflate(utf8(text)), utf8(text).length);
  if (tail === null) throw new Error("no room for a proof");
  return concat(sealed, tail);
}

/** Asks for the file of a copy until it is there. */
export async function fileOf(service: Service, by: Principal, id: string): Promise<DocumentFile> {
  let answer = await service.copies.file(by, id);
  await settled(async () => {
    answer = await service.copies.file(by, id);
    return answer.state === "issued";
  });
  if (answer.state !== "issued") throw new Error("it is not there");
  return answer.file;
}
