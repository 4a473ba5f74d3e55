import type { Bilingual } from "../../domain/bilingual.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Council } from "../../domain/council.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { parseJsonObject } from "../../domain/json.ts";
import type { MemberProfile } from "../../domain/member.ts";
import { CONTRACTS, type ContractName, type Network, type PerRegistry } from "../../domain/network.ts";
import { parseProfile } from "../../domain/profile.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import { TYPES } from "../../domain/types/table.ts";
import {
  memberIdOf,
  profileDigest,
  SEAL_MAKING_TYPE,
  SEAL_TYPE,
  SEAL_USE_TYPE,
  sealIdOf,
  typeIdOf,
} from "../../proof/ids.ts";
import { REPRESENTATION_TYPE, REPRESENTATION_TYPE_ID } from "../../proof/representation.ts";
import { type Reader, shapes } from "../../proof/shape.ts";
import { DOCUMENT_NAMES } from "../documents/manifest.ts";
import type { Addresses } from "./codec.ts";

export const SEAT_FORMAT = "yinzheng-council-seat/1";

/** What a council member holds beforehand: `council.json`. All of it is public; proposals are judged against it alone. */
export interface CouncilSeat {
  readonly format: typeof SEAT_FORMAT;
  readonly name: Bilingual;
  readonly network: Network;
  readonly council: Council;
  readonly guardian: Hex;
  /** keccak256 of each registry's code. */
  readonly codeHashes: PerRegistry<Hex>;
  readonly members: readonly MemberProfile[];
  /** Types that are not defined in the code. */
  readonly types: readonly { readonly code: string; readonly names: Bilingual }[];
}

const { hex, uint, text, oneOf, list, object, optional } = shapes("config.invalid");
const names: Reader<Bilingual> = object({ zh: text(200), en: text(200) });
const perContract = <T>(reader: Reader<T>): Reader<PerRegistry<T>> =>
  object({
    ...(Object.fromEntries(CONTRACTS.map((name) => [name, reader])) as Record<ContractName, Reader<T>>),
    sealRegistry: optional(reader),
  }) as Reader<PerRegistry<T>>;

const seat: Reader<CouncilSeat> = object({
  format: oneOf([SEAT_FORMAT]),
  name: names,
  network: object({
    chainId: uint(),
    genesisHash: hex(32),
    registryId: hex(32),
    contracts: perContract(hex(20)),
    deployBlock: uint(),
  }),
  council: object({ chainId: uint(), safe: hex(20), multiSend: hex(20), manager: hex(20) }),
  guardian: hex(20),
  codeHashes: perContract(hex(32)),
  members: list((value, pointer) => parseProfile(value, pointer), 10_000),
  types: list(object({ code: text(100), names }), 10_000),
});

/** Throws `config.invalid` with a pointer for what is no council.json; json.*. */
export function parseSeat(bytes: Uint8Array): CouncilSeat {
  const parsed = seat(parseJsonObject(bytes, { nodes: 100_000 }), "");
  if (parsed.network.chainId === parsed.council.chainId) return parsed;
  throw new YinzhengError("config.invalid", { pointer: "/council/chainId", expected: "the network's chain id" });
}

/** Where the council's calls go. */
export function addressesOf({ network: { contracts }, council }: CouncilSeat): Addresses {
  const { evidenceLog: _, claimRegistry: __, ...called } = contracts;
  return { ...called, safe: council.safe };
}

/** What a proposal brings along so that hashes in it can be read; worth something only where the hash agrees. */
export interface Evidence {
  readonly profiles: readonly MemberProfile[];
  /** Unified social credit codes. */
  readonly members: readonly string[];
  readonly types: readonly string[];
  /** Codes of seals; absent: none is spoken of. */
  readonly seals?: readonly string[];
}

export const NO_EVIDENCE: Evidence = { profiles: [], members: [], types: [] };

/** What the reserved types of seals are called where people read of them. */
const SEAL_TYPES: readonly { readonly code: string; readonly names: Bilingual }[] = [
  { code: SEAL_TYPE, names: { zh: "申请和管理印章", en: "Seals of its own" } },
  { code: SEAL_MAKING_TYPE, names: { zh: "制作印章", en: "Making seals" } },
  { code: SEAL_USE_TYPE, names: { zh: "使用印章", en: "Using seals" } },
];

/** Names of what stands as a hash on chain. */
export interface Book {
  /** Code, and names where the seat's owner knows them. */
  member(id: Hex): { readonly code: string; readonly names?: Bilingual } | undefined;
  type(id: Hex): { readonly code: string; readonly names?: Bilingual } | undefined;
  profile(digest: Hex): MemberProfile | undefined;
  /** Its code, and the names of its owner where the seat's owner knows them. */
  seal(id: Hex): { readonly code: string; readonly names?: Bilingual } | undefined;
}

/** The seat's own names first; of the evidence, codes and profiles by their hashes. */
export function bookOf({ members, types }: Pick<CouncilSeat, "members" | "types">, evidence: Evidence): Book {
  const codes = [...evidence.members, ...evidence.profiles.map(({ code }) => code)];
  const byMember = new Map([
    ...codes.map((code) => [memberIdOf(code), { code }] as const),
    ...members.map(({ code, names }) => [memberIdOf(code), { code, names }] as const),
  ]);
  const byType = new Map<Hex, NonNullable<ReturnType<Book["type"]>>>([
    ...evidence.types.map((code) => [typeIdOf(code), { code }] as const),
    ...types.map((type) => [typeIdOf(type.code), type] as const),
    ...TYPES.map((type) => [typeIdOf(type.code), type] as const),
    [REPRESENTATION_TYPE_ID, { code: REPRESENTATION_TYPE, names: DOCUMENT_NAMES }],
    ...SEAL_TYPES.map((type) => [typeIdOf(type.code), type] as const),
  ]);
  const bySeal = new Map((evidence.seals ?? []).map((code) => [sealIdOf(code), code] as const));
  const byDigest = new Map([...members, ...evidence.profiles].map((profile) => [profileDigest(profile), profile]));
  return {
    member: (id) => byMember.get(id),
    type: (id) => byType.get(id),
    profile: (digest) => byDigest.get(digest),
    seal: (id) => {
      const code = bySeal.get(id);
      const owner = code === undefined ? null : sealOwnerOf(code);
      const names = owner === null ? undefined : byMember.get(memberIdOf(owner));
      return code === undefined || owner === null ? undefined : { ...names, code };
    },
  };
}
