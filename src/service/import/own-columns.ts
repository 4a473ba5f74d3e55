import type { SuccessionKind } from "../../domain/succession.ts";

/** Columns beside those of the type's fields; a field's column never begins like this. */
export const OWN_COLUMNS = [
  "certificate.validFrom",
  "certificate.validUntil",
  "certificate.supersedes.id",
  "certificate.supersedes.kind",
] as const;

/** How a sheet may say how one certificate takes another's place. */
export const SUCCESSION_LABELS = { change: "变更", reissue: "补发", renewal: "延续" } as const satisfies Record<
  SuccessionKind,
  string
>;

/** A row whose first cell begins so is for people, directly under the header. */
export const COMMENT = "#";
