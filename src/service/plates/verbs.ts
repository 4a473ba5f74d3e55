import { toHex } from "../../crypto/encoding.ts";
import { SUITES } from "../../crypto/suites/table.ts";
import { qrSvg } from "../../documents/qr.ts";
import { dateAt } from "../../domain/dates.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { MAX_PLATE_LABEL, type Plate } from "../../domain/plate.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkText } from "../../domain/text.ts";
import { plateCode, plateMessage } from "../../proof/plate.ts";
import { requireMember } from "../access.ts";
import { type Context, memberIn } from "../context.ts";
import { cursorOf, type Page, type PageRequest, pageOf } from "../page.ts";
import { fact, payloadOf } from "../payloads.ts";
import type { NewPlate, PlateRequest, Plates, PlateView } from "./plates.ts";

const ID_BYTES = 8;
const MAX_REASON = 200;

/** The verbs on plates, over one service. */
export function platesOf(context: Context): Plates {
  return {
    make: (by, request) => makePlate(context, by, request),
    plate: (id) => requirePlate(context, id),
    withdraw: (by, id, reason) => withdraw(context, by, id, reason),
    plates: (by, page) => plates(context, by, page),
  };
}

async function makePlate(context: Context, by: Principal, { kind, label }: PlateRequest): Promise<NewPlate> {
  requireMember(by, "clerk");
  checkText(label, "/label", { max: MAX_PLATE_LABEL });
  const { memberId, profile, keys } = memberIn(context, by.memberId);
  const { frozen, closed } = await context.chain.member(memberId);
  if (frozen || closed)
    throw new YinzhengError("conflict.state", { expected: "a member that is neither frozen nor closed" });
  const credential = keys.filter(({ purpose }) => purpose === "credential");
  // What phones in the country read first; any suite of the member's is as good.
  const key = credential.find(({ suite }) => suite === "sm2-jcs-2026") ?? credential[0];
  if (key === undefined) throw new YinzhengError("keys.missing", { purpose: "credential" });
  const { registryId } = context.ledger.network;
  const id = toHex(context.random(ID_BYTES));
  const plate: Plate = { member: profile.code, id, kind, label, issuedOn: dateAt(context.clock()) };
  const signature = await key.signer.sign(plateMessage(SUITES[key.suite], registryId, key.keyId, plate));
  const code = plateCode(registryId, key.keyId, plate, signature);
  const { issuedOn } = plate;
  await context.records.append(by, [fact("plate.made", subjectOf(id), { memberId, kind, label, issuedOn, code })]);
  return { ...(await requirePlate(context, id.slice(2))), image: qrSvg(code) };
}

const subjectOf = (id: string): string => `plate/${id.replace(/^0x/, "")}`;

/** Throws `http.not_found`. */
async function requirePlate(context: Context, id: string): Promise<PlateView> {
  const view = await loadPlate(context, subjectOf(id));
  if (view === null) throw new YinzhengError("http.not_found");
  return view;
}

async function loadPlate(context: Context, subject: string): Promise<PlateView | null> {
  const records = await context.records.of(subject);
  const [made] = records.flatMap((record) => payloadOf("plate.made", record) ?? []);
  if (made === undefined) return null;
  const { memberId, ...said } = made;
  const { profile: member } = memberIn(context, memberId);
  const [withdrawn = null] = records.flatMap((record) => {
    const { reason } = payloadOf("plate.withdrawn", record) ?? {};
    return reason === undefined ? [] : [{ at: record.time, reason }];
  });
  return { id: subject.slice(subjectOf("").length), member, ...said, withdrawn };
}

async function withdraw(context: Context, by: Principal, id: string, reason: string): Promise<PlateView> {
  requireMember(by, "clerk");
  checkText(reason, "/reason", { max: MAX_REASON });
  return context.locks.run(subjectOf(id), async () => {
    const { member, withdrawn } = await requirePlate(context, id);
    const own = context.members.get(by.memberId);
    if (member.code !== own?.profile.code || own.tenant !== by.tenant) throw new YinzhengError("http.not_found");
    if (withdrawn !== null) throw new YinzhengError("conflict.state", { expected: "a plate that is in force" });
    await context.records.append(by, [fact("plate.withdrawn", subjectOf(id), { reason })]);
    return requirePlate(context, id);
  });
}

async function plates(context: Context, by: Principal, request: PageRequest): Promise<Page<PlateView>> {
  requireMember(by, "clerk", "maker", "reader");
  const { before, limit } = pageOf(request);
  // One more than asked for tells whether there is a next page.
  const records = await context.records.newest("plates", by.memberId, before, limit + 1);
  const page = records.slice(0, limit);
  const own = page.filter(({ tenant }) => tenant === by.tenant);
  const views = await Promise.all(own.map(({ subject }) => loadPlate(context, subject)));
  const items = views.filter((view) => view !== null);
  const last = page.at(-1);
  return records.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}
