import { utf8 } from "../../../src/crypto/encoding.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { edited, vector } from "./case.ts";

/** Files that are no bundle, each for one reason. */
export async function files(): Promise<readonly Vector[]> {
  const world = await paper();
  const text = bundleText(world.bundle);
  const no = (name: string, shows: string, error: string, bundle: string | Uint8Array): Vector =>
    vector(`no-bundle-${name}`, shows, `error ${error}`, world, { bundle });
  const latin1 = new Uint8Array(Buffer.from(text.replace("Weihai", "Weih\u00e4"), "latin1"));
  const deep = `{"format":${"[".repeat(40)}${"]".repeat(40)}}`;
  return [
    no("empty", "An empty file.", "json.empty", ""),
    no("truncated", "A file that ends in the middle.", "json.syntax", text.slice(0, text.length / 2)),
    no("bom", "A byte order mark before it.", "json.bom", `\ufeff${text}`),
    no("not-utf8", "Bytes that are not UTF-8.", "json.encoding", latin1),
    no(
      "twice",
      "A member that stands twice.",
      "json.duplicate_key",
      text.replace('"format":', '"format":"x","format":'),
    ),
    no("exponent", "A number with an exponent.", "json.number", text.replace('"threshold":2', '"threshold":2e0')),
    no("minus-zero", "Minus zero.", "json.number", text.replace('"threshold":2', '"threshold":-0')),
    no("surrogate", "A lone surrogate.", "json.surrogate", text.replace('"names":{"en":"', '"names":{"en":"\\ud800')),
    no("deep", "Lists in lists, forty deep.", "json.depth", deep),
    no("more", "A member that is not named in the format.", "bundle.format", edited(world.bundle, "/more", 1)),
    no("less", "A member is missing.", "bundle.format", edited(world.bundle, "/log", undefined)),
    no(
      "version",
      "Another version of the format.",
      "bundle.format",
      edited(world.bundle, "/format", "yinzheng-bundle/2"),
    ),
    no(
      "upper-case",
      "Hex digits in upper case.",
      "bundle.format",
      edited(world.bundle, "/registryId", (id) => String(id).toUpperCase().replace("0X", "0x")),
    ),
    no(
      "node-order",
      "Proof nodes that are not in the order of first use.",
      "bundle.format",
      edited(world.bundle, "/evidence/accounts/0/proof", (proof) => (proof as number[]).toReversed()),
    ),
    no(
      "account-order",
      "Accounts that are not in ascending order.",
      "bundle.format",
      edited(world.bundle, "/evidence/accounts", (list) => (list as string[]).toReversed()),
    ),
    no("null", "A JSON value that is no object.", "bundle.format", utf8("null")),
  ];
}
