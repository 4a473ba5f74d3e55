import type { KeySuite } from "../../domain/member.ts";
import { ecdsaJcs2019 } from "./ecdsa-jcs-2019.ts";
import { eddsaJcs2022 } from "./eddsa-jcs-2022.ts";
import { sm2Jcs2026 } from "./sm2-jcs-2026.ts";
import type { Suite } from "./suite.ts";

export type { Suite } from "./suite.ts";

/** The suites that this version implements. A new suite is one file here and one line in this table. */
export const SUITES: Readonly<Record<KeySuite, Suite>> = {
  "eddsa-jcs-2022": eddsaJcs2022,
  "ecdsa-jcs-2019": ecdsaJcs2019,
  "sm2-jcs-2026": sm2Jcs2026,
};

/** The suite of that name; undefined for one that this version does not implement (its proofs are `skipped`). */
export function suiteOf(name: string): Suite | undefined {
  return Object.values(SUITES).find((suite) => suite.name === name);
}
