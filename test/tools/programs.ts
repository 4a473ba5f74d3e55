import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs of Debian's packages poppler-utils, qpdf, zbar-tools, libnss3-tools, openssl and default-jdk-headless. */
const PROGRAMS = [
  "pdfsig",
  "pdftotext",
  "pdfdetach",
  "pdftoppm",
  "qpdf",
  "zbarimg",
  "certutil",
  "openssl",
  "java",
  "javac",
  "jar",
] as const;
export type Program = (typeof PROGRAMS)[number];

/** BouncyCastle, of Debian's libbcprov-java. */
const BOUNCY_CASTLE = "/usr/share/java/bcprov.jar";

const absent = [
  ...PROGRAMS.filter((program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined),
  ...(existsSync(BOUNCY_CASTLE) ? [] : [BOUNCY_CASTLE]),
];
// CI demands them: there, a suite that skips itself would be a suite that passes.
if (absent.length > 0 && process.env.YZ_TOOLS === "required") throw new Error(`missing: ${absent.join(", ")}`);
if (absent.length > 0) process.stdout.write(`no ${absent.join(", ")}: everything that needs them is skipped\n`);

/** As `describe`, for what needs these programs; counted as skipped where one is absent. */
export const describeWithTools = absent.length > 0 ? describe.skip : describe;

export interface Ran {
  readonly code: number | null;
  readonly said: string;
  /** What it said, and its errors. */
  readonly text: string;
}

/** @param cwd the folder in which it works; without, ours */
export function run(program: Program, args: readonly string[], cwd?: string): Ran {
  const options = { encoding: "utf8", maxBuffer: 2 ** 26, cwd } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  return { code: status, said: stdout, text: `${stdout}${stderr}` };
}

/** The output; an error where the program failed. */
export function output(program: Program, args: readonly string[], cwd?: string): string {
  const { code, text } = run(program, args, cwd);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${text}`);
  return text;
}

/** A folder that is gone after the tests of the file that asks for it. */
export function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), "yinzheng-tools-"));
  after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** What pdfsig says of each signature, by an NSS database that trusts these authorities. */
export function signaturesOf(
  pdf: string,
  database: string,
): readonly { readonly value: string; readonly chain: string | null }[] {
  const { text } = run("pdfsig", ["-nssdir", database, pdf]);
  return text
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((part) => ({
      value: /Signature Validation: (.*)/.exec(part)?.[1] ?? "",
      chain: /Certificate Validation: (.*)/.exec(part)?.[1] ?? null,
    }));
}

/** An NSS database that trusts these certificates (files in DER) as authorities. */
export function trusting(dir: string, authorities: readonly string[]): string {
  output("certutil", ["-N", "-d", dir, "--empty-password"]);
  authorities.forEach((path, i) => {
    output("certutil", ["-A", "-d", dir, "-n", `authority ${i}`, "-t", "CT,C,C", "-i", path]);
  });
  return dir;
}

const SEAL_JUDGE = join(import.meta.dirname, "../oracles/SealJudge.java");

/** What BouncyCastle finds to hold of each seal (.esl) and use of a seal (.dat), by the file's name. Paths of certificate, list, content. */
export function judgedByBouncyCastle(
  files: readonly string[],
  {
    root = "-",
    list = "-",
    content = "-",
  }: { readonly root?: string; readonly list?: string; readonly content?: string } = {},
): ReadonlyMap<string, string> {
  const said = output("java", ["-cp", BOUNCY_CASTLE, SEAL_JUDGE, root, list, content, ...files]);
  return new Map(said.split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]));
}
