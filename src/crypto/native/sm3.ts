/**
 * SM3 in plain TypeScript, for browsers (Node has it natively, noble has not). Names as in GB/T 32905-2016 §4–5;
 * https://datatracker.ietf.org/doc/html/draft-sca-cfrg-sm3-02
 */
const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
const BLOCK = 64;

const rotate = (x: number, n: number): number => (x << (n & 31)) | (x >>> ((32 - n) & 31));
const p0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17);
const p1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23);

/** T_j <<< j, for j = 0…63. */
const T = Int32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j));

/** SM3 digest: 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((data.length + 9) / BLOCK) * BLOCK);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(data.length) * 8n);
  const v = Int32Array.from(IV);
  const w = new Int32Array(68);
  for (let offset = 0; offset < padded.length; offset += BLOCK) compress(v, w, view, offset);
  const digest = new DataView(new ArrayBuffer(32));
  v.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

function compress(v: Int32Array, w: Int32Array, block: DataView, offset: number): void {
  const at = (i: number): number => w[i] ?? 0;
  for (let j = 0; j < 16; j++) w[j] = block.getInt32(offset + 4 * j);
  for (let j = 16; j < 68; j++) {
    w[j] = p1(at(j - 16) ^ at(j - 9) ^ rotate(at(j - 3), 15)) ^ rotate(at(j - 13), 7) ^ at(j - 6);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = v;
  for (let j = 0; j < 64; j++) {
    const ss1 = rotate((rotate(a, 12) + e + (T[j] ?? 0)) | 0, 7);
    const ss2 = ss1 ^ rotate(a, 12);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (at(j) ^ at(j + 4))) | 0;
    const tt2 = (gg + h + ss1 + at(j)) | 0;
    [d, c, b, a] = [c, rotate(b, 9), a, tt1];
    [h, g, f, e] = [g, rotate(f, 19), e, p0(tt2)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    v[i] = (v[i] ?? 0) ^ word;
  });
}
