import { crc32 } from "../../../crypto/crc32.ts";
import { equal } from "../../../crypto/encoding.ts";
import { inflateRaw } from "../../../crypto/gzip.ts";
import { hold, OfdError } from "./fault.ts";

/** A file within a container, as it stands there. */
export interface Packed {
  /** Within the container, with a slash before it. */
  readonly path: string;
  /** 0: as it is; 8: DEFLATE. */
  readonly method: number;
  readonly crc: number;
  /** Length before it was compressed. */
  readonly size: number;
  readonly data: Uint8Array;
}

/** Largest file that is read, largest entry, and what all entries together may unpack to; bytes. */
export const MAX_OFD = 20 * 1024 * 1024;
const MAX_ENTRY = 16 * 1024 * 1024;
const MAX_TOTAL = 64 * 1024 * 1024;
const MAX_ENTRIES = 4096;
/** Times that an entry of some size may be larger than its bytes in the container. */
const MAX_RATIO = 200;
const SMALL = 256 * 1024;
const MAX_NAME = 256;
/** Times and owners, as other programs note them, are shorter. */
const MAX_EXTRA = 64;

const SIGN = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, descriptor: 0x08074b50 } as const;
const FLAG = { encrypted: 0x0041, descriptor: 0x0008, utf8: 0x0800, allowed: 0x080e } as const;
/** Extra fields that change what an entry is: ZIP64, another name, encryption. */
const REFUSED_EXTRA = [0x0001, 0x7075, 0x6375, 0x0017, 0x9901];

/**
 * The files of a container, still compressed. Every byte belongs to exactly one entry, to the list of them, or to its end, and what is
 * said twice is said alike, so that no program reads another document in it. Throws `OfdError`.
 */
export function openPackage(bytes: Uint8Array): readonly Packed[] {
  hold(bytes.length <= MAX_OFD, "ofd.too_large");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  hold(bytes.length > 4 && view.getUint32(0, true) === SIGN.local, "ofd.not_ofd");
  const end = bytes.length - 22;
  hold(end > 0 && view.getUint32(end, true) === SIGN.end && view.getUint16(end + 20, true) === 0, "ofd.truncated");
  const [count, length, list] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  const whole = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  hold(whole && list + length === end && count <= MAX_ENTRIES, "ofd.container");
  const files: Packed[] = [];
  let [at, row, total] = [0, list, 0];
  for (let i = 0; i < count; i++) {
    const entry = centralAt(bytes, view, row, end);
    hold(entry.at === at, "ofd.container", entry.name);
    const file = localAt(bytes, view, entry, list);
    [at, row] = [file.next, entry.next];
    total += entry.size;
    hold(entry.size <= MAX_ENTRY && total <= MAX_TOTAL, "ofd.bomb", entry.name);
    hold(entry.size <= SMALL || entry.size <= MAX_RATIO * entry.packed, "ofd.bomb", entry.name);
    const folder = entry.name.endsWith("/");
    hold(!folder || entry.size + entry.packed === 0, "ofd.container", entry.name);
    if (!folder) files.push({ ...entry, path: `/${entry.name}`, data: file.data });
  }
  hold(row === end && at === list, "ofd.container");
  demandNames(files.map(({ path }) => path));
  return files;
}

/** The file itself. Throws `OfdError` for one that can't be unpacked, or to something else than the container says. */
export async function unpacked({ path, method, data, size, crc }: Packed): Promise<Uint8Array> {
  const bytes = method === 0 ? data : await inflateRaw(data, size).catch(() => null);
  hold(bytes?.length === size && crc32(bytes) === crc, "ofd.container", path);
  return bytes;
}

interface Entry extends Omit<Packed, "path" | "data"> {
  readonly name: string;
  readonly raw: Uint8Array;
  readonly flags: number;
  readonly time: number;
  readonly packed: number;
  readonly at: number;
  readonly next: number;
}

