import { concat } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { sign } from "../pdf/sign.ts";
import { bytesOf } from "../read/latin1.ts";
import { stampMarkerOf } from "../read/stamped/marker.ts";
import { readStamped } from "../read/stamped/read.ts";
import { freeName } from "./annotations.ts";
import { keepForProof } from "./attachment.ts";
import { finderOf } from "./keyword.ts";
import { openForeign, orDamaged } from "./open.ts";
import type { StampRequest } from "./request.ts";
import { sealRevision } from "./sealing.ts";

/**
 * Puts seals on anybody's PDF, each by a revision of its own behind what was there: earlier signatures stay valid. The same
 * request gives the same bytes, as long as its keys give the same signatures. Throws `document.*`, and what a key's holder throws.
 */
export async function stamp(file: Uint8Array, request: StampRequest): Promise<Uint8Array> {
  const { time, pades, more = [] } = request;
  const number = (await openForeign(file)).context.registry.nextObjectNumber;
  const marked = concat(file, bytesOf(stampMarkerOf(file.length, number)));
  const find = finderOf(file);
  let bytes = marked;
  for (const { key, placements } of [request, ...more]) {
    if (placements.length === 0)
      throw new YinzhengError("schema.value", { pointer: "/placements", expected: "a place" });
    const first = bytes === marked ? { first: kept(number) } : {};
    bytes = await sealRevision(bytes, { key, placements, time, find, ...first });
  }
  if (pades !== undefined) {
    const sealed = bytes;
    const field = await orDamaged(async () => freeName(await openForeign(sealed), "PAdES"));
    bytes = await sign(bytes, { ...pades, field, time });
  }
  return checked(bytes, 1 + more.length);
}

/** The marker says which object is kept for the proof, so it must be that one. */
const kept =
  (number: number) =>
  (document: Parameters<typeof keepForProof>[0]): void => {
    if (keepForProof(document).objectNumber !== number) throw new YinzhengError("internal", { expected: "its number" });
  };

/** What we would not read back ourselves is not handed out: what was there before has something in it that we can't tell from ours. */
async function checked(bytes: Uint8Array, seals: number): Promise<Uint8Array> {
  const read = await readStamped(bytes, 0);
  const right =
    !("fault" in read) && read.ses.length === seals && [...read.ses, ...read.pades].every(({ holds }) => holds);
  if (!right) throw new YinzhengError("document.damaged");
  return bytes;
}
