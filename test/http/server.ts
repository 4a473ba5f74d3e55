import { request } from "node:http";
import { build, type HttpOptions } from "../../src/http/build.ts";
import { type Listening, listen } from "../../src/http/listen.ts";
import { type Fake, fakeService, hex, KEYS } from "./fake-service.ts";

export const OPTIONS: HttpOptions = {
  network: { name: { zh: "测试网络", en: "Test network" }, registryId: hex(32, "5") },
  witnesses: ["witness.example"],
  version: "0.0.0",
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A real server on a free port, with the fake service behind it. */
export interface World {
  readonly service: Fake;
  readonly server: Listening;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  /** A write of the clerk's, as JSON. */
  write(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

export async function startWorld(options: Partial<HttpOptions> = {}): Promise<World> {
  const service = fakeService();
  const server = await listen(build(service, { ...OPTIONS, ...options }), { port: 0 });
  const ask: World["ask"] = (method, path, asked = {}) => send(server.port, method, path, asked);
  let keys = 0;
  return {
    service,
    server,
    ask,
    write: (path, body, headers = {}) => {
      keys += 1;
      const own = { ...JSON_HEADERS, ...bearer(KEYS.clerk), "Idempotency-Key": `key-${keys}` };
      return ask("POST", path, { headers: { ...own, ...headers }, body: JSON.stringify(body) });
    },
    close: () => server.close(),
  };
}

export const JSON_HEADERS = { "Content-Type": "application/json" };
export const bearer = (key: string): { Authorization: string } => ({ Authorization: `Bearer ${key}` });

/** node:http rather than fetch, which would follow tags, add headers and tidy paths. */
export function send(port: number, method: string, path: string, { headers = {}, body }: Asked = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
  const sent = request({ port, method, path, headers: { ...length, ...headers }, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), text });
    });
    response.on("error", reject);
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly instance: string;
  readonly errors?: readonly { code: string; pointer?: string; parameter?: string; title: string; expected?: string }[];
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The problem in an answer; fails where it is none, or contradicts the status line. */
export function problemIn(answer: Answer): ProblemBody {
  if (answer.headers["content-type"] !== "application/problem+json") {
    throw new Error(`expected a problem, got ${answer.status} ${answer.headers["content-type"]} ${answer.text}`);
  }
  const body: ProblemBody = JSON.parse(answer.text);
  if (body.status !== answer.status) throw new Error(`problem says ${body.status}, status line ${answer.status}`);
  return body;
}

export const SUBJECT = {
  unifiedSocialCreditCode: "91371000MA3C1013X0",
  name: "𠮷田·示例贸易有限公司",
  enterpriseType: "有限责任公司",
  legalRepresentative: "张三",
  establishedOn: "2020-02-29",
  address: "示例省示例市示例路 1 号",
  businessScope: "货物进出口",
  registrationAuthority: "示例市市场监督管理局",
  registeredOn: "2026-11-20",
};
export const ISSUE = { type: "11100000000013338W011", subject: SUBJECT };
