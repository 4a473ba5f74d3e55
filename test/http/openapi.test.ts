import { expect } from "chai";
import * as z from "zod";
import { build } from "../../src/http/build.ts";
import { BATCH_ID } from "./fake-batches.ts";
import { CODE } from "./fake-codes.ts";
import { COPY } from "./fake-copies.ts";
import { PLATE } from "./fake-plates.ts";
import { SEAL } from "./fake-seals.ts";
import { fakeService, hex, KEYS } from "./fake-service.ts";
import { ANCHOR } from "./fake-signing.ts";
import { bearer, ISSUE, JSON_HEADERS, OPTIONS, startWorld, type World } from "./server.ts";

interface Media {
  readonly schema: JsonSchema;
}
type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  readonly requestBody?: { content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { description: string; content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { schemas: Readonly<Record<string, JsonSchema>> };
}

const BUNDLE = '{"format":"yinzheng-bundle/1"}';
const REPORT = { memberId: hex(32), officerEpoch: 1, subject: hex(32), since: 0, notBefore: 1, deadline: 2 };
const HOLDER = { holderCode: "91371000163094814Q", holderTypeCode: "001", useCause: "x" };
/** For people, or served from a folder: not operations of the API. */
const PAGES = ["get /", "get /c/{id}", "get /docs", "get /favicon.ico", "get /lookup", "get /network"];

/** What a path names where it is no certificate. */
const NAMED = [
  ["/v1/signing", hex(32)],
  ["/v1/batches", BATCH_ID],
  ["/v1/plates", PLATE.id],
  ["/v1/seals", SEAL.code],
] as const;
/** A path with what it names: an import, a plate, a type or a certificate. */
const written = (path: string, id: string): string =>
  path
    .replace("{id}", NAMED.find(([start]) => path.startsWith(start))?.[1] ?? id)
    .replace("{copyId}", COPY.id)
    .replace("{type}", ISSUE.type)
    .replace("{level}/{n}", path.endsWith("{n}") ? "0/000" : "0/{n}");

describe("/openapi.json", () => {
  let world: World;
  let document: Document;
  let operations: [string, Operation][];
  before(async () => {
    world = await startWorld();
    document = JSON.parse((await world.ask("GET", "/openapi.json")).text);
    operations = Object.entries(document.paths).flatMap(([path, those]) =>
      Object.entries(those).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    );
  });
  after(() => world.close());

  /** A schema of the document as a check, its references resolved within the document. */
  const schemaOf = (schema: JsonSchema): z.ZodType => {
    const text = JSON.stringify({ ...(schema as object), $defs: document.components.schemas });
    return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
  };

  it("lists exactly the routes that are mounted", () => {
    expect([...operations.map(([name]) => name), ...PAGES].sort()).to.deep.equal(mounted().sort());
  });

  it("is OpenAPI 3.1, each operation with a name of its own, a summary, and described answers", () => {
    expect(document.openapi).to.match(/^3\.1\.\d$/);
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).to.equal(names.length);
    for (const [name, { summary, responses }] of operations) {
      expect(summary, name).to.match(/\S/);
      expect(Object.keys(responses), name).to.satisfy((codes: string[]) => codes.some((code) => code.startsWith("2")));
      for (const { description } of Object.values(responses)) expect(description, name).to.match(/\S/);
    }
  });

  it("refers to nothing that it does not hold", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references).to.not.be.empty;
    for (const [, name] of references) expect(document.components.schemas).to.have.property(name ?? "");
  });

  it("declares every parameter that a path has, and gives examples that its own schemas accept", () => {
    for (const [name, { parameters = [] }] of operations) {
      const declared = parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
      expect(declared, name).to.deep.equal([...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter));
    }
    for (const schema of found(document)) expect(schemaOf(schema).safeParse(schema.example).success).to.equal(true);
  });

  it("demands an Idempotency-Key exactly where the service does", async () => {
    for (const [name, { parameters = [] }] of operations) {
      const [method = "", path = ""] = name.split(" ");
      if (method !== "post") continue;
      const declared = parameters.some((parameter) => parameter.name === "Idempotency-Key" && parameter.required);
      const headers = { ...JSON_HEADERS, ...bearer(KEYS.clerk) };
      const real = written(path, "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U");
      const { status } = await world.ask("POST", real, { headers, body: "{}" });
      expect(declared, name).to.equal(status === 428);
    }
  });

  it("describes what the service answers", async () => {
    const { id } = JSON.parse((await world.write("/v1/certificates", ISSUE)).text);
    const order = { officer: hex(20), orderedAt: 1, expectedHead: hex(32), signature: hex(65) };
    const sealed = { officer: hex(20), orderedAt: 1, signature: hex(65) };
    const writes: [string, object][] = [
      ["/v1/certificates", ISSUE],
      ["/v1/certificates/{id}/approve", { officer: hex(20), approvedAt: 1, signature: hex(65) }],
      ["/v1/certificates/{id}/unmask", { reason: "x" }],
      ["/v1/certificates/{id}/return", { reason: "x" }],
      ["/v1/certificates/{id}/revoke", { reason: "penalty", order }],
      ["/v1/certificates/{id}/suspend", { reason: "investigation", order }],
      ["/v1/certificates/{id}/resume", { reason: "lifted", order }],
      ["/v1/certificates/{id}/supersede", { reason: "changed", order, successor: id }],
      [
        "/v1/batches/{id}/approve",
        { officer: hex(20), approvedAt: 1, draftsRoot: hex(32), count: 2, signature: hex(65) },
      ],
      ["/v1/batches/{id}/return", { reason: "x" }],
      ["/v1/codes", { certificates: [{ id, show: "status" }], purpose: "x" }],
      ["/v1/plates", { kind: "shop", label: "x" }],
      ["/v1/plates/{id}/withdraw", { reason: "x" }],
      ["/v1/seals", { form: SEAL.form, order: sealed }],
      ["/v1/seals/{id}/make", {}],
      ["/v1/seals/{id}/orders", { what: "lose", since: 1, expected: 1, order: sealed }],
      [
        "/v1/seals/{id}/delegations",
        { member: SEAL.maker.code, validFrom: 1, validUntil: 2, expected: 1, order: sealed },
      ],
      ["/v1/certificates/{id}/copies", { purpose: "x", validUntil: "2026-12-31", reason: "x" }],
      ["/v1/shared/query", { ...HOLDER, certTypeCode: ISSUE.type }],
      ["/v1/shared/metadata", { ...HOLDER, id }],
      ["/v1/shared/copies", { ...HOLDER, id }],
      ["/v1/compromise-reports", { report: REPORT, signatures: [{ signer: hex(20), signature: hex(65) }] }],
      ["/v1/signing-requests/{id}/signatures", { anchor: ANCHOR, officer: hex(20), signature: hex(65) }],
    ];
    const seen = new Set<string>();
    const check = (
      method: string,
      path: string,
      { status, text, headers }: Awaited<ReturnType<World["ask"]>>,
    ): void => {
      const name = `${method} ${path}`;
      seen.add(name);
      const operation = operations.find(([known]) => known === name)?.[1];
      const type = (headers["content-type"] ?? "").split(";")[0] ?? "";
      const media = operation?.responses[status]?.content?.[type];
      expect(media, `${name} ${status} ${type}`).to.not.equal(undefined);
      const value = type.endsWith("json") && !type.endsWith("ndjson") ? JSON.parse(text) : text;
      const result = schemaOf(media!.schema).safeParse(value);
      expect(result.success, `${name} ${status}: ${result.error?.message}`).to.equal(true);
    };
    for (const [path, body] of writes) {
      const operation = document.paths[path]!.post!;
      const schema = operation.requestBody!.content["application/json"]!.schema;
      expect(schemaOf(schema).safeParse(body).success, path).to.equal(true);
      expect(schemaOf(schema).safeParse({ ...body, colour: "red" }).success, path).to.equal(false);
      check("post", path, await world.write(written(path, id), body));
      check("post", path, await world.write(written(path, id), { ...body, colour: "red" }));
    }
    const sheet = { ...bearer(KEYS.clerk), "Content-Type": "text/csv", "Idempotency-Key": "sheet" };
    const type = ISSUE.type;
    for (const query of [`type=${type}`, `type=${type}&preview=true`, "colour=red"]) {
      const answer = await world.ask("POST", `/v1/batches?${query}`, { headers: sheet, body: "name\n" });
      check("post", "/v1/batches", answer);
    }
    const unmask = { headers: { ...JSON_HEADERS, ...bearer(KEYS.clerk) }, body: '{"reason":"x"}' };
    const unmasked = "/v1/batches/{id}/unmask";
    check("post", unmasked, await world.ask("POST", written(unmasked, id), unmask));
    check(
      "post",
      "/v1/verifications",
      await world.ask("POST", "/v1/verifications", { headers: JSON_HEADERS, body: "{}" }),
    );
    const claimed = { headers: { ...JSON_HEADERS, ...bearer(KEYS.other), "Idempotency-Key": "claim" }, body: BUNDLE };
    check("post", "/v1/claims", await world.ask("POST", "/v1/claims", claimed));
    const redeemed = { ...claimed, body: JSON.stringify({ code: CODE.code, reason: "x" }) };
    check("post", "/v1/codes/redeem", await world.ask("POST", "/v1/codes/redeem", redeemed));
    for (const [name] of operations.filter(([known]) => known.startsWith("get "))) {
      const path = name.slice(4);
      check("get", path, await world.ask("GET", written(path, id), { headers: bearer(KEYS.clerk) }));
    }
    expect([...seen].sort()).to.deep.equal(operations.map(([name]) => name).sort());
  });

  it("has a tag of its own", async () => {
    const { headers } = await world.ask("GET", "/openapi.json");
    const again = await world.ask("GET", "/openapi.json", { headers: { "If-None-Match": headers.etag ?? "" } });
    expect(again.status).to.equal(304);
  });
});

/** Every method and path that Express would answer, as the document writes them. */
function mounted(): string[] {
  const layers = build(fakeService(), OPTIONS).router.stack;
  return layers.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = new Set(route.stack.map((layer) => layer.method).filter((method) => method !== undefined));
    return [...methods].map((method) => `${method} ${route.path.replaceAll(/:(\w+)/g, "{$1}")}`);
  });
}

/** Every schema of the document that gives an example. */
function found(value: unknown): { readonly example: unknown }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "example" in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(found)];
}
