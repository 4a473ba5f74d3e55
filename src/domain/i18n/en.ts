import type { Dictionary } from "./dictionary.ts";

/** What people read, in English. */
export const en: Dictionary = {
  "app.name": "Yinzheng",
  "app.tagline": "Electronic certificates issued by agencies and verified by anyone",

  "verdict.valid": "Valid",
  "verdict.invalid": "Invalid",
  "verdict.not_in_force": "Not in force",
  "verdict.indeterminate": "Could not be determined",
  "verdict.valid.meaning":
    "This agency issued the certificate, it is unaltered, and it was in force at the time stated.",
  "verdict.invalid.meaning": "The certificate is not genuine or was altered.",
  "verdict.not_in_force.meaning": "The certificate is genuine but was not in force at the time stated.",
  "verdict.indeterminate.meaning":
    "A check that is needed could not be made, so the certificate can't be called valid.",
  "verdict.valid.do": "You can rely on it. Make sure that its holder is the one you deal with.",
  "verdict.invalid.do": "Refuse it, and ask the issuer through another channel.",
  "verdict.not_in_force.do": "Do not rely on it. Ask the holder for the certificate now in force.",
  "verdict.indeterminate.do": "Follow the failed checks below and verify again; until then, treat it as unverified.",

  "level.online": "online",
  "level.snapshot": "snapshot",
  "level.archival": "archival",
  "level.online.meaning": "the state comes from a chain node that you trust",
  "level.snapshot.meaning": "offline; one witness vouches for the state",
  "level.archival.meaning": "offline; a quorum of witnesses vouches for the state",

  "report.as_of": "As of",
  "report.as_of.block": "As of {time} (from block {block}, known up to {known})",
  "report.as_of.no_block": "As of {time} (no usable block evidence)",
  "report.verdict": "Verdict",
  "report.level": "Level",
  "report.trust": "Digest of the trust file",
  "report.vouched_by": "Vouched for by",
  "report.certificate": "Certificate",
  "report.identifier": "Identifier",
  "report.type": "Type",
  "report.issuer": "Issuer",
  "report.holder": "Holder",
  "report.checks": "Checks",
  "report.what_to_do": "What to do",
  "report.changed_that_day": "The status changed on that day",

  "result.valid": "passed",
  "result.invalid": "failed",
  "result.error": "could not be checked",
  "result.skipped": "not checked",

  "family.integrity": "Integrity",
  "family.issuer": "Issuer",
  "family.anchor": "Anchor",
  "family.status": "Status",
  "family.time": "Time",
  "family.seal": "Seal",
  "family.holder": "Holder",
  "family.trust": "Trust",

  "state.active": "active",
  "state.suspended": "suspended",
  "state.revoked": "revoked",
  "state.superseded": "superseded",

  "reason.unspecified": "not stated",
  "reason.cancelled": "cancelled",
  "reason.lapsed": "lapsed",
  "reason.penalty": "withdrawn as a penalty",
  "reason.voided": "voided from the beginning",
  "reason.transferred_out": "transferred out",
  "reason.replaced": "replaced",
  "reason.key_compromise": "key compromised",
  "reason.court_order": "court order",
  "reason.error": "issued in error",
  "reason.investigation": "under investigation",
  "reason.lifted": "resumed",

  "certificate.awaiting_approval": "awaiting approval",
  "certificate.returned": "returned",
  "certificate.anchoring": "being anchored",
  "certificate.issued": "issued",

  "period.from": "from",
  "period.until": "until",
  "period.no_end": "no end",

  "error.what_to_do": "See {code} in docs/errors.md for what to do",
  "error.at": "At {pointer}",
};
