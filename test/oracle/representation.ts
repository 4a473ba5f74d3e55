import {
  anchorRecord,
  type Bundle,
  checkpoint,
  continuedShape,
  evidenceShape,
  logProof,
  type Manifest,
  type PooledState,
  statusChanges,
  writtenOut,
} from "./bundle.ts";
import { must } from "./bytes.ts";
import { readJson } from "./json.ts";
import { revocationsShape, usesShape } from "./seal-use.ts";
import { anyText, both, bytes, integer, list, object, oneOf, type Shape } from "./shape.ts";
import { instant, isText } from "./words.ts";

/** What representation.json says (representation.md, "Members"). */
export interface Proof
  extends Pick<Bundle, "registryId" | "path" | "anchor" | "log" | "evidence" | "checkpoint" | "continued"> {
  readonly manifest: Manifest & {
    readonly of: { readonly memberId: string; readonly batchId: string; readonly index: number; readonly leaf: string };
    readonly limits?: { readonly purpose: string; readonly audience?: string; readonly validUntil: string };
  };
  readonly salt: string;
  readonly uses?: readonly { readonly sealId: string; readonly leaf: string }[];
  readonly certificate?: Pick<Bundle, "log" | "evidence" | "checkpoint" | "statusChanges" | "continued">;
}

const word = bytes(32);
const index = integer(2 ** 20 - 1);
const utc: Shape = (value) =>
  must(typeof value === "string" && /Z$/.test(value) && instant(value) !== null, "no instant");

const words: Shape = (value) => must(typeof value === "string" && isText(value, 200), "no text");

const manifest = object(
  {
    format: oneOf("yinzheng-manifest/1"),
    registryId: word,
    memberId: word,
    typeId: word,
    kind: oneOf("representation"),
    batchId: word,
    index,
    entries: list(object({ mediaType: anyText(128), length: integer(), value: word }), 1),
    of: object({ memberId: word, batchId: word, index, leaf: word }),
  },
  { limits: object({ purpose: words, validUntil: both(anyText(20), utc) }, { audience: words }) },
);

const file = object(
  {
    format: oneOf("yinzheng-representation/1"),
    registryId: word,
    manifest,
    salt: bytes(16),
    path: list(word, 64),
    anchor: anchorRecord,
    log: logProof,
    evidence: evidenceShape,
    checkpoint,
  },
  {
    continued: continuedShape,
    uses: usesShape,
    revocations: revocationsShape,
    certificate: object(
      { log: logProof, evidence: evidenceShape, checkpoint, statusChanges },
      { continued: continuedShape },
    ),
  },
);

type Read = Omit<Proof, "evidence" | "continued" | "certificate"> &
  PooledState & {
    readonly certificate?: Omit<NonNullable<Proof["certificate"]>, "evidence" | "continued"> & PooledState;
  };

/** Throws a Fault for what is none. */
export function readProof(source: Uint8Array): Proof {
  must(source.length <= 8 * 2 ** 20, "too large");
  const value = readJson(source);
  file(value);
  const { certificate, ...own } = value as unknown as Read;
  return { ...writtenOut(own), ...(certificate === undefined ? {} : { certificate: writtenOut(certificate) }) };
}
