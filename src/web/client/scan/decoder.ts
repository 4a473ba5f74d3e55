import { decodeQRBatch } from "qr/decode.js";

/** Pixels of a picture, as a canvas gives them. */
export type Pixels = Pick<ImageData, "width" | "height" | "data">;

/**
 * How long one looks: `timeLimit` is milliseconds for more attempts. A frame of the camera is followed by the next, a photo
 * by none.
 */
const LOOKS = {
  frame: { effort: 2, timeLimit: 30 },
  photo: { effort: Number.POSITIVE_INFINITY, timeLimit: 4_000 },
} as const;

/** Texts of the QR codes in a picture: documents have two of them. */
export async function codesIn(pixels: Pixels, look: keyof typeof LOOKS): Promise<readonly string[]> {
  const [found = []] = await decodeQRBatch([pixels], LOOKS[look]);
  return found.filter((one) => typeof one === "string");
}
