import { expect } from "chai";
import type { Seconds } from "../../../src/domain/bytes.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../../../src/domain/errors.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import type { OfficerProcess } from "../../../src/service/signer/process.ts";
import type { SignerRules, TypeRules } from "../../../src/service/signer/rules/rules.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { SUBJECT } from "../../proof/paper/certificate.ts";
import { digest } from "../../proof/paper/keys.ts";
import { changeOf, documentOf, draftOf, HOUR, NOW, orderOf, requestOf, signer } from "./office.ts";

// NOW is Monday, 2026-11-23, 16:00 in Shanghai.
const DAY = 24 * HOUR;
const MIDNIGHT = NOW + 8 * HOUR;
const CODE = BUSINESS_LICENCE.code;

const ofType = (rules: TypeRules): SignerRules => ({ types: { [CODE]: rules } });
const capital = (amount: string, currency = "CNY"): JsonObject => ({ registeredCapital: { amount, currency } });

let made = 0;
/** A batch of its own with so many documents of these fields, or one document for each of the fields given. */
function batch(subjects: number | readonly JsonObject[] = 1, now: Seconds = NOW) {
  made += 1;
  const batchId = digest(`batch ${made}`);
  const each = typeof subjects === "number" ? Array.from({ length: subjects }, () => ({})) : subjects;
  const documents = each.map((fields, index) =>
    documentOf(draftOf(`${1000 * made + index}`, { subject: { ...SUBJECT, ...fields } }), index, batchId),
  );
  return requestOf(documents, { batchId, notBefore: now - HOUR, deadline: now + HOUR });
}

/** What a refusal says, without its reason; "signed" where there is none. */
async function said(work: Promise<unknown>): Promise<JsonObject | "signed"> {
  try {
    await work;
    return "signed";
  } catch (error) {
    if (!isYinzhengError(error, "signer.refused")) throw error;
    const { reason: _, ...rest } = error.detail;
    return rest as JsonObject;
  }
}

const sign = async (rules: SignerRules, ...subjects: readonly JsonObject[]): Promise<JsonObject | "signed"> =>
  said((await signer({ rules })).signAnchor(batch(subjects)));

describe("signer: limits of fields", () => {
  const rules = ofType({ fields: { registeredCapital: { min: "100", max: "1000000.00" } } });
  const at = { type: CODE, field: "registeredCapital", at: "documents/0" };

  it("sign an amount at either end, and refuse one beyond it with rule, limit and value", async () => {
    expect(await sign(rules, capital("1000000"))).to.equal("signed");
    expect(await sign(rules, capital("100.00"))).to.equal("signed");
    const high = { ...at, rule: "field.max", limit: "1000000.00", value: "1000000.01" };
    expect(await sign(rules, capital("1000000.01"))).to.deep.equal(high);
    expect(await sign(rules, capital("99.99"))).to.include({ rule: "field.min", value: "99.99" });
  });

  it("refuse another currency, and a document without the field unless it may be absent", async () => {
    expect(await sign(rules, capital("500", "USD"))).to.include({ rule: "field.currency", value: "USD" });
    expect(await sign(rules, {})).to.deep.equal({ ...at, rule: "field.absent", limit: "required" });
    const lenient = ofType({ fields: { registeredCapital: { max: "1", absent: true } } });
    expect(await sign(lenient, {})).to.equal("signed");
    expect(await sign(lenient, capital("2"))).to.include({ rule: "field.max" });
  });

  it("hold for every document of a batch", async () => {
    expect(await sign(rules, capital("500"), capital("2000000"))).to.include({ at: "documents/1", rule: "field.max" });
  });

  it("refuse a text that is not listed or not written so, and don't repeat it", async () => {
    const kinds = ofType({
      fields: { enterpriseType: { oneOf: ["个体工商户"] }, address: { pattern: "山东省*环翠区*" } },
    });
    expect(await sign(kinds, {})).to.equal("signed");
    const other = await sign(kinds, { enterpriseType: "有限责任公司" });
    expect(other).to.include({ rule: "field.one_of", limit: "个体工商户" });
    expect(JSON.stringify(other)).not.to.include("有限责任公司");
    const away = await sign(kinds, { address: "山东省威海市荣成市" });
    expect(away).to.include({ rule: "field.pattern", field: "address" });
    expect(JSON.stringify(away)).not.to.include("荣成");
  });

  it("count days from today in Shanghai, and don't repeat the date", async () => {
    const fresh = ofType({ fields: { registeredOn: { earliest: -30, latest: 0 } } });
    expect(await sign(fresh, { registeredOn: "2026-11-23" })).to.equal("signed");
    expect(await sign(fresh, { registeredOn: "2026-10-24" })).to.equal("signed");
    const early = { type: CODE, field: "registeredOn", at: "documents/0", rule: "field.earliest", limit: -30 };
    expect(await sign(fresh, { registeredOn: "2026-10-23" })).to.deep.equal(early);
    expect(await sign(fresh, { registeredOn: "2026-11-24" })).to.include({ rule: "field.latest", limit: 0 });
    const tomorrow = await signer({ rules: fresh, now: () => MIDNIGHT });
    expect(await said(tomorrow.signAnchor(batch([{ registeredOn: "2026-11-24" }], MIDNIGHT)))).to.equal("signed");
  });
});

