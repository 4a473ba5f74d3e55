import { YinzhengError } from "../../src/domain/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Officer, Witness } from "../../src/service/officers.ts";

/** A line that can be cut and mended. What is behind it is real. */
export interface Line {
  up: boolean;
}

/** The ledger behind a line: everything but `close` fails while it is cut. */
export function behind(line: Line, ledger: Ledger): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (!line.up && name !== "close") throw new YinzhengError("chain.unreachable", { what: "cut" });
        return Reflect.apply(value, target, args);
      };
    },
  });
}

export function officerBehind(line: Line, officer: Officer): Officer {
  const check = (): void => {
    if (!line.up) throw new YinzhengError("signer.unreachable");
  };
  return {
    ...officer,
    signAnchor: async (request) => {
      check();
      return officer.signAnchor(request);
    },
    signStatus: async (request) => {
      check();
      return officer.signStatus(request);
    },
    reachable: async () => line.up,
  };
}

export function witnessBehind(line: Line, witness: Witness): Witness {
  return {
    name: witness.name,
    cosign: async (block) => {
      if (!line.up) throw new YinzhengError("witness.unreachable");
      return witness.cosign(block);
    },
    cosignLists: async (credentials) => {
      if (!line.up) throw new YinzhengError("witness.unreachable");
      return witness.cosignLists(credentials);
    },
  };
}
