import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { FontFiles } from "../../documents/documents.ts";

/** Fonts of the documents: Noto Serif, first the simplified Chinese one, then the Japanese for rarer shapes (𠮷, 葛󠄀). */
const FILES = {
  body: [
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "@expo-google-fonts/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf",
  ],
  strong: [
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "@expo-google-fonts/noto-serif-jp/700Bold/NotoSerifJP_700Bold.ttf",
  ],
} as const;

/** Reads the font files from their packages, and after them those of the operator. */
export async function readFonts(more: readonly string[] = []): Promise<FontFiles> {
  const { resolve } = createRequire(import.meta.url);
  const own = await Promise.all(more.map(read));
  const all = async (names: readonly string[]): Promise<readonly Uint8Array[]> => [
    ...(await Promise.all(names.map((name) => read(resolve(name))))),
    ...own,
  ];
  const [body, strong] = await Promise.all([all(FILES.body), all(FILES.strong)]);
  return { body, strong };
}

const read = async (path: string): Promise<Uint8Array> => new Uint8Array(await readFile(path));