describe("signer: rates and sums", () => {
  let journal: Journal;
  let now: Seconds;
  beforeEach(() => {
    journal = openMemoryStore().journal;
    now = NOW;
  });
  const open = (rules: SignerRules): Promise<OfficerProcess> => signer({ rules, journal, now: () => now });
  const ask = (officer: OfficerProcess, subjects: number | readonly JsonObject[]) =>
    said(officer.signAnchor(batch(subjects, now)));

  it("limit the documents of a batch, an hour and a day, of one type and of all", async () => {
    for (const rules of [(rates: object) => ({ documents: rates }), (rates: object) => ofType({ documents: rates })]) {
      journal = openMemoryStore().journal;
      now = NOW;
      const officer = await open(rules({ perBatch: 3, perHour: 4, perDay: 6 }));
      expect(await ask(officer, 4)).to.include({ rule: "documents.per_batch", limit: 3, value: 4 });
      expect(await ask(officer, 3)).to.equal("signed");
      expect(await ask(officer, 2)).to.include({ rule: "documents.per_hour", limit: 4, value: 5 });
      expect(await ask(officer, 1), "and a refused one was not counted").to.equal("signed");
      now += HOUR;
      expect(await ask(officer, 3)).to.include({ rule: "documents.per_day", limit: 6, value: 7 });
      expect(await ask(officer, 2)).to.equal("signed");
      now = MIDNIGHT;
      expect(await ask(officer, 3), "the next day").to.equal("signed");
    }
  });

  it("are counted by the signer's own log, so a restart does not reset them", async () => {
    const rules = { documents: { perDay: 3 } };
    expect(await ask(await open(rules), 2)).to.equal("signed");
    expect(await ask(await open(rules), 2)).to.include({ rule: "documents.per_day", value: 4 });
    expect(await ask(await open(rules), 1)).to.equal("signed");
  });

  it("count the same batch once, however often it is signed", async () => {
    const rules = { ...ofType({ amount: { field: "registeredCapital", perDay: "100" } }), documents: { perDay: 2 } };
    const one = batch([capital("60"), capital("40")]);
    for (const deadline of [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]) {
      const again = { ...one, anchor: { ...one.anchor, deadline } };
      expect(await said((await open(rules)).signAnchor(again))).to.equal("signed");
    }
    const more = [capital("0")];
    expect(await ask(await open(rules), more)).to.include({ rule: "documents.per_day", limit: 2, value: 3 });
  });

  it("limit the sum of an amount in a batch and in a day", async () => {
    const rules = ofType({ amount: { field: "registeredCapital", perBatch: "100.00", perDay: "150" } });
    const sum = { type: CODE, field: "registeredCapital" };
    const big = { ...sum, rule: "amount.per_batch", limit: "100.00", value: "100.01" };
    expect(await ask(await open(rules), [capital("60"), capital("40.01")])).to.deep.equal(big);
    expect(await ask(await open(rules), [capital("60"), capital("40")])).to.equal("signed");
    const full = { ...sum, rule: "amount.per_day", limit: "150", value: "150.5" };
    expect(await ask(await open(rules), [capital("50.50")])).to.deep.equal(full);
    expect(await ask(await open(rules), [capital("50")])).to.equal("signed");
    now = MIDNIGHT;
    expect(await ask(await open(rules), [capital("100")])).to.equal("signed");
  });

  it("refuse what can't be added up: no amount, another currency, or a sum of today that was not kept", async () => {
    expect(await ask(await open({}), [capital("5")])).to.equal("signed");
    const rules = ofType({ amount: { field: "registeredCapital", perDay: "150" } });
    const officer = await open(rules);
    expect(await ask(officer, 1)).to.include({ rule: "amount.absent" });
    expect(await ask(officer, [capital("1", "USD")])).to.include({ rule: "amount.currency", value: "USD" });
    expect(await ask(officer, [capital("1")])).to.include({ rule: "amount.unknown", limit: "150" });
    now = MIDNIGHT;
    expect(await ask(officer, [capital("1")])).to.equal("signed");
  });

  it("let one of two batches through that come at once", async () => {
    const officer = await open({ documents: { perDay: 1 } });
    const both = await Promise.all([ask(officer, 1), ask(officer, 1)]);
    expect(both.filter((one) => one === "signed")).to.have.length(1);
  });

  it("count nothing where the log could not be written, and sign nothing", async () => {
    let full = true;
    const append: Journal["append"] = async (records) => {
      if (full) throw new YinzhengError("storage.full");
      return openMemoryStore().journal.append(records);
    };
    const mortal: Journal = {
      append,
      read: async () => null,
      async *scan() {},
      head: journal.head,
      erase: journal.erase,
      audit: journal.audit,
    };
    const officer = await signer({ rules: { documents: { perDay: 1 }, statusOrders: { perDay: 1 } }, journal: mortal });
    const code = (error: unknown) => (isYinzhengError(error) ? error.code : "no error");
    expect(await officer.signAnchor(batch(1)).catch(code)).to.equal("storage.full");
    expect(await officer.signStatus({ change: changeOf(), orders: [orderOf()] }).catch(code)).to.equal("storage.full");
    full = false;
    expect(await ask(officer, 1)).to.equal("signed");
    const expectedHead = digest("another head");
    const request = { change: changeOf({ expectedHead }), orders: [orderOf({ expectedHead })] };
    expect(await said(officer.signStatus(request))).to.equal("signed");
  });

  it("limit changes of status in a day, the same one counted once, and never a suspension", async () => {
    const rules = { statusOrders: { perDay: 2 } };
    const change = async (name: string, to = 2) => {
      const expectedHead = digest(name);
      const window = { notBefore: now - HOUR, deadline: now + HOUR };
      const request = { change: changeOf({ expectedHead, to, ...window }), orders: [orderOf({ expectedHead, to })] };
      return said((await open(rules)).signStatus(request));
    };
    for (const name of ["a", "a", "b", "a"]) expect(await change(name)).to.equal("signed");
    expect(await change("c")).to.deep.equal({ rule: "status_orders.per_day", limit: 2, value: 3 });
    for (const name of ["c", "d", "e"]) expect(await change(name, 1)).to.equal("signed");
    now = MIDNIGHT;
    expect(await change("c")).to.equal("signed");
  });
});

