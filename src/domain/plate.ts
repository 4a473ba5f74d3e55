import type { Bilingual } from "./bilingual.ts";
import type { Hex } from "./bytes.ts";

/** What a plate is put up on. Their order is that of their numbers in a code: a new kind goes to the end. */
export const PLATE_KINDS = {
  address: { zh: "门牌地址", en: "Address" },
  building: { zh: "建筑", en: "Building" },
  shop: { zh: "店铺", en: "Shop" },
  equipment: { zh: "设备", en: "Equipment" },
  vehicle: { zh: "车辆", en: "Vehicle" },
  well_cover: { zh: "井盖", en: "Well cover" },
  pole: { zh: "杆塔", en: "Pole" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Record<string, Bilingual>;
export type PlateKind = keyof typeof PLATE_KINDS;

/** Longest label, in characters. */
export const MAX_PLATE_LABEL = 60;

/** What a member says by a plate: "we put this up, on that day, for this". */
export interface Plate {
  /** Unified social credit code of the member. */
  readonly member: string;
  /** 8 random bytes. */
  readonly id: Hex;
  readonly kind: PlateKind;
  readonly label: string;
  /** Calendar date in Asia/Shanghai. */
  readonly issuedOn: string;
}
