import type { Express } from "express";
import type { Logger } from "pino";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json-value.ts";
import { type BodyRule, JSON_BODY, MIB, readJson } from "./body.ts";
import { peerServer } from "./peer-server.ts";
import { blockRef, listsToCosign } from "./schemas/officers.ts";
import { parseShape } from "./shape.ts";

/** What a witness does; it refuses with `witness.refused`. */
export interface WitnessProcess {
  /** The checkpoint note of a block, co-signed. */
  cosign(block: { readonly number: number; readonly hash: Hex }): Promise<string>;
  /** A note for each of these lists of one member and type. */
  cosignLists(credentials: readonly JsonObject[]): Promise<readonly string[]>;
  /** The last note that it co-signed; null before the first. */
  latest(): Promise<string | null>;
  /** What it alarmed about, newest first. */
  alarms(): readonly object[];
}

export interface WitnessOptions {
  /** Asked for by `POST /cosign`; anyone may read the latest checkpoint. */
  readonly token: string;
  readonly log?: Logger;
}

const NOTE = "text/plain; charset=utf-8";

/** Lists name every batch of a member and type. */
const LISTS_BODY: BodyRule = { ...JSON_BODY, limit: 16 * MIB, json: { nodes: 400_000 } };

/** A witness over HTTP: `POST /cosign` {number, hash}, `POST /cosign-lists` {lists} and `GET /checkpoint` answer a note; `GET /alarms`, `GET /health`. */
export function buildWitness(witness: WitnessProcess, { token, log }: WitnessOptions): Express {
  return peerServer(
    "yinzheng-witness",
    [
      {
        method: "post",
        path: "/cosign",
        token,
        handler: async (req, res) => {
          const { value } = await readJson(req, JSON_BODY);
          res.type(NOTE).send(await witness.cosign(parseShape(blockRef, value)));
        },
      },
      {
        method: "post",
        path: "/cosign-lists",
        token,
        handler: async (req, res) => {
          const { value } = await readJson(req, LISTS_BODY);
          res.json({ notes: await witness.cosignLists(parseShape(listsToCosign, value).lists) });
        },
      },
      {
        method: "get",
        path: "/alarms",
        handler: async (_req, res) => {
          res.json({ alarms: witness.alarms() });
        },
      },
      {
        method: "get",
        path: "/checkpoint",
        handler: async (_req, res) => {
          const note = await witness.latest();
          if (note === null) throw new YinzhengError("http.not_found");
          res.type(NOTE).send(note);
        },
      },
    ],
    log,
  );
}
