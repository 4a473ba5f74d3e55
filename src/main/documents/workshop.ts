import { FontSet } from "../../documents/fonts.ts";
import { NAME_SEAL, ROUND_SEAL, sealPictureOf } from "../../documents/seal/picture.ts";
import { checkedPicture } from "../../documents/seal/upload.ts";
import type { SealKeys } from "../../documents/seal-key.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealWorkshop } from "../../service/seals/workshop.ts";
import { readFonts } from "./fonts.ts";

/** Makes seals with these keys; the fonts are read when the first is drawn. */
export function openWorkshop(keys: SealKeys): SealWorkshop {
  let fonts: Promise<FontSet> | undefined;
  const opened = (): Promise<FontSet> => {
    fonts ??= readFonts().then((files) => new FontSet(files));
    return fonts;
  };
  return {
    keys,
    async picture({ kind, name, code, picture }, brought) {
      if (kind === "picture") {
        if (brought === null || picture === undefined) throw new YinzhengError("seal.picture", { expected: "a PNG" });
        return checkedPicture(brought, picture);
      }
      const data = await sealPictureOf(await opened(), { kind, name, code, form: "png" });
      const side = kind === "round" ? ROUND_SEAL : NAME_SEAL;
      return { type: "PNG", data, width: side, height: side };
    },
  };
}
