import * as z from "zod";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { didDocument, memberList } from "./schemas/answers.ts";
import { uscc } from "./schemas/values.ts";

/** Who may issue what: public. */
export function memberRoutes(service: Service): Route[] {
  return [
    {
      method: "get",
      path: "/v1/members",
      operation: {
        operationId: "listMembers",
        summary: "Members of the network and the types they may issue",
        responses: { 200: answer("All members", memberList), ...refusals("auth.invalid", "chain.unreachable") },
      },
      handlers: [
        async (_req, res) => {
          res.json({ items: await service.members(callerOf(res)) });
        },
      ],
    },
    {
      method: "get",
      path: "/members/{code}/did.json",
      operation: {
        operationId: "getDidDocument",
        summary: "A member's did:web document, for verifiers of other makes",
        requestParams: { path: z.object({ code: uscc }) },
        responses: {
          200: answer("DID document", didDocument, "application/did+json"),
          ...refusals("http.not_found", "chain.unreachable"),
        },
      },
      handlers: [
        async (req, res) => {
          const document = await service.didDocument(String(req.params.code));
          res.setHeader("Access-Control-Allow-Origin", "*");
          res.setHeader("Cache-Control", "public, max-age=60");
          res.type("application/did+json").send(JSON.stringify(document));
        },
      ],
    },
  ];
}
