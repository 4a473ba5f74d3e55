import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { typeIdOf } from "../proof/ids.ts";
import type { Context } from "./context.ts";
import { fileOf, type Group } from "./list-shelf.ts";
import { makeLists } from "./make-lists.ts";
import type { StatusListFile, StatusListSummary } from "./service.ts";
import type { Job } from "./work.ts";

/** Name of the lock under which lists are made, and the book is read. */
export const LISTS = "status lists";

/** A status list as it stands, or as it stood at a block at which it was published. Throws `http.not_found`. */
export async function statusList(context: Context, id: string, block?: number): Promise<StatusListFile> {
  const last = await context.lists.last(context, id);
  const file = block === undefined || last?.block === block ? last : fileOf(await context.records.list(id, block));
  if (file === null) throw new YinzhengError("http.not_found");
  return file;
}

/** Every status list that is published. */
export async function statusLists(context: Context): Promise<readonly StatusListSummary[]> {
  const ids = await Promise.all(groupsOf(context).map((group) => idsOf(context, group)));
  const files = await Promise.all(ids.flat().map((id) => context.lists.last(context, id)));
  return files
    .filter((file) => file !== null)
    .map(({ id, memberId, typeId, block, time }) => ({ id, memberId, typeId, block, time }));
}

async function idsOf(context: Context, group: Group): Promise<readonly string[]> {
  const places = await context.lists.places(context, group);
  return [...new Set([...places.values()].map(({ id }) => id))];
}

/** Members with a key for lists, and their types. */
function groupsOf({ members }: Context): readonly Group[] {
  return [...members.values()]
    .filter(({ keys }) => keys.some(({ purpose }) => purpose === "status"))
    .flatMap(({ memberId, types }) => types.map((type) => ({ memberId, type })));
}

/** The work of making the lists of a group anew and publishing them. */
export function listsJob(context: Context, { memberId, type }: Group): Job {
  const task = (): Promise<void> =>
    context.locks.run(LISTS, () => makeLists(context, { memberId, type, typeId: typeIdOf(type) }));
  return { name: `lists ${memberId}/${type}`, task };
}

/** Makes the lists of a certificate's group anew, if its member publishes any. */
export function renewLists(context: Context, group: Group): void {
  const publishes = groupsOf(context).some(({ memberId, type }) => memberId === group.memberId && type === group.type);
  if (publishes) context.work.run(listsJob(context, group));
}

/** Makes the lists anew that tell less than the book knows, which is of a log of `size` leaves. */
export function renewBehind(context: Context, size: number): void {
  for (const group of groupsOf(context))
    if (context.lists.isBehind(group, size)) context.work.run(listsJob(context, group));
}

/** Makes the lists anew that are older than `oldest`, seconds, or were never published. */
export async function renewOldLists(context: Context, oldest: Seconds): Promise<void> {
  for (const group of groupsOf(context)) {
    const files = await Promise.all((await idsOf(context, group)).map((id) => context.lists.last(context, id)));
    const old = files.some((file) => file === null || context.clock() - file.time >= oldest);
    if (old) context.work.run(listsJob(context, group));
  }
}
