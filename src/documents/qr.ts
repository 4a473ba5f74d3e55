import encodeQR from "qr";

/** Modules of a QR code of level M, true = dark, without a quiet zone. */
export function modulesOf(text: string): readonly (readonly boolean[])[] {
  const bordered = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}