function centralAt(bytes: Uint8Array, view: DataView, row: number, end: number): Entry {
  hold(row + 46 <= end && view.getUint32(row, true) === SIGN.central, "ofd.container");
  const [flags, method, time] = [
    view.getUint16(row + 8, true),
    view.getUint16(row + 10, true),
    view.getUint32(row + 12, true),
  ];
  const [crc, packed, size] = [16, 20, 24].map((i) => view.getUint32(row + i, true)) as [number, number, number];
  const [named, extra, comment] = [28, 30, 32].map((i) => view.getUint16(row + i, true)) as [number, number, number];
  hold((flags & FLAG.encrypted) === 0, "ofd.encrypted");
  const next = row + 46 + named + extra;
  hold((flags & ~FLAG.allowed) === 0 && comment === 0 && next <= end && named <= MAX_NAME, "ofd.container");
  hold((method === 0 && size === packed) || method === 8, "ofd.container");
  demandExtra(view, row + 46 + named, extra);
  // Of a file on UNIX, the mode tells links, devices and pipes from files and folders.
  const kind = (view.getUint16(row + 40, true) >> 12) & 0xf;
  hold((kind === 0 || kind === 8 || kind === 4) && view.getUint16(row + 34, true) === 0, "ofd.container");
  const raw = bytes.subarray(row + 46, row + 46 + named);
  // Without the flag for UTF-8, another program reads the system's own code page.
  hold((flags & FLAG.utf8) !== 0 || raw.every((byte) => byte < 0x80), "ofd.container");
  return { name: nameOf(raw), raw, flags, method, time, crc, packed, size, at: view.getUint32(row + 42, true), next };
}

function localAt(bytes: Uint8Array, view: DataView, entry: Entry, list: number) {
  const { at, name, raw, flags, method, time, crc, packed, size } = entry;
  hold(at + 30 <= list && view.getUint32(at, true) === SIGN.local, "ofd.container", name);
  const [named, extra] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
  const same =
    view.getUint16(at + 6, true) === flags &&
    view.getUint16(at + 8, true) === method &&
    view.getUint32(at + 10, true) === time &&
    equal(bytes.subarray(at + 30, at + 30 + named), raw);
  const from = at + 30 + named + extra;
  hold(same && from + packed <= list, "ofd.container", name);
  demandExtra(view, at + 30 + named, extra);
  const later = (flags & FLAG.descriptor) !== 0;
  const told = [crc, packed, size];
  const zero = later && [14, 18, 22].every((i) => view.getUint32(at + i, true) === 0);
  hold(zero || told.every((one, i) => view.getUint32(at + 14 + 4 * i, true) === one), "ofd.container", name);
  const to = from + packed;
  const next = to + (later ? 16 : 0);
  const right = (): boolean => [SIGN.descriptor, ...told].every((one, i) => view.getUint32(to + 4 * i, true) === one);
  hold(next <= list && (!later || right()), "ofd.container", name);
  return { data: bytes.subarray(from, to), next };
}

function demandExtra(view: DataView, from: number, length: number): void {
  hold(length <= MAX_EXTRA && from + length <= view.byteLength, "ofd.container");
  let at = from;
  while (at + 4 <= from + length) {
    hold(!REFUSED_EXTRA.includes(view.getUint16(at, true)), "ofd.container");
    at += 4 + view.getUint16(at + 2, true);
  }
  hold(at === from + length, "ofd.container");
}

/** Nothing that leads out of the container, or that two systems read as two names. */
const SEGMENT = /^(?!\.{1,2}$)[^\p{Cc}\\:*?"<>|]{1,200}$/u;

function nameOf(raw: Uint8Array): string {
  const name = decoded(raw);
  const segments = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  hold(
    segments.every((segment) => SEGMENT.test(segment)),
    "ofd.container",
  );
  return name;
}

function decoded(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new OfdError("ofd.container");
  }
}

/** No name twice, whatever a system takes for the same, and none that is a file and a folder. */
function demandNames(paths: readonly string[]): void {
  const folded = paths.map((path) => path.normalize("NFKC").toLowerCase());
  const known = new Set(folded);
  hold(known.size === paths.length, "ofd.container");
  for (const path of folded)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      hold(!known.has(path.slice(0, at)), "ofd.container", path);
}
