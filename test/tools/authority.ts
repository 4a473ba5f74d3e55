import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { output } from "./programs.ts";

/** A time-stamping authority of OpenSSL: its root (PEM), and where it answers. */
export interface StampAuthority {
  readonly root: string;
  /** Its certificate and key (PEM). */
  readonly certificate: string;
  readonly key: string;
  /** Gives the answer to a query, both DER. */
  answer(query: Uint8Array): Uint8Array;
}

const EXTENSIONS =
  "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";

const CONFIG = (dir: string): string => `[tsa]
default_tsa = it
[it]
serial = ${join(dir, "serial")}
signer_cert = ${join(dir, "tsa.pem")}
signer_key = ${join(dir, "tsa.key")}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/** Makes root, certificate and settings in the folder. */
export function stampAuthority(dir: string, { read }: { read(path: string): Uint8Array }): StampAuthority {
  const at = (name: string): string => join(dir, name);
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const root = ["-subj", "/CN=Stamp root", "-days", "30", "-keyout", at("root.key"), "-out", at("root.pem")];
  output("openssl", ["req", "-x509", ...ec, ...root]);
  output("openssl", ["req", ...ec, "-subj", "/CN=Stamps", "-keyout", at("tsa.key"), "-out", at("tsa.csr")]);
  writeFileSync(at("ext"), EXTENSIONS);
  const by = ["-CA", at("root.pem"), "-CAkey", at("root.key"), "-CAcreateserial", "-days", "30", "-extfile", at("ext")];
  output("openssl", ["x509", "-req", "-in", at("tsa.csr"), ...by, "-out", at("tsa.pem")]);
  writeFileSync(at("serial"), "01\n");
  writeFileSync(at("settings"), CONFIG(dir));
  return {
    root: at("root.pem"),
    certificate: at("tsa.pem"),
    key: at("tsa.key"),
    answer(query) {
      writeFileSync(at("query"), query);
      const files = ["-queryfile", at("query"), "-out", at("reply")];
      output("openssl", ["ts", "-reply", "-config", at("settings"), "-section", "it", ...files]);
      return read(at("reply"));
    },
  };
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves answers on loopback as RFC 3161 §3.4 says. */
export async function serveStamps(
  answer: (query: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  type = "application/timestamp-reply",
): Promise<Served> {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const given = await answer(new Uint8Array(Buffer.concat(pieces)));
    response.writeHead(200, { "content-type": type }).end(given);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
