/** Bytes of a picture that is opened at all. */
const MAX_PICTURE_BYTES = 40 * 1024 * 1024;
/** Longest side that is looked at, in pixels: more says nothing about a code and takes memory. */
const MAX_SIDE = 4_096;

/** What a picture showed: the texts of its codes, no code, or no picture that this browser can open. */
export type Photographed = { readonly texts: readonly string[] } | "none" | "picture";

/** Looks for codes in a picture from a file. */
export async function readPhoto(file: File): Promise<Photographed> {
  if (file.size > MAX_PICTURE_BYTES) return "picture";
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return "picture";
  try {
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (context === null) return "picture";
    // What is see-through in a drawing is paper.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    const { codesIn } = await import("./decoder.ts");
    const texts = await codesIn(context.getImageData(0, 0, width, height), "photo");
    return texts.length === 0 ? "none" : { texts };
  } finally {
    bitmap.close();
  }
}

/** Is this file a picture, by what the system says it is? */
export const isPicture = (file: File): boolean => file.type.startsWith("image/");
