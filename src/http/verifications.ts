import type { ZodOpenApiOperationObject } from "zod-openapi";
import { parseTime } from "../domain/dates.ts";
import { BUNDLE_MEDIA_TYPE } from "../proof/bundle.ts";
import { MAX_BUNDLE_BYTES, MAX_BUNDLE_VALUES } from "../proof/parse.ts";
import type { Policy } from "../proof/policy.ts";
import type { Service } from "../service/service.ts";
import { type BodyRule, readJson } from "./body.ts";
import { callerOf } from "./caller.ts";
import { answer, BODY_REFUSALS, refusals } from "./describe.ts";
import { PDF_MEDIA_TYPE } from "./documents.ts";
import { FORM_MEDIA_TYPE, isFile, readFile } from "./file.ts";
import type { Route } from "./route.ts";
import { report } from "./schemas/answers.ts";
import { bundleBody, fileBytes, fileForm, verifyQuery } from "./schemas/requests.ts";
import { parseQuery } from "./shape.ts";

/** A body that is a bundle. */
export const BUNDLE_BODY: BodyRule = {
  limit: MAX_BUNDLE_BYTES,
  mediaTypes: [BUNDLE_MEDIA_TYPE, "application/json"],
  json: { nodes: MAX_BUNDLE_VALUES },
};

/** Verification by the service, for callers that have no verifier of their own. */
export function verificationRoutes(service: Service): Route[] {
  const operation: ZodOpenApiOperationObject = {
    operationId: "verify",
    summary: "Verify a bundle, a sealed document or a stamped file",
    description:
      "Answers 200 with a verdict for any bundle that can be read and for any PDF or OFD, also a false one. This shows the document to the " +
      "service: `yz verify` checks it on your own machine and shows it to nobody. No verification is logged with an identifier.",
    requestParams: { query: verifyQuery },
    requestBody: {
      required: true,
      content: {
        [BUNDLE_MEDIA_TYPE]: { schema: bundleBody },
        "application/json": { schema: bundleBody },
        [FORM_MEDIA_TYPE]: { schema: fileForm },
        [PDF_MEDIA_TYPE]: { schema: fileBytes },
      },
    },
    responses: {
      200: answer("The report", report),
      ...refusals(
        ...BODY_REFUSALS,
        "auth.invalid",
        "schema.value",
        "schema.date",
        "schema.pattern",
        "bundle.format",
        "http.rate",
      ),
    },
  };
  return [
    {
      method: "post",
      path: "/v1/verifications",
      operation,
      handlers: [
        async (req, res) => {
          const policy = policyOf(req.url);
          if (isFile(req)) {
            res.json(await service.verifyFile(callerOf(res), await readFile(req), policy));
            return;
          }
          const { bytes } = await readJson(req, BUNDLE_BODY);
          res.json(await service.verify(callerOf(res), bytes, policy));
        },
      ],
    },
  ];
}

function policyOf(url: string): Partial<Policy> {
  const { level, asOf } = parseQuery(verifyQuery, url);
  const named = asOf === undefined ? undefined : parseTime(asOf, "/asOf");
  return {
    ...(level !== undefined && { level }),
    ...(named !== undefined && { asOf: named.time }),
    ...(named?.dayStart !== undefined && { dayStart: named.dayStart }),
  };
}
