import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { memberList } from "./schemas/answers.ts";

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
  ];
}
