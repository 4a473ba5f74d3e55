/**
 * Whether a whole text is written so: `#` a digit, `@` a capital letter, `?` any one character, `*` any number of them, anything
 * else itself. Not a regular expression: going through both at most once for each star, it can't be made slow.
 */
export function followsPattern(text: string, pattern: string): boolean {
  const [signs, wanted] = [[...text], [...pattern]];
  let [at, place] = [0, 0];
  // Where the last star stood, and up to where of the text it has been taken to reach.
  let [star, reached] = [-1, 0];
  while (at < signs.length) {
    if (wanted[place] === "*") [star, reached, place] = [place, at, place + 1];
    else if (place < wanted.length && fits(signs[at] ?? "", wanted[place] ?? "")) [at, place] = [at + 1, place + 1];
    else if (star < 0) return false;
    else [reached, at, place] = [reached + 1, reached + 1, star + 1];
  }
  return wanted.slice(place).every((sign) => sign === "*");
}

function fits(sign: string, wanted: string): boolean {
  if (wanted === "#") return /^[0-9]$/.test(sign);
  if (wanted === "@") return /^[A-Z]$/.test(sign);
  return wanted === "?" || sign === wanted;
}
