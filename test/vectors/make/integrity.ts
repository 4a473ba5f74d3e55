import type { JsonObject } from "../../../src/domain/canonical.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import { digest } from "../../proof/paper/keys.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** What stands in the cell, and what its type says of it. */
export async function integrity(): Promise<readonly Vector[]> {
  return [...(await places()), ...(await documents()), ...(await types())];
}

async function places(): Promise<readonly Vector[]> {
  const world = await paper();
  const other = await paper({ index: 6 });
  const { manifest, path } = other.bundle;
  const wrongTree = await paper({ anchor: { root: digest("another tree") } });
  const odd = await paper({ anchor: { size: 17 } });
  const unknownHash = await paper({ anchor: { hashSuite: 3 } });
  const sm3 = await paper({ suite: "sm3", type: BUSINESS_LICENCE });
  const receipt = await paper({ kind: "receipt" });
  const empty = await paper({ kind: "void" });
  const touched = (part: JsonObject) =>
    paper({
      touch: (credential) => {
        const [cell, ...entries] = credential.credentialStatus as readonly JsonObject[];
        return { ...credential, credentialStatus: [{ ...cell, ...part } as JsonObject, ...entries] };
      },
    });
  return [
    vector(
      "wrong-cell",
      "Manifest and path of the cell next to it.",
      "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.path_mismatch | integrity.cell integrity.cell_mismatch",
      world,
      {
        bundle: { ...world.bundle, manifest, path },
      },
    ),
    vector(
      "wrong-cell-index",
      "Anchored and signed over, but the credential names another index.",
      "invalid | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
      await touched({ index: 6 }),
    ),
    vector(
      "wrong-cell-batch",
      "The credential names another batch.",
      "invalid | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
      await touched({ batchId: digest("x") }),
    ),
    vector(
      "wrong-member",
      "The credential names another member's cell.",
      "invalid | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
      await touched({ memberId: digest("x") }),
    ),
    vector(
      "wrong-type-in-cell",
      "The credential names a cell of another type.",
      "invalid | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
      await touched({ typeId: digest("x") }),
    ),
    vector(
      "wrong-registry-in-cell",
      "The credential names a cell of another installation.",
      "invalid | integrity.cell integrity.cell_mismatch | issuer.proof issuer.signature_bad",
      await touched({ registryId: digest("x") }),
    ),
    vector(
      "wrong-tree",
      "A root that the path does not lead to, properly signed and anchored.",
      "invalid | integrity.leaf integrity.path_mismatch",
      wrongTree,
    ),
    vector(
      "wrong-tree-size",
      "A size that is no power of two, properly signed and anchored.",
      "invalid | integrity.leaf integrity.path_mismatch",
      odd,
    ),
    vector(
      "wrong-hash-suite",
      "A batch hashed with SM3 where the type demands SHA-256.",
      "invalid | integrity.leaf integrity.hash_suite",
      sm3,
    ),
    vector(
      "unknown-hash-suite",
      "A hash suite that no verifier knows.",
      "invalid | integrity.document integrity.document_mismatch | integrity.leaf integrity.path_mismatch",
      unknownHash,
    ),
    vector(
      "wrong-kind-receipt",
      "A record of kind receipt is no certificate, though it has all the form of one.",
      "invalid | integrity.kind integrity.wrong_kind",
      receipt,
    ),
    vector(
      "wrong-kind-void",
      "A record of kind void is no certificate.",
      "invalid | integrity.kind integrity.wrong_kind",
      empty,
    ),
  ];
}

async function documents(): Promise<readonly Vector[]> {
  const world = await paper();
  const { bundle } = world;
  const [representation] = bundle.representations as readonly [Bundle["representations"][number]];
  const [context] = bundle.contexts as readonly [Bundle["contexts"][number]];
  const [type] = bundle.types as readonly [Bundle["types"][number]];
  const malformed = await paper({ touch: ({ issuer: _, ...credential }) => credential });
  return [
    vector(
      "two-representations",
      "A second representation, with proofs that nobody has checked.",
      "invalid | integrity.document integrity.document_mismatch",
      world,
      {
        bundle: { ...bundle, representations: [representation, representation] },
      },
    ),
    vector(
      "no-representation",
      "No document at all.",
      "invalid | integrity.document integrity.document_mismatch | integrity.subject integrity.subject_invalid | issuer.proof issuer.none_checked | issuer.credential issuer.name_mismatch | issuer.key_owner issuer.name_mismatch | issuer.identifier issuer.name_mismatch",
      world,
      { bundle: { ...bundle, representations: [] } },
    ),
    vector(
      "credential-unreadable",
      "A credential without issuer: no credential of ours; context and type are skipped.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad | issuer.credential issuer.name_mismatch | issuer.identifier issuer.name_mismatch",
      malformed,
    ),
    vector(
      "no-context",
      "The vocabulary is missing.",
      "indeterminate | integrity.context integrity.context_mismatch",
      world,
      { bundle: { ...bundle, contexts: [] } },
    ),
    vector(
      "two-contexts",
      "Two vocabularies, one of them the pinned one.",
      "indeterminate | integrity.context integrity.context_mismatch",
      world,
      {
        bundle: { ...bundle, contexts: [context, context] },
      },
    ),
    vector(
      "no-type",
      "The type definition is missing; the fields are not judged then.",
      "indeterminate | integrity.type integrity.type_unknown",
      world,
      {
        bundle: { ...bundle, types: [] },
      },
    ),
    vector("two-types", "Two type definitions.", "indeterminate | integrity.type integrity.type_mismatch", world, {
      bundle: { ...bundle, types: [type, type] },
    }),
  ];
}

async function types(): Promise<readonly Vector[]> {
  const poor = await paper({ draft: { subject: { name: "无" } } });
  const strange = await paper({ type: { ...BUSINESS_LICENCE, code: "11100000000013338W001" }, draft: {} });
  const malformed = await paper({
    type: { ...BUSINESS_LICENCE, fields: [...BUSINESS_LICENCE.fields, ...BUSINESS_LICENCE.fields] },
  });
  const field = (name: string, value: string) =>
    paper({
      touch: (credential) => ({
        ...credential,
        credentialSubject: { ...(credential.credentialSubject as JsonObject), [name]: value },
      }),
    });
  return [
    vector(
      "subject-incomplete",
      "Fields that the type requires are missing, though issuer and officers let it pass.",
      "invalid | integrity.subject integrity.subject_invalid",
      poor,
    ),
    vector(
      "subject-bidi",
      "A name with a character that turns the writing direction.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad",
      await field("name", "环翠\u202e面馆"),
    ),
    vector(
      "subject-not-nfc",
      "A name that is not in Unicode's composed form.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad",
      await field("name", "Cafe\u0301"),
    ),
    vector(
      "subject-date",
      "30 February.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad",
      await field("establishedOn", "2020-02-30"),
    ),
    vector(
      "subject-credit-code",
      "A credit code with a wrong check character.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad",
      await field("unifiedSocialCreditCode", "91371000163094814R"),
    ),
    vector(
      "subject-unknown-field",
      "A field that the type does not know.",
      "invalid | integrity.subject integrity.subject_invalid | issuer.proof issuer.signature_bad",
      await field("nickname", "面馆"),
    ),
    vector(
      "type-of-another-code",
      "The pinned definition is of another type than the cell.",
      "invalid | integrity.type integrity.type_mismatch",
      strange,
    ),
    vector(
      "type-malformed",
      "The pinned definition is none: a field stands twice.",
      "indeterminate | integrity.type integrity.type_mismatch",
      malformed,
    ),
  ];
}
