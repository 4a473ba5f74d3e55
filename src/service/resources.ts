import type { JsonObject } from "../domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../domain/context.ts";
import type { PinnedResource } from "../domain/credential.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import type { TypeTable } from "../domain/types/table.ts";
import { sriOf } from "../proof/ids.ts";
import { seal } from "../proof/sealed.ts";

/** A document that certificates pin by digest and bundles carry. */
export interface Resource {
  readonly id: string;
  readonly document: JsonObject;
}

const CONTEXT: Resource = {
  id: "https://yinzheng.example/ns/v1",
  document: seal(CONTEXT_DOCUMENT as unknown as JsonObject),
};

/** The JSON-LD context of our own terms. */
export function contextResource(): Resource {
  return CONTEXT;
}

/** A type's definition as certificates of that version pin it. */
export function typeResource(type: TypeDefinition): Resource {
  const id = `https://yinzheng.example/types/${type.code}/v${type.version}`;
  return { id, document: seal(type as unknown as JsonObject) };
}

/** How a certificate pins a document. */
export function pinned({ id, document }: Resource): PinnedResource {
  return { id, digestSRI: sriOf(document) };
}

/** A type that this version can issue; throws `policy.type_unknown`. */
export function typeOf({ types }: { readonly types: TypeTable }, code: string, version?: number): TypeDefinition {
  const type = types.find(code, version);
  if (type === undefined) throw new YinzhengError("policy.type_unknown", { pointer: "/type" });
  return type;
}
