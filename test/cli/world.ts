import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { build } from "../../src/http/build.ts";
import { listen } from "../../src/http/listen.ts";
import { buildSigner } from "../../src/http/signer.ts";
import { openFront } from "../../src/ledger/embedded/front.ts";
import { writeFounding } from "../../src/ledger/evm/deployment.ts";
import { bundleOf, issuedBill } from "../service/bill.ts";
import { caseworker, serveSharing } from "../service/copies/world.ts";
import { type Harness, issued } from "../service/harness.ts";
import { openWorld, principal, type World } from "../service/world.ts";

/** A service, its chain and a maker's signer, each behind a port of its own, and a folder with a verifier's files. */
export interface CliWorld {
  readonly world: World;
  readonly harness: Harness;
  readonly dir: string;
  /** A trust file that holds the network. */
  readonly trust: string;
  /** URL of the chain node. */
  readonly rpc: string;
  /** Folder of the founding's record. */
  readonly deployment: string;
  /** URL of the service. */
  readonly url: string;
  /** Folder of the maker's signer. */
  readonly signer: string;
  /** Folder of the signer of another agency's maker, and the key of that maker: it may succeed the first. */
  readonly heir: { readonly signer: string; readonly key: string };
  /** File with the API key of another agency's caseworker; the first agency shares licences with that. */
  readonly caseworker: string;
  /** Files with API keys. */
  readonly keys: Readonly<Record<"clerk" | "maker" | "teller" | "insurer", string>>;
  /** Issues a licence and leaves its bundle in a file. */
  issue(name: string): Promise<{ readonly id: string; readonly file: string; readonly text: string }>;
  /** Issues a medical bill and leaves its bundle in a file. */
  bill(name: string): Promise<string>;
  /** Writes a file into the folder; gives its path. */
  put(name: string, text: string): Promise<string>;
  close(): Promise<void>;
}

const SUBJECTS = ["clerk", "maker", "teller", "insurer"] as const;
const ROLES = {
  clerk: ["clerk", "reader"],
  maker: ["maker", "reader"],
  teller: ["verifier"],
  insurer: ["claimant"],
} as const;
const TOKENS = { service: "token-of-the-service", officer: "token-of-the-officer" };

export async function openCliWorld(): Promise<CliWorld> {
  const world = await openWorld();
  const dir = await mkdtemp(join(tmpdir(), "yinzheng-cli-"));
  const put = async (name: string, text: string): Promise<string> => {
    const path = join(dir, name);
    await writeFile(path, text);
    return path;
  };
  const apiKeys = SUBJECTS.map((subject) => ({
    hash: toHex(sha256(utf8(`key-of-the-${subject}`))),
    principal: principal(world.licences, ...ROLES[subject]),
  }));
  const heirs = {
    hash: toHex(sha256(utf8("key-of-the-heir"))),
    principal: principal(world.identities, "maker", "reader"),
  };
  const cases = { hash: toHex(sha256(utf8("key-of-the-caseworker"))), principal: caseworker(world) };
  const harness = await serveSharing(world, { apiKeys: [...apiKeys, heirs, cases] });
  const front = await openFront({ rpc: world.chain.rpc, port: 0 });
  const network = { name: { zh: "测试网络", en: "Test network" }, registryId: world.network.registryId };
  const http = await listen(build(harness.service, { network, witnesses: ["court"], version: "1.2.3" }), { port: 0 });
  const officer = await listen(buildSigner(world.licences.maker, { tokens: TOKENS }), { port: 0 });
  await mkdir(join(dir, "signer"));
  await put("signer/endpoint", `${officer.url}\n`);
  await put("signer/officer.token", `${TOKENS.officer}\n`);
  const other = await listen(buildSigner(world.identities.maker, { tokens: TOKENS }), { port: 0 });
  await mkdir(join(dir, "heir"));
  await put("heir/endpoint", `${other.url}\n`);
  await put("heir/officer.token", `${TOKENS.officer}\n`);
  const deployment = join(dir, "deployment");
  await writeFounding(deployment, world.founding);
  const keyOf = (subject: (typeof SUBJECTS)[number]) => put(`${subject}.key`, `key-of-the-${subject}\n`);
  return {
    world,
    harness,
    dir,
    trust: await put("trust.json", JSON.stringify(world.trust)),
    rpc: front.url,
    deployment,
    url: http.url,
    signer: join(dir, "signer"),
    heir: { signer: join(dir, "heir"), key: await put("heir.key", "key-of-the-heir\n") },
    caseworker: await put("caseworker.key", "key-of-the-caseworker\n"),
    keys: {
      clerk: await keyOf("clerk"),
      maker: await keyOf("maker"),
      teller: await keyOf("teller"),
      insurer: await keyOf("insurer"),
    },
    put,
    async issue(name) {
      const { id } = await issued(harness.service, world);
      const { text } = await harness.service.bundle(principal(world.licences), id);
      return { id, text, file: await put(`${name}.json`, text) };
    },
    async bill(name) {
      const view = await issuedBill(harness.service, world);
      return put(`${name}.json`, JSON.stringify(await bundleOf(harness.service, world, view)));
    },
    async close() {
      for (const part of [http, officer, other, harness, front, world]) await part.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
