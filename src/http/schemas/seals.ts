import * as z from "zod";
import { SEAL_STATES } from "../../domain/seal.ts";
import { SEAL_ACTS, SEAL_FORM_FORMAT, SEAL_KINDS } from "../../domain/seal-order.ts";
import { memberProfile } from "./answers.ts";
import { address, bytes32, seconds, signature, uint32, uscc } from "./values.ts";

// Seals: what callers and signers send, and what they are answered.

const code = z.string().meta({ description: "The owner's unified social credit code and three digits" });
const uint8 = z.int().min(0).max(0xff);
const kind = z.enum(SEAL_KINDS);
const side = z.int().min(1).max(1000).meta({ description: "Millimetres" });

const said = {
  code,
  kind,
  name: z.string().meta({ description: "What stands on it: at most 60 characters" }),
  maker: uscc.meta({ description: "Who is to make it" }),
  validFrom: seconds,
  validUntil: seconds,
  dailyLimit: z.int().min(1).max(0xffffffff).meta({ description: "Most uses in a day of Asia/Shanghai" }),
};

export const sealForm = z
  .strictObject({
    format: z.literal(SEAL_FORM_FORMAT),
    ...said,
    picture: z
      .strictObject({ digest: bytes32.meta({ description: "SM3 of the file" }), width: side, height: side })
      .exactOptional(),
  })
  .meta({ id: "SealForm" });

export const sealOrder = z.strictObject({
  memberId: bytes32,
  sealId: bytes32,
  what: uint8,
  digest: bytes32,
  since: seconds,
  other: bytes32,
  validFrom: seconds,
  validUntil: seconds,
  expected: uint32,
  orderedAt: seconds,
});
const signedSealOrder = z.strictObject({ order: sealOrder, officer: address, signature });

const base = { memberId: bytes32, officerEpoch: uint32, sealId: bytes32 };
const window = { notBefore: seconds, deadline: seconds };
const act = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("seal-apply"),
    application: z.strictObject({ ...base, maker: bytes32, dailyLimit: uint32, ...window }),
  }),
  z.strictObject({
    kind: z.literal("seal-make"),
    making: z.strictObject({ ...base, digest: bytes32, validFrom: seconds, validUntil: seconds, ...window }),
  }),
  z.strictObject({
    kind: z.literal("seal-change"),
    change: z.strictObject({ ...base, expected: uint32, to: uint8, since: seconds, digest: bytes32, ...window }),
  }),
  z.strictObject({
    kind: z.literal("seal-delegate"),
    delegation: z.strictObject({
      ...base,
      expected: uint32,
      delegate: bytes32,
      validFrom: seconds,
      validUntil: seconds,
      ...window,
    }),
  }),
]);

/** What the service shows a signer of a seal. */
export const sealActRequest = z.strictObject({
  act,
  order: signedSealOrder,
  form: sealForm,
  application: signedSealOrder,
  seal: z.base64().exactOptional(),
});
/** What the service has a signer count. */
export const sealUse = z.strictObject({ ...base, batchId: bytes32, count: uint32, ...window });
/** What a maker's own command shows his signer. */
export const sealOrderRequest = z.strictObject({
  order: sealOrder,
  form: sealForm,
  application: signedSealOrder.exactOptional(),
  seal: z.base64().exactOptional(),
});

const orderInput = z.strictObject({
  officer: address,
  orderedAt: seconds,
  signature: signature.meta({ description: "Over EIP-712 `SealOrder`" }),
});
const expected = uint32.meta({ description: "`changes` of the seal, as it was when the maker ordered" });

export const sealApplyBody = z
  .strictObject({
    form: z.strictObject({ format: z.literal(SEAL_FORM_FORMAT), ...said }),
    picture: z
      .strictObject({ file: z.base64().meta({ description: "PNG" }), width: side, height: side })
      .exactOptional()
      .meta({ description: "Of kind `picture`" }),
    order: orderInput,
  })
  .meta({ id: "SealApplication" });

export const sealMakeBody = z.strictObject({}).meta({ id: "SealMaking" });

export const sealOrderBody = z
  .strictObject({
    what: z.enum(["make", "activate", "suspend", "resume", "lose", "destroy"]),
    digest: bytes32.exactOptional().meta({ description: "Of make and activate: that of the seal object looked at" }),
    since: seconds.exactOptional().meta({ description: "Of lose: since when; absent: from now on" }),
    expected,
    order: orderInput,
  })
  .meta({ id: "SealOrderRequest" });

export const sealDelegationBody = z
  .strictObject({
    member: uscc.meta({ description: "Who may use it" }),
    validFrom: seconds,
    validUntil: seconds.meta({ description: "0: nobody of that member any more" }),
    expected,
    order: orderInput,
  })
  .meta({ id: "SealDelegationRequest" });

export const sealPath = z.object({ id: z.string().regex(/^[0-9A-Z]{18}\d{3}$/) });

const publicView = {
  code,
  sealId: bytes32,
  state: z.enum(SEAL_STATES),
  owner: memberProfile,
  name: z.string(),
  validFrom: seconds,
  validUntil: seconds,
  lostSince: seconds.nullable().meta({ description: "null: never reported lost" }),
};
export const publicSeal = z.strictObject(publicView).meta({ id: "PublicSeal" });

export const sealView = z
  .strictObject({
    ...publicView,
    kind,
    maker: memberProfile,
    digest: bytes32.nullable().meta({ description: "SM3 of the seal object; null until it is made" }),
    registered: z.boolean().meta({ description: "Whether the registry has that digest: then every order names it" }),
    form: sealForm,
    application: signedSealOrder.meta({ description: "The owner's maker's order to apply for it" }),
    dailyLimit: uint32,
    usedToday: uint32,
    uses: z.int().min(0),
    changes: uint32,
    delegates: z.array(z.strictObject({ member: bytes32, validFrom: seconds, validUntil: seconds })),
    orders: z.array(
      z.strictObject({
        what: z.enum(SEAL_ACTS),
        orderedAt: seconds,
        state: z.enum(["pending", "done", "failed"]),
        code: z.string().exactOptional().meta({ description: "Of what failed: why" }),
        block: z.int().exactOptional(),
        time: seconds.exactOptional(),
      }),
    ),
  })
  .meta({ id: "Seal" });
export const sealList = z.strictObject({ items: z.array(sealView) }).meta({ id: "Seals" });
