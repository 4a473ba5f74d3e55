/** Why a PDF has no marker of ours, as far as that can be told. */
export type ForeignFault = "pdf.encrypted" | "pdf.truncated" | "pdf.resaved" | "pdf.printed" | "pdf.foreign";

/** The certificate's media type, as its stream names it: no stream stands compressed within another one. */
const BUNDLE = "vnd.yinzheng.bundle+json";

/**
 * What became of a PDF that is none of our documents, or none any more. It decides what a person is told to do, and
 * whether a file counts as altered or as a copy; no file becomes valid by it.
 */
export function foreignFault(text: string): ForeignFault {
  if (/\/Encrypt\b/.test(text)) return "pdf.encrypted";
  if (!/%%EOF\s{0,8}$/.test(text.slice(-16))) return "pdf.truncated";
  if (text.includes(BUNDLE)) return "pdf.resaved";
  const pictures = /\/Subtype\s{0,8}\/Image\b/.test(text);
  // Font programs are streams, and so can be seen; a scan has none.
  const fonts = /\/FontFile|\/Subtype\s{0,8}\/(?:Type1C|CIDFontType0C|OpenType)\b|\/Length1\b|\/BaseFont\b/.test(text);
  return pictures && !fonts ? "pdf.printed" : "pdf.foreign";
}
