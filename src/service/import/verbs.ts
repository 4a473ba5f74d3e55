import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { requireMember } from "../access.ts";
import { bundlesOf } from "../bundle.ts";
import type { Context } from "../context.ts";
import { typeOf } from "../resources.ts";
import { approveBatch } from "./approve.ts";
import type { Batches } from "./batches.ts";
import { batch, batches, drafts, faults, results, watch } from "./read.ts";
import { preview, receive } from "./receive.ts";
import { returnBatch } from "./return.ts";
import { templateSheet } from "./sheet.ts";
import { requireImport, viewOf } from "./view.ts";

/** The verbs on imports, over one service. */
export function batchesOf(context: Context): Batches {
  return {
    preview: (by, input) => preview(context, by, input),
    receive: (by, input) => receive(context, by, input),
    approve: (by, id, approval) => approveBatch(context, by, id, approval),
    returnBatch: (by, id, reason) => returnBatch(context, by, id, reason),
    batch: (by, id) => batch(context, by, id),
    batches: (by, page) => batches(context, by, page),
    faults: (by, id) => faults(context, by, id),
    results: (by, id) => results(context, by, id),
    drafts: (by, id, reason) => drafts(context, by, id, reason),
    bundles: (by, id) => bundles(context, by, id),
    watch: (by, id, signal) => watch(context, by, id, signal),
    template: async (by, type) => {
      requireMember(by, "clerk", "maker", "reader");
      return templateSheet(typeOf(context, type));
    },
  };
}

async function bundles(context: Context, by: Principal, id: string): ReturnType<Batches["bundles"]> {
  const { batchId } = await requireImport(context, by, id);
  const { state } = await viewOf(context, id);
  if (batchId === undefined || state !== "issued") {
    throw new YinzhengError("conflict.state", { state, expected: "a batch that is issued" });
  }
  return bundlesOf(context, batchId);
}
