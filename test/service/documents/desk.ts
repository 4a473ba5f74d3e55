import type { DocumentTerms } from "../../../src/service/documents/terms.ts";
import type { CertificateView, DocumentAnswer, DocumentFile, Service } from "../../../src/service/service.ts";
import type { Store } from "../../../src/store/store.ts";
import { settled } from "../harness.ts";
import { principal, type World } from "../world.ts";

/** Asks for a document of a licence, as one of its agency does. */
export function asked(
  service: Service,
  world: World,
  { id }: Pick<CertificateView, "id">,
  terms: DocumentTerms = { languages: "zh" },
): Promise<DocumentAnswer> {
  return service.document(principal(world.licences), id, terms);
}

/** Asks until it is there. */
export async function documentOf(
  service: Service,
  world: World,
  view: Pick<CertificateView, "id">,
  terms?: DocumentTerms,
): Promise<DocumentFile> {
  let answer = await asked(service, world, view, terms);
  await settled(async () => {
    answer = await asked(service, world, view, terms);
    return answer.state === "issued";
  });
  if (answer.state !== "issued") throw new Error("it is not there");
  return answer.file;
}

/** What was journaled, in order. */
export async function kindsIn({ journal }: Store): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { kind } of journal.scan(1)) kinds.push(kind);
  return kinds;
}
