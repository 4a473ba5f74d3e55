import { isYinzhengError } from "../../domain/errors.ts";
import { parseJson } from "../../domain/json.ts";
import type { Witness } from "../../service/officers.ts";
import { cosignedLists } from "../schemas/officers.ts";
import { ask, garbled, type PeerCodes, type PeerOptions } from "./peer.ts";

export interface WitnessClientOptions extends PeerOptions {
  readonly name: string;
}

const CODES: PeerCodes = {
  unreachable: "witness.unreachable",
  refused: "witness.refused",
  known: ["witness.refused"],
};

/** C2SP signed-note: text, an empty line, at least one signature line. */
function requireNote(note: string): string {
  if (/\n\n— [^\n]+\n$/.test(note)) return note;
  throw garbled(CODES);
}

/** A witness, in a process of its own, as the service sees it. Whether a co-signature is good, the caller checks. */
export function witnessClient(options: WitnessClientOptions): Witness {
  return {
    name: options.name,
    cosign: async (block) => {
      const note = await ask(options, CODES, "/cosign", block);
      return requireNote(note);
    },
    cosignLists: async (lists) => {
      const answer = await ask(options, CODES, "/cosign-lists", { lists });
      try {
        return cosignedLists.parse(parseJson(Buffer.from(answer))).notes.map(requireNote);
      } catch (cause) {
        throw isYinzhengError(cause, CODES.unreachable) ? cause : garbled(CODES, cause);
      }
    },
  };
}
