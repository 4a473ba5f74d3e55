import { YinzhengError } from "../../src/domain/errors.ts";
import type { Plates, PlateView } from "../../src/service/plates/plates.ts";
import { REDEMPTION } from "./fake-codes.ts";

export const PLATE: PlateView = {
  id: "5f".repeat(8),
  member: REDEMPTION.by,
  kind: "well_cover",
  label: "环翠区 1 号井",
  issuedOn: "2025-11-23",
  code: "YZ3:0",
  withdrawn: null,
};

/** The verbs on plates of the fake service: one plate. */
export function fakePlates(begin: (verb: string) => void): Plates {
  const found = (id: string): PlateView => {
    if (id !== PLATE.id) throw new YinzhengError("http.not_found");
    return PLATE;
  };
  return {
    make: async () => {
      begin("make plate");
      return { ...PLATE, image: "<svg/>" };
    },
    plate: async (id) => found(id),
    withdraw: async (_by, id, reason) => {
      begin("withdraw plate");
      return { ...found(id), withdrawn: { at: 1_763_900_000, reason } };
    },
    plates: async (by) => {
      if (by.via === "anonymous") throw new YinzhengError("auth.missing");
      return { items: [PLATE] };
    },
  };
}
