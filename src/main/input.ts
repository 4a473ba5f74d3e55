/** More than any code has, and than a scanner's program writes around one. */
const MOST = 65_536;

/** What is piped in, to its end or to the most that is read. */
export async function readInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MOST) break;
  }
  return text;
}
