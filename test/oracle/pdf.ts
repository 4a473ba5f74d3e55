import { inflateSync } from "node:zlib";
import { join, must, same } from "./bytes.ts";
import type { Parts } from "./document.ts";

/** A file, taken apart as representation.md says; of its signatures only their places are looked at. Throws a Fault for what is none. */
export function openFile(file: Uint8Array): Omit<Parts, "mediaType" | "seals"> {
  must(file.length <= 20 * 2 ** 20, "too large");
  const text = Buffer.from(file).toString("latin1");
  must(/^%PDF-\d\.\d[\n\r]/.test(text) && !/\/Encrypt\b/.test(text), "no PDF, or one that is encrypted");
  const marker = MARKER.exec(text);
  must(marker !== null, "no marker line");
  const rendered = marker.index + marker[0].length;
  const [, names = "", filespec = "", data = ""] = marker;
  const length = sealedLength(text, rendered);
  must(!MARKER.test(text.slice(rendered - 1, length)), "a second marker line");
  const certificate = certificateIn(file, text.slice(0, rendered), data);
  const sealed = file.slice(0, length);
  const added = file.slice(length);
  const proof = added.length === 0 ? null : proofIn(text.slice(0, length), added, names, filespec);
  return { sealed, certificate, proof };
}

const MARKER = /%%EOF\n%yinzheng-document\/1 names (\d{1,7}) file (\d{1,7}) data (\d{1,7})\n/;

/** "Signatures", 1 and 2. */
function sealedLength(text: string, rendered: number): number {
  let [end, count] = [rendered, 0];
  for (const [, inside = ""] of text.slice(rendered).matchAll(/\/ByteRange\s*\[([^\]]{0,200})\]/g)) {
    const numbers = /^\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*$/.exec(inside)?.slice(1).map(Number);
    must(numbers !== undefined, "not four numbers");
    const [a = 1, b = 0, c = 0, d = 0] = numbers;
    must(a === 0 && b >= end && c > b && c - b <= 2 ** 17 && d > 0 && c + d <= text.length, "a range of another form");
    must(/^<[0-9A-Fa-f]+>$/.test(text.slice(b, c)), "no hex digits");
    must(/\/Contents\s*$/.test(text.slice(Math.max(0, b - 12), b)), "not behind /Contents");
    must(text.slice(0, c + d).endsWith("%%EOF\n"), "no end of a file");
    end = c + d;
    count += 1;
  }
  must(count >= 1 && count <= 16, "no signature, or too many");
  return end;
}

/** "Rendering", 4. */
function certificateIn(file: Uint8Array, rendering: string, data: string): Uint8Array {
  const begin = `\n${data} 0 obj\n`;
  const [before = "", after, ...more] = rendering.split(begin);
  must(after !== undefined && more.length === 0, "not one such object");
  const lines = ["<<", "/Type /EmbeddedFile", "/Subtype /application#2Fvnd.yinzheng.bundle+json", "/Params <<"];
  const fixed = `${lines.join("\n")}\n`;
  const rest = /^\/Size (\d{1,8})\n>>\n\/Filter \/FlateDecode\n\/Length (\d{1,8})\n>>\nstream\n/.exec(
    after.slice(fixed.length),
  );
  must(after.startsWith(fixed) && rest !== null, "another form");
  const from = before.length + begin.length + fixed.length + rest[0].length;
  const to = from + Number(rest[2]);
  must(rendering.startsWith("\nendstream\nendobj\n", to), "another end");
  return unpacked(file.slice(from, to), Number(rest[1]));
}

function unpacked(zipped: Uint8Array, size: number): Uint8Array {
  must(size <= 8 * 2 ** 20, "too large");
  const whole = (() => {
    try {
      return new Uint8Array(inflateSync(zipped, { maxOutputLength: size + 1 }));
    } catch {
      return null;
    }
  })();
  must(whole !== null && whole.length === size, "not in zlib form, or not as long as it says");
  return whole;
}

/** "The appended revision". */
function proofIn(sealed: string, added: Uint8Array, n: string, f: string): Uint8Array {
  const [, p = ""] = /startxref\n(\d{1,10})\n%%EOF\n$/.exec(sealed) ?? [];
  must(p !== "", "no table");
  const from = Number(p);
  const table = sealed.slice(from, Math.max(from, sealed.indexOf("stream", from)));
  const [, size] = /\/Size (\d{1,7})\b/.exec(table) ?? [];
  const [, r] = /\/Root (\d{1,7}) 0 R/.exec(table) ?? [];
  const [i = ""] = /\/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]/.exec(table) ?? [];
  must(size !== undefined && r !== undefined, "no size, or no root");
  const k = Number(size);
  const head = Buffer.from(added.slice(0, 1024)).toString("latin1");
  const [found = "", s = "", l = ""] =
    /^[\s\S]*?\/Params<<\/Size (\d{1,8})>>\/Filter\/FlateDecode\/Length (\d{1,8})>>\nstream\n/.exec(head) ?? [];
  must(found !== "", "no such stream");
  const z = added.slice(found.length, found.length + Number(l));
  const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, "latin1"));
  const objects = [
    bytes(`${n} 0 obj\n<</Names[(certificate.json)${f} 0 R(representation.json)${k} 0 R]>>\nendobj\n`),
    bytes(
      `${k} 0 obj\n<</Type/Filespec/F(representation.json)/UF(representation.json)/AFRelationship/Supplement/EF<</F ${k + 1} 0 R>>>>\nendobj\n`,
    ),
    join(
      bytes(
        `${k + 1} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size ${s}>>/Filter/FlateDecode/Length ${l}>>\nstream\n`,
      ),
      z,
      bytes("\nendstream\nendobj\n"),
    ),
  ];
  const offsets = objects.map((_, row) => objects.slice(0, row).reduce((sum, one) => sum + one.length, sealed.length));
  const o = objects.reduce((sum, one) => sum + one.length, sealed.length);
  const x = Buffer.alloc(28);
  for (const [row, offset] of [...offsets, o].entries()) {
    x[7 * row] = 1;
    x.writeUInt32BE(offset, 7 * row + 1);
  }
  const dictionary = `<</Type/XRef/Size ${k + 3}/W[1 4 2]/Index[${n} 1 ${k} 3]/Prev ${p}/Root ${r} 0 R${i}/Length 28>>`;
  const right = join(
    ...objects,
    bytes(`${k + 2} 0 obj\n${dictionary}\nstream\n`),
    new Uint8Array(x),
    bytes(`\nendstream\nendobj\nstartxref\n${o}\n%%EOF\n`),
  );
  must(same(right, added), "another revision");
  return unpacked(z, Number(s));
}
