import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import * as z from "zod";
import { toHex, utf8 } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import { canonicalize } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject, JsonValue } from "../domain/json-value.ts";
import type { Principal } from "../domain/principal.ts";
import type { KeptAnswer, Service } from "../service/service.ts";
import { type BodyRule, JSON_BODY, readJson } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { faultLine, requestIdOf } from "./log.ts";
import { parseShape } from "./shape.ts";
import { certificateIdOf } from "./views.ts";

/** Visible ASCII, as draft-ietf-httpapi-idempotency-key-header-07 has it, with or without its quotes. */
const KEY = /^(?:"[\x21\x23-\x7e]{1,255}"|[\x21\x23-\x7e]{1,255})$/;

/** How /openapi.json describes the header of every write. */
export const idempotencyHeader = z.object({
  "Idempotency-Key": z.string().min(1).max(255).meta({
    description: "Chosen by the caller, new for every intention; the same key and request get the same answer again",
  }),
});

export interface WriteAnswer {
  readonly status: number;
  readonly body: object;
}

/** Beside the body: which certificate or import the path names ("" where none), and the caller's Idempotency-Key. */
export interface Write {
  readonly id: string;
  readonly key: string;
}

/** What is done, once the request has passed the door. */
export type Verb<Input> = (by: Principal, input: Input, write: Write) => Promise<WriteAnswer>;

/** Sends a fresh answer, or one kept for the same key. */
export type Present = (res: Response, answer: KeptAnswer) => void;

export type Writer = <S extends z.ZodType<object>>(
  schema: S,
  verb: Verb<z.output<S>>,
  rule?: BodyRule,
) => readonly RequestHandler[];

/**
 * Handlers for writes: caller → Idempotency-Key → body → shape → the verb, once for each key. A second request with a
 * key under way gets `conflict.state`; with a key whose answer is kept, that answer; only successes are kept, since a
 * refusal has changed nothing and may turn out otherwise next time.
 */
export function writer(
  service: Service,
  log: Logger,
  present: Present,
  idOf: (req: Request) => string = certificateIdOf,
): Writer {
  const underWay = new Set<string>();
  return (schema, verb, rule = JSON_BODY) => [
    requireCaller,
    async (req, res) => {
      const by = callerOf(res);
      const id = req.params.id === undefined ? "" : idOf(req);
      const key = idempotencyKey(req);
      const { value } = await readJson(req, rule);
      const input = parseShape(schema, value);
      const slot = JSON.stringify([by.tenant, by.subject, key]);
      if (underWay.has(slot)) {
        res.setHeader("Retry-After", 1);
        throw new YinzhengError("conflict.state", { reason: "a request with this Idempotency-Key is under way" });
      }
      underWay.add(slot);
      try {
        const digest = digestOf([req.method, String(req.route.path), id, value]);
        const kept = await service.kept(by, key, digest);
        if (kept !== null) res.setHeader("Idempotency-Replayed", "true");
        present(res, kept ?? (await once(input, digest)));
      } finally {
        underWay.delete(slot);
      }

      async function once(parsed: typeof input, digest: string): Promise<KeptAnswer> {
        const { status, body } = await verb(by, parsed, { id, key });
        const answer = { status, body: plain(body) };
        await keep(digest, answer);
        return answer;
      }

      /** The act is done and durable whether or not its answer can be kept: the caller must hear of it. */
      async function keep(digest: string, answer: KeptAnswer): Promise<void> {
        try {
          await service.keep(by, key, digest, answer);
        } catch (cause) {
          log.error({ requestId: requestIdOf(res), ...faultLine(cause) }, "answer not kept for its Idempotency-Key");
        }
      }
    },
  ];
}

/** @throws http.idempotency_key_missing; schema.pattern */
export function idempotencyKey(req: Request): string {
  const header = req.headers["idempotency-key"];
  if (header === undefined || header === "") throw new YinzhengError("http.idempotency_key_missing");
  if (typeof header !== "string" || !KEY.test(header)) {
    const expected = "1 to 255 visible ASCII characters";
    throw new YinzhengError("schema.pattern", { header: "Idempotency-Key", expected });
  }
  return header.replace(/^"(.*)"$/, "$1");
}

/** What makes a request the same request: method, route, certificate and body. Spelling and order of members do not. */
function digestOf(request: readonly JsonValue[]): string {
  return toHex(taggedHash("yinzheng/request/v1", utf8(canonicalize(request))));
}

/** A view as the JSON that goes over the wire and into the journal: absent where undefined. */
function plain(body: object): JsonObject {
  return JSON.parse(JSON.stringify(body));
}
