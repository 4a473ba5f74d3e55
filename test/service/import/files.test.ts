import { expect } from "chai";
import { isYinzhengError, type YinzhengError } from "../../../src/domain/errors.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { columnsOf } from "../../../src/domain/types/columns.ts";
import { DIGITAL_IDENTITY } from "../../../src/domain/types/digital-identity.ts";
import { MEDICAL_BILL } from "../../../src/domain/types/medical-bill.ts";
import { readRows } from "../../../src/service/import/read-rows.ts";
import type { Encoding, ReadRows } from "../../../src/service/import/rows.ts";
import { sheetText, templateSheet } from "../../../src/service/import/sheet.ts";
import { csvOf, licenceOf } from "./sheet.ts";

const LICENCES = [1, 2, 3].map(licenceOf);
const requests = ({ rows }: ReadRows) => rows.map(({ request }) => request);

/** GB18030 by the decoder's own tables: of two bytes, or of four where it needs them. */
function gb18030(text: string): Buffer {
  return Buffer.concat([...text].map((character) => Buffer.from(bytesOf(character))));
}

const decoder = new TextDecoder("gb18030");
const twoBytes = new Map<string, number[]>();
for (let first = 0x81; first <= 0xfe; first++) {
  for (let second = 0x40; second <= 0xfe; second++) {
    const character = decoder.decode(Uint8Array.of(first, second));
    if ([...character].length === 1) twoBytes.set(character, [first, second]);
  }
}

function bytesOf(character: string): number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return [code];
  const two = twoBytes.get(character);
  if (two !== undefined) return two;
  // Beyond the basic plane, GB 18030 counts on from 90 30 81 30.
  const place = code - 0x1_0000;
  return [
    0x90 + Math.floor(place / 12_600),
    0x30 + (Math.floor(place / 1_260) % 10),
    0x81 + (Math.floor(place / 10) % 126),
    0x30 + (place % 10),
  ];
}

const csv = (bytes: Uint8Array | string, encoding?: Encoding, type = BUSINESS_LICENCE): ReadRows =>
  readRows({ bytes: Buffer.from(bytes), format: "csv", ...(encoding === undefined ? {} : { encoding }) }, type);

