import { expect } from "chai";
import { CHECK_FAMILIES } from "../../src/domain/checks/table.ts";
import {
  CHECKS,
  type Check,
  type CheckName,
  check,
  documentVerdictOf,
  MANDATORY_FAMILIES,
  MANDATORY_SEALS,
  titleOf,
  verdictOf,
} from "../../src/domain/checks.ts";
import { codeOf } from "./caught.ts";

/** What a report of a sound certificate says at least. */
const SOUND: readonly Check[] = [
  check("trust.network", "valid", "trust.ok"),
  check("integrity.document", "valid", "integrity.ok"),
  check("issuer.proof", "valid", "issuer.ok"),
  check("anchor.record", "valid", "anchor.ok"),
  check("status.cell", "valid", "status.ok"),
  check("time.validity", "valid", "time.ok"),
];
const INVALID = check("integrity.leaf", "invalid", "integrity.path_mismatch");
const ERROR = check("trust.level", "error", "trust.node_unreachable");
const REVOKED = check("status.cell", "invalid", "status.revoked");

function without(family: string): readonly Check[] {
  return SOUND.filter((line) => line.family !== family);
}

function entries(): readonly (readonly [CheckName, string, { zh: string; en: string; notInForce?: true }])[] {
  return (Object.keys(CHECKS) as CheckName[]).flatMap((name) =>
    Object.entries(CHECKS[name].codes).map(([code, meaning]) => [name, code, meaning] as const),
  );
}

/** What the codes of a check begin with; those of a file by what file it is. */
const familyOf = (name: string): string => (name === "seal.file" ? "pdf" : (name.split(".")[0] ?? ""));
const FILES = ["pdf", "ofd", "seal"];

