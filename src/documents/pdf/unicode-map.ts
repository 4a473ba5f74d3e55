/** Entries of one section (Adobe Technical Note 5411). */
const MOST = 100;

/** Which characters the codes 1, 2, 3, … stand for, for whoever copies or hears the text (PDF 32000-1 §9.10.3). */
export function unicodeMap(texts: readonly string[]): string {
  const rows = texts.flatMap((text, code) => (code === 0 ? [] : [`<${hex(code)}><${utf16(text)}>`]));
  const sections = Array.from({ length: Math.ceil(rows.length / MOST) }, (_, i) => {
    const own = rows.slice(i * MOST, (i + 1) * MOST);
    return `${own.length} beginbfchar\n${own.join("\n")}\nendbfchar`;
  });
  return `/CIDInit/ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def/CMapType 2 def
1 begincodespacerange<0000><ffff>endcodespacerange
${sections.join("\n")}
endcmap CMapName currentdict/CMap defineresource pop end end`;
}

const hex = (value: number): string => value.toString(16).padStart(4, "0");
const utf16 = (text: string): string =>
  text
    .split("")
    .map((unit) => hex(unit.charCodeAt(0)))
    .join("");