function fault(work: () => unknown): YinzhengError {
  try {
    work();
  } catch (error) {
    if (isYinzhengError(error)) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("service: files of rows", () => {
  const text = csvOf(LICENCES);
  const wanted = LICENCES.map((subject) => ({ subject }));

  it("say the same in UTF-8, with a byte order mark, in GB18030, with LF, and as JSON Lines", () => {
    expect(requests(csv(text))).to.deep.equal(wanted);
    expect(requests(csv(`\uFEFF${text}`))).to.deep.equal(wanted);
    expect(requests(csv(csvOf(LICENCES, "\n")))).to.deep.equal(wanted);
    const chinese = csv(gb18030(text));
    expect(requests(chinese)).to.deep.equal(wanted);
    expect(chinese.encoding).to.equal("gb18030");
    expect(csv(text).encoding).to.equal("utf-8");
    const lines = Buffer.from(wanted.map((one) => JSON.stringify(one)).join("\n"));
    expect(requests(readRows({ bytes: lines, format: "jsonl" }, BUSINESS_LICENCE))).to.deep.equal(wanted);
  });

  it("keep rare characters of names beyond the basic plane", () => {
    const rare = [{ ...licenceOf(1), name: "𠮷野家𬭎店" }];
    expect(requests(csv(gb18030(csvOf(rare))))).to.deep.equal([{ subject: rare[0] }]);
  });

  it("are not read in another encoding than the one that is named", () => {
    expect(fault(() => csv(gb18030(text), "utf-8")).code).to.equal("csv.encoding");
    expect(fault(() => csv(Uint8Array.of(0xff, 0xfe, 0x00), "gb18030")).code).to.equal("csv.encoding");
    const lines = { bytes: gb18030('{"subject":{"name":"面馆"}}'), format: "jsonl" } as const;
    expect(fault(() => readRows(lines, BUSINESS_LICENCE)).code).to.equal("csv.encoding");
  });

  it("count rows as a spreadsheet does, passing over empty ones and the row of comments", () => {
    const [header, comment, first = "", ...rest] = text.split("\r\n");
    const empty = ",".repeat((header ?? "").split(",").length - 1);
    const { rows } = csv([header, comment, "", empty, first, ...rest].join("\r\n"));
    expect(rows.map(({ row }) => row)).to.deep.equal([5, 6, 7]);
    const quoted = csvOf([{ ...licenceOf(1), address: '一层,"南"门' }]);
    expect(requests(csv(quoted))[0]?.subject.address).to.equal('一层,"南"门');
  });

  it("name every column that is wrong, and stop there", () => {
    const error = fault(() => csv("name,name,colour\r\nx,y,z\r\n"));
    expect(error.detail.issues?.map(({ code, pointer }) => `${code} ${pointer}`)).to.include.members([
      "csv.column /name",
      "schema.unknown_field /colour",
      "schema.missing_field /unifiedSocialCreditCode",
    ]);
    expect(fault(() => csv('a,"b\r\nc')).code).to.equal("csv.syntax");
    expect(fault(() => csv(csvOf(LICENCES).split("\r\n").slice(0, 2).join("\r\n"))).code).to.equal("csv.empty");
  });

  it("have a fault in a row with more or fewer cells than the header, and go on", () => {
    const { rows } = csv(`${text}"short"\r\n`);
    expect(rows.at(-1)).to.deep.include({ row: 6, request: null });
    expect(rows.at(-1)?.faults[0]?.code).to.equal("csv.cells");
    expect(rows.length).to.equal(4);
  });

  it("hold at most 10,000 rows and 20 MiB", () => {
    const row = csvOf([licenceOf(1)]).split("\r\n")[2] ?? "";
    const header = text.split("\r\n")[0];
    const of = (count: number): string => [header, ...Array.from({ length: count }, () => row)].join("\n");
    expect(csv(of(10_000)).rows.length).to.equal(10_000);
    expect(fault(() => csv(of(10_001))).code).to.equal("http.too_large");
    expect(fault(() => csv(Buffer.alloc(20 * 2 ** 20 + 1))).code).to.equal("http.too_large");
    const lines = Buffer.from("{}\n".repeat(10_001));
    expect(fault(() => readRows({ bytes: lines, format: "jsonl" }, BUSINESS_LICENCE)).code).to.equal("http.too_large");
  });

  it("write money, periods, choices and lists in columns of their own", () => {
    const licence = "registeredCapital.amount,registeredCapital.currency,certificate.validUntil";
    const more = csvOf([licenceOf(1)]).split("\r\n");
    const sheet = [`${more[0]},${licence}`, `${more[2]},100.00,CNY,2030-01-01`].join("\n");
    expect(requests(csv(sheet))).to.deep.equal([
      {
        subject: { ...licenceOf(1), registeredCapital: { amount: "100.00", currency: "CNY" } },
        validUntil: "2030-01-01",
      },
    ]);
    const identity = "subjectType,name,citizenId,verificationMethod,verifiedOn\n自然人,某人,1,in_person,2020-01-01\n";
    expect(requests(csv(identity, undefined, DIGITAL_IDENTITY))[0]?.subject).to.include({
      subjectType: "person",
      verificationMethod: "in_person",
    });
    const list = MEDICAL_BILL.fields.find(({ kind }) => kind === "list");
    const names = columnsOf(MEDICAL_BILL).map(({ name }) => name);
    const column = list?.columns?.find(({ kind }) => kind === "text")?.name ?? "";
    expect(names).to.include(`${list?.name}.2.${column}`);
    const required = columnsOf(MEDICAL_BILL).filter((one) => one.required);
    const header = [...required.map(({ name }) => name), `${list?.name}.1.${column}`, `${list?.name}.3.${column}`];
    const cells = [...required.map(() => "x"), "first", "third"];
    const bill = requests(csv(`${header.join(",")}\n${cells.join(",")}\n`, undefined, MEDICAL_BILL))[0];
    expect(bill?.subject[list?.name ?? ""]).to.deep.equal([{ [column]: "first" }, { [column]: "third" }]);
  });

  it("name the certificate that a row supersedes, and how, in Chinese too", () => {
    const [header, , row] = csvOf([licenceOf(1)]).split("\r\n");
    const sheet = (kind: string) =>
      csv(`${header},certificate.supersedes.id,certificate.supersedes.kind\n${row},1.2.3,${kind}\n`).rows[0];
    expect(sheet("延续")?.request?.supersedes).to.deep.equal({ id: "1.2.3", kind: "renewal" });
    expect(sheet("change")?.request?.supersedes).to.deep.equal({ id: "1.2.3", kind: "change" });
    expect(sheet("其他")?.faults[0]).to.include({ code: "schema.value", field: "certificate.supersedes.kind" });
  });

  it("come back as they were filled in, from a template that was filled in", () => {
    for (const type of [BUSINESS_LICENCE, DIGITAL_IDENTITY, MEDICAL_BILL]) {
      const template = templateSheet(type);
      expect(fault(() => csv(template, undefined, type)).code, "nothing is filled in").to.equal("csv.empty");
      const columns = (template.split("\r\n")[0] ?? "").split(",").length;
      const row = Array.from({ length: columns }, () => '""').map((cell, i) => (i === 0 ? '"x"' : cell));
      expect(csv(`${template}${row.join(",")}\r\n`, undefined, type).rows.map((one) => one.row)).to.deep.equal([3]);
    }
  });

  it("hold nothing that a spreadsheet would run, where we write them", () => {
    const cells = ["=1+1", "+1", "-1", "@x", "\tx", 'say "hi"', "plain"];
    const [line] = sheetText([cells]).slice(1).split("\r\n");
    expect(line).to.equal(`"'=1+1","'+1","'-1","'@x","'\tx","say ""hi""","plain"`);
  });
});
