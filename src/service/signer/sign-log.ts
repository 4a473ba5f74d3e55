import type { Anchor } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { StatusChange } from "../../domain/status.ts";
import type { Journal, JournalRecord } from "../../store/store.ts";
import type { SealCount } from "../seal-counts.ts";
import { amountNote, Counts } from "./rules/counts.ts";
import type { Counted, SignedBatch } from "./rules/rates.ts";

/** Where the approved drafts of one batch stand. */
export interface SignedPlaces {
  /** How often seals are used in the batch. */
  readonly uses?: readonly SealCount[];
  /** URL of the status list that all of them name. */
  readonly list: string;
  /** Cell in the batch and position in the list, by the draft's digest. */
  readonly drafts: ReadonlyMap<Hex, { readonly index: number; readonly position: number }>;
}

/** What a signer has signed: on disk before the signature leaves, and never taken back. */
export interface SignLog {
  /**
   * Notes an anchor with the places of its approved drafts. Throws `signer.conflict` where another root was signed for
   * the batch, or one of the drafts was signed into another cell: one approval gives one certificate; and where another
   * draft was signed into one of the list's positions: one bit tells the status of one certificate. What it counts is
   * remembered before the first await, and forgotten where it does not get to the disk.
   */
  anchor(anchor: Anchor, places: SignedPlaces, counts: SignedBatch): Promise<void>;
  /** Notes a change of status, which counts as an anchor does. */
  change(change: StatusChange): Promise<void>;
  /** What was signed when; the same batch and the same change once. */
  readonly counted: Counted;
  /** The root that this signer has signed for a batch. */
  rootOf(batchId: Hex): Hex | undefined;
  /** Uses of seals in a batch whose anchor this signer has signed. */
  usesIn(batchId: Hex): readonly SealCount[];
  /** The cell that this signer has signed an approved draft into. */
  cellOf(draft: Hex): { readonly batchId: Hex; readonly index: number } | undefined;
  note(kind: string, payload: JsonObject): Promise<void>;
}

/** Opens the sign-log over a journal of the signer's own, reading what it holds. */
export async function openSignLog(journal: Journal, signer: string, clock: () => Seconds): Promise<SignLog> {
  const roots = new Map<Hex, Hex>();
  const cells = new Map<Hex, string>();
  const positions = new Map<string, Hex>();
  const used = new Map<Hex, readonly SealCount[]>();
  const remember = (batchId: Hex, root: Hex, { list, drafts, uses }: SignedPlaces): void => {
    roots.set(batchId, root);
    if (uses !== undefined) used.set(batchId, uses);
    for (const [draft, { index, position }] of drafts) {
      cells.set(draft, `${batchId}/${index}`);
      positions.set(`${list}#${position}`, draft);
    }
  };
  const counts = new Counts();
  for await (const record of journal.scan(1)) {
    if (record.kind === "signer.anchor") remember(...readAnchor(record));
    counts.read(record);
  }
  const append = async (kind: string, payload: JsonObject): Promise<void> => {
    await journal.append([{ kind, subject: signer, tenant: "signer", actor: signer, time: clock(), payload }]);
  };
  return {
    note: append,
    counted: counts,
    change: (change) =>
      counts.change(change, clock(), () => append("signer.status", { ...(change as unknown as JsonObject) })),
    rootOf: (batchId) => roots.get(batchId),
    usesIn: (batchId) => used.get(batchId) ?? [],
    cellOf(draft) {
      const [batchId, index] = cells.get(draft)?.split("/") ?? [];
      return batchId === undefined ? undefined : { batchId: batchId as Hex, index: Number(index) };
    },
    async anchor(anchor, places, batch) {
      const { batchId, root } = anchor;
      const { list, drafts } = places;
      const otherRoot = (roots.get(batchId) ?? root) !== root;
      const otherPlace = [...drafts].some(
        ([draft, { index, position }]) =>
          (cells.get(draft) ?? `${batchId}/${index}`) !== `${batchId}/${index}` ||
          (positions.get(`${list}#${position}`) ?? draft) !== draft,
      );
      if (otherRoot || otherPlace) throw new YinzhengError("signer.conflict", { batchId });
      // Remembered before the write: two requests at once must not both pass.
      remember(batchId, root, places);
      const noted = [...drafts].map(([draft, { index, position }]) => [draft, [index, position]] as const);
      const payload = {
        ...(anchor as unknown as JsonObject),
        list,
        drafts: Object.fromEntries(noted),
        ...amountNote(batch),
        ...(places.uses === undefined ? {} : { uses: places.uses.map((use) => ({ ...use })) }),
      };
      await counts.batch(batch, clock(), () => append("signer.anchor", payload));
    },
  };
}

function readAnchor({ payload }: JournalRecord): [Hex, Hex, SignedPlaces] {
  const noted = Object.entries(payload.drafts as JsonObject) as [Hex, readonly [number, number]][];
  const drafts = new Map(noted.map(([draft, [index, position]]) => [draft, { index, position }]));
  const uses = payload.uses === undefined ? {} : { uses: payload.uses as unknown as readonly SealCount[] };
  return [payload.batchId as Hex, payload.root as Hex, { list: String(payload.list), drafts, ...uses }];
}
