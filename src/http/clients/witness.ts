import type { Witness } from "../../service/officers.ts";
import { ask, garbled, type PeerCodes, type PeerOptions } from "./peer.ts";

export interface WitnessClientOptions extends PeerOptions {
  readonly name: string;
}

const CODES: PeerCodes = {
  unreachable: "witness.unreachable",
  refused: "witness.refused",
  known: ["witness.refused"],
};

/** A witness, in a process of its own, as the service sees it. Whether a co-signature is good, the caller checks. */
export function witnessClient(options: WitnessClientOptions): Witness {
  return {
    name: options.name,
    cosign: async (block) => {
      const note = await ask(options, CODES, "/cosign", block);
      // C2SP signed-note: text, an empty line, at least one signature line.
      if (!/\n\n— [^\n]+\n$/.test(note)) throw garbled(CODES);
      return note;
    },
  };
}
