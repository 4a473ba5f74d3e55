import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { memberIdOf } from "../../proof/ids.ts";
import { ownSecret } from "../own.ts";
import { signerDir } from "./found.ts";
import type { DemoMember } from "./plan.ts";

/** Somebody of the member, for whom the launcher acts. */
export const somebodyOf = (member: DemoMember): Principal => ({
  tenant: member.id,
  subject: `${member.id}/demo`,
  roles: ["clerk", "maker", "reader"],
  via: "local",
  memberId: memberIdOf(member.code),
});

/** The maker's own act, in the maker's own process. Throws `signer.refused`. */
export async function makerActs<T>(dataDir: string, { id }: DemoMember, path: string, body: object): Promise<T> {
  const dir = signerDir(dataDir, id, "maker");
  const url = (await readFile(join(dir, "endpoint"), "utf8")).trim();
  const response = await fetch(new URL(path, url), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await ownSecret(dir, "officer.token")}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new YinzhengError("signer.refused", { status: response.status });
  return (await response.json()) as T;
}
