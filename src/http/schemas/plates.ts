import * as z from "zod";
import { PLATE_KINDS, type PlateKind } from "../../domain/plate.ts";
import { memberProfile } from "./answers.ts";
import { seconds, text } from "./values.ts";

// Plates: what callers send, and what they are answered.

const kind = z.enum(Object.keys(PLATE_KINDS) as [PlateKind, ...PlateKind[]]);

export const plateBody = z
  .strictObject({
    kind,
    label: text.meta({ description: "What it is put up on, for everybody to read: at most 60 characters" }),
  })
  .meta({ id: "PlateRequest" });

export const withdrawBody = z
  .strictObject({ reason: text.meta({ description: "Why, for everybody to read: at most 200 characters" }) })
  .meta({ id: "PlateWithdrawal" });

export const platePath = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) });

const view = {
  id: z.string(),
  member: memberProfile.meta({ description: "Who put it up" }),
  kind,
  label: z.string(),
  issuedOn: z.string().meta({ description: "Date in Asia/Shanghai" }),
  code: z.string().meta({ description: "What stands on the plate" }),
  withdrawn: z.strictObject({ at: seconds, reason: z.string() }).nullable().meta({ description: "null: in force" }),
};
export const plateView = z.strictObject(view).meta({ id: "Plate" });
export const newPlate = z
  .strictObject({ ...view, image: z.string().meta({ description: "Its QR code, an SVG document" }) })
  .meta({ id: "NewPlate" });
export const platePage = z
  .strictObject({
    items: z.array(plateView),
    next: z.string().exactOptional().meta({ description: "Opaque; absent on the last page" }),
  })
  .meta({ id: "PlatePage" });
