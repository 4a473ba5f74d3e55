import { expect } from "chai";
import { problemIn, startWorld, type World } from "./server.ts";

const MIB = 1024 * 1024;
const FORM = { "Content-Type": "multipart/form-data; boundary=frontier" };
const HEAD = 'Content-Disposition: form-data; name="file"; filename="证照.pdf"\r\nContent-Type: application/pdf\r\n';

describe("files sent for verification", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const post = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = FORM) =>
    world.ask("POST", "/v1/verifications?level=archival", { headers, body });
  const form = (content: string, head = HEAD) => `--frontier\r\n${head}\r\n${content}\r\n--frontier--\r\n`;

  it("reach the verifier whole, with the name that they had and the policy of the query", async () => {
    const content = "%PDF-1.7\n\r\n--frontie\r\n\0ÿ";
    const answer = await post(form(content));
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text).verdict).to.equal("valid");
    const [file] = world.service.files;
    expect(file?.name).to.equal("证照.pdf");
    expect(Buffer.from(file?.bytes ?? []).toString()).to.equal(content);
    expect(world.service.policies).to.deep.equal([{ level: "archival" }]);
  });

  it("may come from fetch and FormData", async () => {
    const sent = new FormData();
    sent.set("file", new Blob([Uint8Array.of(0x25, 0x50, 0, 13, 10)]), 'a"b.pdf');
    const url = `http://127.0.0.1:${world.server.port}/v1/verifications`;
    expect((await fetch(url, { method: "POST", body: sent })).status).to.equal(200);
    expect(world.service.files[0]).to.deep.equal({ name: "a%22b.pdf", bytes: Buffer.from([0x25, 0x50, 0, 13, 10]) });
  });

  it("may be the body itself", async () => {
    expect((await post("%PDF-1.7\n", { "Content-Type": "application/pdf" })).status).to.equal(200);
    expect(world.service.files.map(({ name }) => name)).to.deep.equal(["document.pdf"]);
  });

  it("are read to 20 MiB, and one byte more is refused", async () => {
    const whole = "x".repeat(20 * MIB);
    for (const [body, headers] of [
      [form(whole), FORM],
      [whole, { "Content-Type": "application/pdf" }],
    ] as const)
      expect((await post(body, headers)).status).to.equal(200);
    for (const [body, headers] of [
      [form(`${whole}x`), FORM],
      [`${whole}x`, { "Content-Type": "application/pdf" }],
      ["x".repeat(21 * MIB), FORM],
    ] as const)
      expect(problemIn(await post(body, headers))).to.include({ status: 413, code: "http.too_large" });
  });

  it("come one at a time, in a form of one part that is a file", async () => {
    const field = 'Content-Disposition: form-data; name="file"\r\n';
    const wrong = [
      "",
      "--frontier--\r\n",
      form("x").replace("\r\n--frontier--", ""),
      `x${form("x")}`,
      `${form("x")}x`,
      form(`x\r\n--frontier\r\n${HEAD}\r\ny`),
      form("x", field),
      form("x", HEAD.replace('"file"', '"other"')),
      form("x", ""),
    ];
    for (const body of wrong)
      expect(problemIn(await post(body)), body).to.include({ status: 422, code: "schema.pattern" });
    for (const type of ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a b"])
      expect(problemIn(await post(form("x"), { "Content-Type": type })).code, type).to.equal("schema.pattern");
    expect(world.service.files).to.deep.equal([]);
  });

  it("are not unpacked", async () => {
    const headers = { ...FORM, "Content-Encoding": "gzip" };
    expect(problemIn(await post(form("x"), headers))).to.include({ status: 415, code: "http.media_type" });
  });
});
