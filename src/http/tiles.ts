import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Request, Response } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Service } from "../service/service.ts";
import { TILE_WIDTH, type TilePlace } from "../service/tiles.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { bytes32 } from "./schemas/values.ts";
import { parseQuery } from "./shape.ts";
import { quoted } from "./views.ts";

/** What a log of this size has stands for ever. */
const IMMUTABLE = "public, max-age=31536000, immutable";
const zipped = promisify(gzip);
const OCTETS = "application/octet-stream";

const level = z
  .string()
  .regex(/^(?:0|[1-9]\d?|entries)$/)
  .meta({ description: "Level of the tile, or `entries` for the leaves themselves", example: "0" });
const part = z.string().max(8).meta({
  description: "Tile index, in groups of three digits, all but the last behind an x: 000, x001/067; .p/W: partial",
  example: "000",
});
const PATHS = ["{n}", "{n}/{n2}", "{n}/{n2}/{n3}", "{n}/{n2}/{n3}/{n4}"] as const;

const size = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,15})$/)
  .transform(Number)
  .pipe(z.int());
const count = (description: string) =>
  size.meta({ description, example: 1, override: { type: "integer", minimum: 0 } });
const consistencyQuery = z.strictObject({ from: count("Size of the earlier log"), to: count("Size of the later log") });
const inclusionQuery = z.strictObject({
  index: count("Which leaf, the first being 0"),
  size: count("Size of the log"),
});
const proof = z.object({ path: z.array(bytes32) }).meta({ id: "LogProof", description: "Hashes of an RFC 9162 proof" });

/** The evidence log as C2SP tlog-tiles has it, and proofs ready made, for anybody and from any page. */
export function tileRoutes({ log }: Pick<Service, "log">): Route[] {
  return [
    ...PATHS.map((path, i) => tileRoute(log, path, i)),
    {
      method: "get",
      path: "/v1/log/consistency",
      operation: proofOperation("getLogConsistency", "That one log is the beginning of another", consistencyQuery),
      handlers: [
        async (req, res) => {
          const { from, to } = parseQuery(consistencyQuery, req.url);
          if (from < 1 || from > to)
            throw new YinzhengError("schema.value", { pointer: "/from", expected: "1 to `to`", in: "query" });
          sendProof(res, await log.consistency(from, to));
        },
      ],
    },
    {
      method: "get",
      path: "/v1/log/inclusion",
      operation: proofOperation("getLogInclusion", "That a leaf is in the log of a size", inclusionQuery),
      handlers: [
        async (req, res) => {
          const { index, size } = parseQuery(inclusionQuery, req.url);
          if (index >= size)
            throw new YinzhengError("schema.value", { pointer: "/index", expected: "less than `size`", in: "query" });
          sendProof(res, await log.inclusion(index, size));
        },
      ],
    },
  ];
}

function tileRoute(log: Service["log"], path: string, more: number): Route {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  return {
    method: "get",
    path: `/v1/log/tile/{level}/${path}`,
    operation: {
      operationId: `getLogTile${more === 0 ? "" : more + 1}`,
      summary: "Hashes of the evidence log's tree, or its leaves, 256 to a tile (C2SP tlog-tiles)",
      requestParams: { path: z.object({ level, ...Object.fromEntries(names.map((name) => [name, part])) }) },
      responses: {
        200: answer("The tile", z.string().meta({ description: "Bytes" }), OCTETS),
        304: answer("The caller has it already"),
        ...refusals("auth.invalid", "http.not_found", "chain.unreachable"),
      },
    },
    handlers: [
      async (req, res) => {
        const place = placeOf(names.map((name) => String(req.params[name])).join("/"));
        const { data } = level.safeParse(req.params.level);
        if (data === undefined || place === null) throw new YinzhengError("http.not_found");
        const bytes = data === "entries" ? await log.entries(place) : await log.tile(Number(data), place);
        await sendTile(req, res, bytes, data === "entries");
      },
    ],
  };
}

function proofOperation(operationId: string, summary: string, query: z.ZodObject): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    requestParams: { query },
    responses: {
      200: answer("The proof", proof),
      ...refusals(
        "auth.invalid",
        "http.not_found",
        "chain.unreachable",
        "schema.value",
        "schema.pattern",
        "schema.missing_field",
        "schema.unknown_field",
      ),
    },
  };
}

/** `x001/x234/067` or `x001/x234/067.p/8`; null for any other path, and for a number that is written in another way. */
function placeOf(path: string): TilePlace | null {
  const [, groups = "", last = "", width] = /^((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  const index = Number(groups.replaceAll(/[x/]/g, "") + last);
  if (last === "" || groups.startsWith("x000/") || Number(width ?? 1) >= TILE_WIDTH) return null;
  return { index, width: width === undefined ? TILE_WIDTH : Number(width) };
}

/** Any page may read it, and any cache keep it: the answer is the same for all. */
function open(res: Response): void {
  res.setHeader("Access-Control-Allow-Origin", "*");
  res.setHeader("Cache-Control", IMMUTABLE);
  res.removeHeader("Vary");
}

function sendProof(res: Response, path: readonly Hex[]): void {
  open(res);
  res.json({ path });
}

/** Entries are text enough to be worth compressing; hashes are not. */
async function sendTile(req: Request, res: Response, bytes: Uint8Array, compress: boolean): Promise<void> {
  open(res);
  const etag = quoted(toHex(sha256(bytes)));
  res.setHeader("ETag", etag);
  if (compress) res.setHeader("Vary", "Accept-Encoding");
  if (req.headers["if-none-match"] === etag) {
    res.status(304).end();
    return;
  }
  const zip = compress && req.acceptsEncodings("gzip", "identity") === "gzip";
  // A tile may hold megabytes: not on the thread that answers.
  const body = zip ? await zipped(bytes) : bytes;
  if (zip) res.setHeader("Content-Encoding", "gzip");
  res.setHeader("Content-Type", OCTETS).send(Buffer.from(body));
}
