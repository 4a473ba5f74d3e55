import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { p256 } from "@noble/curves/nist.js";
import { concat, fromHex } from "../../src/crypto/encoding.ts";
import { derOfSignature } from "../../src/crypto/signature-der.ts";
import { Sm2Point } from "../../src/crypto/sm2-curve.ts";

/** OpenSSL's empty default ID is not the standard's, so it has to be said every time. */
export const SM2_ID = ["-sigopt", "distid:1234567812345678"];

/** SubjectPublicKeyInfo before the 65-byte point, and how OpenSSL is asked to verify under such a key. */
const CURVES = {
  sm2: {
    spki: fromHex("0x3059301306072a8648ce3d020106082a811ccf5501822d034200"),
    digest: ["-sm3", ...SM2_ID],
    Point: Sm2Point,
  },
  p256: {
    spki: fromHex("0x3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    digest: ["-sha256"],
    Point: p256.Point,
  },
};

/** DER before an SM2 point: SubjectPublicKeyInfo of id-ecPublicKey with the curve 1.2.156.10197.1.301. */
export const SM2_SPKI = CURVES.sm2.spki;

/** Runs the openssl command. */
export const openssl = (...args: string[]) => spawnSync("openssl", args, { encoding: "utf8" });

/** Whether there is an openssl command, and one that knows SM2. */
export const hasSm2 = openssl("list", "-public-key-algorithms").stdout?.includes("1.2.156.10197.1.301") === true;

/** Whether OpenSSL verifies r ‖ s over a message under a compressed key. */
export function opensslVerifies(
  curve: keyof typeof CURVES,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { spki, digest, Point } = CURVES[curve];
  const folder = mkdtempSync(join(tmpdir(), "yz-openssl-"));
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  try {
    const der = concat(spki, Point.fromBytes(publicKey).toBytes(false));
    const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(der).toString("base64")}\n-----END PUBLIC KEY-----\n`;
    const verify = ["-verify", file("public.pem", pem), "-signature", file("signature", derOfSignature(signature))];
    return openssl("dgst", ...digest, ...verify, file("message", message)).stdout === "Verified OK\n";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
