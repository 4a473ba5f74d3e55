import { decodeQR } from "qr/decode.js";

/** Pixels of a picture, as a canvas gives them. */
export type Pixels = Pick<ImageData, "width" | "height" | "data">;

/** Milliseconds that more attempts may take: a frame is followed by the next, a photo by none. */
const FRAME_MS = 30;
const PHOTO_MS = 4_000;

/** Text of the QR code in a frame of the camera; null where none is seen. */
export const codeInFrame = (pixels: Pixels): string | null => decoded(pixels, 2, FRAME_MS);

/** Text of the QR code in a photo, which is looked at as long as it takes; null where there is none. */
export const codeInPhoto = (pixels: Pixels): string | null => decoded(pixels, Number.POSITIVE_INFINITY, PHOTO_MS);

function decoded(pixels: Pixels, effort: number, timeLimit: number): string | null {
  try {
    return decodeQR(pixels, { effort, timeLimit });
  } catch {
    // The decoder throws for every picture in which it sees nothing.
    return null;
  }
}
