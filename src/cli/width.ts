/** Columns that a text takes in a terminal: two for what East Asia writes wide. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);

/** A text in lines of at most so many columns, broken at spaces where there are any, else anywhere. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const sign of text) {
    if (widthOf(line + sign) > columns) {
      const space = line.lastIndexOf(" ");
      const at = space > 0 ? space : line.length;
      lines.push(line.slice(0, at));
      line = line.slice(at).trimStart();
    }
    line += sign;
  }
  return [...lines, line];
}
