import { expect } from "chai";
import type { FileReading } from "../../src/documents/read/file.ts";
import { type DocumentReader, openReader, type ReaderOptions } from "../../src/main/documents/reader.ts";
import { CERTIFICATE } from "../documents/paper.ts";
import { sealedPaper } from "../documents/sealed.ts";

/** A thread that does this with a file: `bytes` are the file's, `answer` posts. */
const script = (what: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from "node:worker_threads";
      const answer = (reading) => parentPort.postMessage(reading);
      parentPort.on("message", (bytes) => { ${what} });
      answer("ready");`)}`,
  );
const FILE = new Uint8Array(8);

describe("main: files read by threads", () => {
  let reader: DocumentReader | undefined;
  afterEach(() => reader?.close());
  const opened = (options: ReaderOptions = {}): DocumentReader => {
    reader = openReader(options);
    return reader;
  };
  const faultOf = (reading: FileReading): string | null => ("fault" in reading ? reading.fault : null);

  it("give what stands in them, certificates and seals whole", async () => {
    const { pdf } = await sealedPaper();
    const reading = await opened().read(pdf);
    if ("kind" in reading || "fault" in reading) throw new Error("no document");
    expect(Buffer.compare(reading.certificate, CERTIFICATE)).to.equal(0);
    const [seal] = reading.seals;
    if (typeof seal?.signature !== "object") throw new Error("no signature");
    expect(seal.holds).to.equal(true);
    expect(seal.signature.signer.attributes.get("2.5.4.97")).to.equal("NTRCN-11371000004352185C");
  });

  it("are given up when one takes too long, and the next one is read by another thread", async () => {
    const endless = opened({
      longestMs: 1_000,
      script: script("if (bytes[0] === 1) for (;;); answer({ fault: 'pdf.foreign' })"),
    });
    const [first, second, third] = await Promise.all([
      endless.read(FILE.with(0, 1)),
      endless.read(FILE),
      endless.read(FILE),
    ]);
    expect([first, second, third].map(faultOf)).to.deep.equal(["pdf.too_slow", "pdf.foreign", "pdf.foreign"]);
  });

  it("are given up when one takes too much memory, and this process lives on", async () => {
    const greedy = opened({
      heapMb: 16,
      script: script(
        "if (bytes[0] === 1) { const all = []; for (;;) all.push(new Array(10_000).fill(all.length)); } answer({ fault: 'pdf.foreign' })",
      ),
    });
    expect(faultOf(await greedy.read(FILE.with(0, 1)))).to.equal("pdf.too_slow");
    expect(faultOf(await greedy.read(FILE))).to.equal("pdf.foreign");
  });

  it("are given up when the thread dies of one", async () => {
    const dying = opened({ script: script("throw new Error('of this file')") });
    expect(faultOf(await dying.read(FILE))).to.equal("pdf.too_slow");
  });

  it("are refused when too many wait already, and read again when they don't", async () => {
    const reader = opened({ script: script("answer({ fault: 'pdf.foreign' })") });
    const said = await Promise.all(
      Array.from({ length: 20 }, () => reader.read(FILE).then(faultOf, ({ code }: { code?: string }) => code)),
    );
    // One is being read, and 16 wait.
    expect(said).to.deep.equal([...Array(17).fill("pdf.foreign"), ...Array(3).fill("http.rate")]);
    expect(faultOf(await reader.read(FILE))).to.equal("pdf.foreign");
  });

  it("are not blamed for a thread that doesn't start", async () => {
    const broken = opened({ script: new URL("data:text/javascript,throw new Error('no thread')") });
    const said = await broken.read(FILE).catch((error: Error) => error.message);
    expect(said).to.equal("no thread");
  });

  it("are not read any more after the reader was closed, nor those that waited", async () => {
    const slow = opened({ script: script("") });
    const asked = [slow.read(FILE), slow.read(FILE)].map((reading) =>
      reading.catch(({ code }: { code?: string }) => code),
    );
    await slow.close();
    expect(await Promise.all(asked)).to.deep.equal(["document.stopped", "document.stopped"]);
    expect(await slow.read(FILE).catch(({ code }: { code?: string }) => code)).to.equal("document.stopped");
  });
});