describe("signer: hours", () => {
  const rules = { hours: { weekdays: [1, 2, 3, 4, 5], from: "08:30", until: "17:30", except: ["2026-11-25"] } };
  const at = async (now: Seconds) => said((await signer({ rules, now: () => now })).signAnchor(batch(1, now)));

  it("are Beijing time, from the first minute to before the last", async () => {
    expect(await at(NOW)).to.equal("signed");
    expect(await at(NOW + 1.5 * HOUR - 1)).to.equal("signed");
    expect(await at(NOW + 1.5 * HOUR)).to.deep.equal({ rule: "hours.time", limit: "08:30-17:30", value: "17:30" });
    expect(await at(MIDNIGHT + 8.5 * HOUR - 1)).to.include({ rule: "hours.time", value: "08:29" });
    expect(await at(MIDNIGHT + 8.5 * HOUR)).to.equal("signed");
  });

  it("leave out weekdays and days of the calendar", async () => {
    expect(await at(NOW + 4 * DAY)).to.equal("signed");
    expect(await at(NOW + 5 * DAY)).to.deep.equal({ rule: "hours.weekday", limit: "1, 2, 3, 4, 5", value: 6 });
    expect(await at(NOW + 2 * DAY)).to.deep.equal({ rule: "hours.except", limit: "2026-11-25", value: "2026-11-25" });
  });

  it("never hold back a suspension, but everything else", async () => {
    const now = NOW + 12 * HOUR;
    const officer = await signer({ rules, now: () => now });
    const window = { notBefore: now - HOUR, deadline: now + HOUR };
    const ask = (to: number) =>
      said(officer.signStatus({ change: changeOf({ to, ...window }), orders: [orderOf({ to, orderedAt: now })] }));
    expect(await ask(1)).to.equal("signed");
    for (const to of [0, 2]) expect(await ask(to)).to.include({ rule: "hours.time", value: "04:00" });
  });
});
