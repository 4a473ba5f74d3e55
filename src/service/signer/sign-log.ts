import type { Anchor } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Journal, JournalRecord } from "../../store/store.ts";

/** What a signer has signed: on disk before the signature leaves, and never taken back. */
export interface SignLog {
  /**
   * Notes an anchor with the cells of its approved drafts. Throws `signer.conflict` where another root was signed for
   * the batch, or one of the drafts was signed into another cell: one approval gives one certificate.
   */
  anchor(anchor: Anchor, drafts: ReadonlyMap<Hex, number>): Promise<void>;
  /** The cell that this signer has signed an approved draft into. */
  cellOf(draft: Hex): { readonly batchId: Hex; readonly index: number } | undefined;
  note(kind: string, payload: JsonObject): Promise<void>;
}

/** Opens the sign-log over a journal of the signer's own, reading what it holds. */
export async function openSignLog(journal: Journal, signer: string, clock: () => Seconds): Promise<SignLog> {
  const roots = new Map<Hex, Hex>();
  const cells = new Map<Hex, string>();
  const remember = (batchId: Hex, root: Hex, drafts: Iterable<readonly [Hex, number]>): void => {
    roots.set(batchId, root);
    for (const [draft, index] of drafts) cells.set(draft, `${batchId}/${index}`);
  };
  for await (const record of journal.scan(1)) {
    if (record.kind === "signer.anchor") remember(...readAnchor(record));
  }
  const append = async (kind: string, payload: JsonObject): Promise<void> => {
    await journal.append([{ kind, subject: signer, tenant: "signer", actor: signer, time: clock(), payload }]);
  };
  return {
    note: append,
    cellOf(draft) {
      const [batchId, index] = cells.get(draft)?.split("/") ?? [];
      return batchId === undefined ? undefined : { batchId: batchId as Hex, index: Number(index) };
    },
    async anchor(anchor, drafts) {
      const { batchId, root } = anchor;
      const otherRoot = (roots.get(batchId) ?? root) !== root;
      const otherCell = [...drafts].some(
        ([draft, index]) => (cells.get(draft) ?? `${batchId}/${index}`) !== `${batchId}/${index}`,
      );
      if (otherRoot || otherCell) throw new YinzhengError("signer.conflict", { batchId });
      // Remembered before the write: two requests at once must not both pass.
      remember(batchId, root, drafts);
      await append("signer.anchor", { ...(anchor as unknown as JsonObject), drafts: Object.fromEntries(drafts) });
    },
  };
}

function readAnchor({ payload }: JournalRecord): [Hex, Hex, (readonly [Hex, number])[]] {
  const drafts = Object.entries(payload.drafts as JsonObject) as [Hex, number][];
  return [payload.batchId as Hex, payload.root as Hex, drafts];
}
