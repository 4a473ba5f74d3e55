import { FontSet } from "../../documents/fonts.ts";
import type { SealPicture } from "../../documents/read/ses/info.ts";
import { NAME_SEAL, ROUND_SEAL, sealPictureOf } from "../../documents/seal/picture.ts";
import { checkedPicture } from "../../documents/seal/upload.ts";
import type { SealKeys } from "../../documents/seal-key.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealForm } from "../../domain/seal-order.ts";
import type { SealWorkshop } from "../../service/seals/workshop.ts";
import { readFonts } from "./fonts.ts";

/** Draws seals; the fonts are read when the first is drawn. */
export function sealDrawing(): (form: SealForm) => Promise<SealPicture> {
  let fonts: Promise<FontSet> | undefined;
  const opened = (): Promise<FontSet> => {
    fonts ??= readFonts().then((files) => new FontSet(files));
    return fonts;
  };
  return async ({ kind, name, code }) => {
    if (kind === "picture") throw new YinzhengError("seal.picture", { expected: "a seal that is drawn" });
    const data = sealPictureOf(await opened(), { kind, name, code, form: "png" });
    const side = kind === "round" ? ROUND_SEAL : NAME_SEAL;
    return { type: "PNG", data, width: side, height: side };
  };
}

/** Makes seals with these keys. */
export function openWorkshop(keys: SealKeys): SealWorkshop {
  const draw = sealDrawing();
  return {
    keys,
    async picture(form, brought) {
      if (form.kind !== "picture") return draw(form);
      if (brought === null || form.picture === undefined)
        throw new YinzhengError("seal.picture", { expected: "a PNG" });
      return checkedPicture(brought, form.picture);
    },
  };
}
