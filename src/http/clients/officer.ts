import type * as z from "zod";
import type { OfficerSignature } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import { parseJson } from "../../domain/json.ts";
import { REPRESENTATION_TYPE_ID } from "../../proof/representation.ts";
import type { AnchorRequest, Officer } from "../../service/officers.ts";
import { officerSignature } from "../schemas/officers.ts";
import { ask, garbled, type PeerCodes, type PeerOptions } from "./peer.ts";

export interface OfficerOptions extends PeerOptions {
  readonly name: string;
  readonly memberId: Hex;
  /** A signature by any other address is not taken. */
  readonly address: Hex;
}

const CODES: PeerCodes = {
  unreachable: "signer.unreachable",
  refused: "signer.refused",
  known: ["signer.refused", "signer.root_mismatch", "signer.conflict"],
};

/** A signer makes each document again, and dozens lie between us and it when the last has left. */
const DOCUMENTS_MS = 120_000;

/** An officer's signer, in a process of its own, as the service sees it. Whether a signature is good, the caller checks. */
export function officerClient(options: OfficerOptions): Officer {
  const { name, memberId, address } = options;
  const sign = async (
    path: string,
    request: object | AsyncIterable<object>,
    peer: PeerOptions = options,
  ): Promise<OfficerSignature> => {
    const signed = read(officerSignature, await ask(peer, CODES, path, request));
    if (signed.signer !== address) throw garbled(CODES);
    return signed;
  };
  return {
    name,
    memberId,
    address,
    signAnchor(request) {
      const patient =
        request.anchor.typeId === REPRESENTATION_TYPE_ID ? { ...options, timeoutMs: DOCUMENTS_MS } : options;
      return sign("/sign/anchor", linesOf(request), patient);
    },
    signStatus: (request) => sign("/sign/status", request),
    signSeal: (request) => sign("/sign/seal", request),
    signUse: (use) => sign("/sign/seal-use", use),
    reachable: () => answers(options),
  };
}

async function* linesOf({ anchor, voidValue, documents }: AnchorRequest): AsyncGenerator<object> {
  yield { anchor, voidValue };
  yield* documents;
}

function read<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  try {
    return schema.parse(parseJson(Buffer.from(text)));
  } catch (cause) {
    throw garbled(CODES, cause);
  }
}

async function answers(options: OfficerOptions): Promise<boolean> {
  try {
    return (await ask(options, CODES, "/health")).includes('"yinzheng-signer"');
  } catch {
    return false;
  }
}
