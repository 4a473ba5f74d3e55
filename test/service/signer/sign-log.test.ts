import { expect } from "chai";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { digest } from "../../proof/paper/keys.ts";
import { documentOf, draftOf, HOUR, NOW, refusal, requestOf, signer } from "./office.ts";

describe("signer: what it has signed", () => {
  let journal: Journal;
  beforeEach(() => {
    journal = openMemoryStore().journal;
  });
  const first = requestOf([documentOf(draftOf("1"), 5)]);
  const otherRoot = requestOf([documentOf(draftOf("2"), 5)]);
  const batchId = digest("another batch");
  const again = requestOf([documentOf(draftOf("1"), 5, batchId)], { batchId });
  const elsewhere = requestOf([documentOf(draftOf("1"), 6)]);

  for (const restarted of [false, true]) {
    const who = restarted ? "a signer that was restarted" : "a signer";

    it(`${who} never signs two roots for one batch, nor one draft into a second cell or batch`, async () => {
      let officer = await signer({ journal });
      await officer.signAnchor(first);
      if (restarted) officer = await signer({ journal });
      for (const request of [otherRoot, again, elsewhere]) {
        expect(await refusal(officer.signAnchor(request))).to.equal("signer.conflict");
      }
    });

    it(`${who} signs the same root again for a later window or epoch`, async () => {
      let officer = await signer({ journal });
      await officer.signAnchor(first);
      if (restarted) officer = await signer({ journal });
      const later = { ...first, anchor: { ...first.anchor, officerEpoch: 2, deadline: NOW + 2 * HOUR } };
      expect(await refusal(officer.signAnchor(later))).to.equal("signed");
    });
  }

  it("never signs two documents into one position of a status list, also after a restart", async () => {
    const place = { url: "https://demo.yinzheng.example/v1/status-lists/1", position: 7 };
    const other = { ...place, url: "https://demo.yinzheng.example/v1/status-lists/2" };
    const at = (serial: string, name: string, statusList: typeof place) => {
      const id = digest(name);
      return requestOf([documentOf(draftOf(serial), 5, id, undefined, statusList)], { batchId: id });
    };
    await (await signer({ journal })).signAnchor(at("1", "first", place));
    const officer = await signer({ journal });
    expect(await refusal(officer.signAnchor(at("2", "second", place)))).to.equal("signer.conflict");
    expect(await refusal(officer.signAnchor(at("2", "second", { ...place, position: 8 })))).to.equal("signed");
    expect(await refusal(officer.signAnchor(at("3", "third", other)))).to.equal("signed");
  });

  it("signs no batch whose documents share a position, or stand in two lists", async () => {
    const officer = await signer({ journal });
    const place = { url: "https://demo.yinzheng.example/v1/status-lists/1", position: 7 };
    const shared = [5, 6].map((index) => documentOf(draftOf(String(index)), index, undefined, undefined, place));
    expect(await refusal(officer.signAnchor(requestOf(shared)))).to.equal(
      "signer.refused: two documents in one position of a status list",
    );
    const lists = ["1", "2"].map((list) => `https://demo.yinzheng.example/v1/status-lists/${list}`);
    const apart = lists.map((url, i) => documentOf(draftOf(String(i)), i, undefined, undefined, { url, position: i }));
    expect(await refusal(officer.signAnchor(requestOf(apart)))).to.equal(
      "signer.refused: the documents name several status lists",
    );
  });

  it("signs one of two roots that are asked for at once", async () => {
    const officer = await signer({ journal });
    const answers = await Promise.all([first, otherRoot].map((request) => refusal(officer.signAnchor(request))));
    expect(answers.toSorted()).to.deep.equal(["signed", "signer.conflict"]);
  });

  it("notes what it signs before it signs, and signs nothing that it cannot note", async () => {
    const full: Journal = {
      ...journal,
      scan: (from) => journal.scan(from),
      append: () => Promise.reject(new Error("disk full")),
    };
    const officer = await signer({ journal: full });
    const error: unknown = await officer.signAnchor(first).catch((cause: unknown) => cause);
    expect(error).to.be.an("error").with.property("message", "disk full");
  });

  it("remembers nothing of what it refused", async () => {
    const officer = await signer({ journal });
    const wrong = { ...first, anchor: { ...first.anchor, root: digest("x") } };
    expect(await refusal(officer.signAnchor(wrong))).to.equal("signer.root_mismatch");
    expect(await refusal(officer.signAnchor(first))).to.equal("signed");
  });
});