describe("domain/checks", () => {
  it("names each check by a family, and each code by it too, except status.stale and those of files, whose names others rely on", () => {
    for (const name of Object.keys(CHECKS)) expect(CHECK_FAMILIES).to.include(name.split(".")[0]);
    const odd = entries().filter(([name, code]) => {
      const [family = ""] = code.split(".");
      return name === "seal.file" ? !FILES.includes(family) : family !== familyOf(name);
    });
    expect(odd.map(([name, code]) => [name, code])).to.deep.equal([["time.evidence", "status.stale"]]);
  });

  it("gives each check the code ok, but for the one that nothing calls for yet", () => {
    const without = Object.entries(CHECKS).filter(([name, { codes }]) => !(`${familyOf(name)}.ok` in codes));
    expect(without.map(([name]) => name)).to.deep.equal(["issuer.seal_signer"]);
  });

  it("says every code in Chinese and in English, as a sentence", () => {
    for (const [name, code, { zh, en }] of entries()) {
      expect(zh, `${name} ${code}`).to.match(/\p{Script=Han}.*。$/u);
      expect(en, `${name} ${code}`).to.match(/^[A-Z].*\.$/);
    }
  });

  it("says what to do wherever the answer is not fine", () => {
    const short = entries().filter(([, code, { en }]) => {
      const fine = code.endsWith(".ok") || code.endsWith(".skipped");
      return !fine && !/refuse|ask|get|do not|let|try|update|use|report|treat/i.test(en);
    });
    expect(short.map(([name, code]) => `${name} ${code}`)).to.deep.equal([]);
  });

  it("marks as not in force what is genuine but does not hold, and nothing else", () => {
    const marked = entries().filter(([, , { notInForce }]) => notInForce === true);
    expect(marked.map(([, code]) => code)).to.deep.equal([
      "status.suspended",
      "status.revoked",
      "status.superseded",
      "status.claimed",
      // status.cell by what is proven, status.list by what a list shows
      "status.suspended",
      "status.revoked",
      "status.superseded",
      "time.not_yet_valid",
      "time.expired",
      "time.before_anchor",
      "time.copy_expired",
    ]);
  });

  it("has the codes that the design fixes", () => {
    const codes = entries().map(([, code]) => code);
    expect(codes).to.include.members(["trust.unknown_network", "status.unproven", "status.stale"]);
  });

  it("makes a line of a report with both sentences", () => {
    expect(check("status.cell", "invalid", "status.revoked", { since: 5 })).to.deep.equal({
      family: "status",
      name: "status.cell",
      result: "invalid",
      code: "status.revoked",
      message: {
        zh: "证照已被撤销、吊销或注销，且不可恢复。请勿采信。",
        en: "The certificate is revoked for good. Do not rely on it.",
      },
      detail: { since: 5 },
    });
    expect(check("time.evidence", "skipped", "time.skipped")).not.to.have.property("detail");
  });

  it("makes no line that is valid without ok, or ok without valid", () => {
    expect(codeOf(() => check("status.cell", "valid", "status.revoked"))).to.equal("internal");
    expect(codeOf(() => check("status.cell", "skipped", "status.ok"))).to.equal("internal");
  });

  it("passes over nothing that is not in force", () => {
    expect(codeOf(() => check("status.cell", "skipped", "status.revoked"))).to.equal("internal");
    expect(codeOf(() => check("time.validity", "error", "time.expired"))).to.equal("internal");
  });

  it("has a heading for each check", () => {
    expect(titleOf("anchor.scope")).to.deep.equal({ en: "Competence", zh: "颁发权限" });
  });

  it("calls valid what is sound in every mandatory family", () => {
    expect(verdictOf(SOUND)).to.equal("valid");
    expect(verdictOf([...SOUND, check("issuer.proof", "skipped", "issuer.suite_unknown")])).to.equal("valid");
  });

  it("calls nothing valid when no check was made", () => {
    expect(verdictOf([])).to.equal("indeterminate");
    expect(verdictOf(SOUND.map((line): Check => ({ ...line, result: "skipped" })))).to.equal("indeterminate");
  });

  for (const family of MANDATORY_FAMILIES) {
    it(`calls nothing valid when nothing in the family ${family} was established`, () => {
      expect(verdictOf(without(family))).to.equal("indeterminate");
    });
  }

  it("puts invalid before everything", () => {
    expect(verdictOf([...SOUND, REVOKED, ERROR, INVALID])).to.equal("invalid");
    expect(verdictOf([INVALID])).to.equal("invalid");
  });

  it("puts indeterminate before not in force", () => {
    expect(verdictOf([...without("status"), REVOKED, ERROR])).to.equal("indeterminate");
  });

  it("does not call a certificate revoked whose other families are not established", () => {
    expect(verdictOf([REVOKED])).to.equal("indeterminate");
  });

  for (const line of [
    REVOKED,
    check("status.cell", "invalid", "status.suspended"),
    check("status.cell", "invalid", "status.superseded"),
  ]) {
    it(`calls ${line.code} not in force`, () => {
      expect(verdictOf([...without("status"), line])).to.equal("not_in_force");
    });
  }

  for (const code of ["time.expired", "time.not_yet_valid", "time.before_anchor"] as const) {
    it(`calls ${code} not in force`, () => {
      expect(verdictOf([...without("time"), check("time.validity", "invalid", code)])).to.equal("not_in_force");
    });
  }

  it("calls stale evidence indeterminate even beside a valid check of its family", () => {
    expect(verdictOf([...SOUND, check("time.evidence", "error", "status.stale")])).to.equal("indeterminate");
  });

  describe("of a document", () => {
    const SEALS: readonly Check[] = MANDATORY_SEALS.map((name) =>
      name === "seal.file" ? check(name, "valid", "pdf.ok") : check(name, "valid", "seal.ok"),
    );
    const DOCUMENT = [...SOUND, ...SEALS];

    it("calls valid what is sound in every family and whose seals all succeeded", () => {
      expect(documentVerdictOf(DOCUMENT)).to.equal("valid");
      expect(documentVerdictOf([...DOCUMENT, check("seal.chain", "skipped", "seal.skipped")])).to.equal("valid");
    });

    for (const seal of MANDATORY_SEALS) {
      it(`calls nothing valid, and nothing lapsed, without ${seal}`, () => {
        const rest = DOCUMENT.filter(({ name }) => name !== seal);
        expect(documentVerdictOf(rest)).to.equal("indeterminate");
        expect(documentVerdictOf([...rest, REVOKED])).to.equal("indeterminate");
      });
    }

    it("calls a document invalid whose seals were never reached, where its certificate is false", () => {
      expect(documentVerdictOf([...SOUND, INVALID])).to.equal("invalid");
    });

    it("calls a copy not in force whose time is over", () => {
      expect(documentVerdictOf([...DOCUMENT, check("time.copy", "invalid", "time.copy_expired")])).to.equal(
        "not_in_force",
      );
    });

    it("calls a document that was saved again indeterminate, and one that was altered invalid", () => {
      const rest = DOCUMENT.filter(({ name }) => name !== "seal.file");
      expect(documentVerdictOf([...rest, check("seal.file", "error", "pdf.resaved")])).to.equal("indeterminate");
      expect(documentVerdictOf([...rest, check("seal.file", "invalid", "pdf.altered")])).to.equal("invalid");
    });
  });
});
