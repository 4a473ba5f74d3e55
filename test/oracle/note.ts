import { base64, join, must, same, sha256, text, toBase64, toHex } from "./bytes.ts";
import { ed25519Holds } from "./suites.ts";

/** C2SP notes with timestamped Ed25519 cosignatures (trust.md, "Checkpoint"). */
export interface Witness {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** `<name>+<key id>+<base64(0x04 ‖ key)>`; throws for what is none. */
export function readVerifierKey(vkey: string): Witness {
  const [, name = "", id = "", key = ""] = /^([^+\s\u0085]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(vkey) ?? [];
  const bytes = base64(key);
  must(bytes.length === 33 && bytes[0] === 4, "not an Ed25519 cosigner's key");
  const keyId = sha256(text(`${name}\n`), bytes).subarray(0, 4);
  must(toHex(keyId) === `0x${id}`, "a key id of another key");
  return { name, keyId, publicKey: bytes.subarray(1) };
}

/** The four lines that witnesses sign. */
export function checkpointBody(
  registryId: string,
  log: { size: number; root: Uint8Array },
  block: { number: number; hash: Uint8Array },
): string {
  return `yinzheng/${registryId.slice(2)}\n${log.size}\n${toBase64(log.root)}\nblock ${block.number} ${toHex(block.hash)}\n`;
}

/** Names of the witnesses under a note of exactly this body; throws for a note that does not hold. */
export function cosignersOf(note: string, body: string, witnesses: readonly Witness[]): readonly string[] {
  must(note.startsWith(`${body}\n`) && note.endsWith("\n"), "another body");
  const lines = note
    .slice(body.length + 1, -1)
    .split("\n")
    .map(readLine);
  must(lines.length <= 64, "too many signatures");
  return witnesses.flatMap((witness) => {
    const own = lines.filter(({ name }) => name === witness.name);
    const [line, ...more] = own;
    if (line === undefined) return [];
    must(more.length === 0 && cosigned(witness, line.bytes, body), `a line of ${witness.name} that does not hold`);
    return [witness.name];
  });
}

function readLine(line: string): { name: string; bytes: Uint8Array } {
  const [, name = "", encoded = ""] = /^— ([^+\s\u0085]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
  const bytes = base64(encoded);
  must(bytes.length > 4, "no signature line");
  return { name, bytes };
}

function cosigned({ keyId, publicKey }: Witness, bytes: Uint8Array, body: string): boolean {
  if (bytes.length !== 4 + 8 + 64 || !same(bytes.subarray(0, 4), keyId)) return false;
  const time = BigInt(toHex(bytes.subarray(4, 12)));
  const message = join(text(`cosignature/v1\ntime ${time}\n${body}`));
  try {
    return time < 2n ** 53n && ed25519Holds(publicKey, message, bytes.subarray(12));
  } catch {
    return false;
  }
}
