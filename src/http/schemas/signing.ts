import * as z from "zod";
import { SIGNATURE_FORMAT, SIGNING_REQUEST_FORMAT } from "../../service/signing/requests.ts";
import { anchor, anchorHead } from "./officers.ts";
import { address, bilingual, bytes32, seconds, signature } from "./values.ts";

// What officers sign on machines without a network.

export const waitingBatches = z
  .strictObject({
    items: z.array(
      z.strictObject({
        batchId: bytes32,
        import: z.string().exactOptional().meta({ description: "Id of the import that it is of" }),
        type: z.strictObject({ code: z.string(), names: bilingual }),
        closedAt: seconds,
        officers: z.array(address).meta({ description: "Whose signatures are waited for" }),
        deadline: seconds.nullable().meta({ description: "Of the request fetched last; null where none is good now" }),
      }),
    ),
  })
  .meta({ id: "WaitingBatches" });

/** First line of a request's file. */
export const signingHead = anchorHead.extend({ format: z.literal(SIGNING_REQUEST_FORMAT), officers: z.array(address) });

export const broughtSignature = z
  .strictObject({
    anchor: anchor.meta({ description: "As the request has it" }),
    officer: address,
    signature: signature.meta({ description: "Over EIP-712 `Anchor`" }),
  })
  .meta({ id: "BroughtSignature" });

/** A signature's file. */
export const signatureFile = broughtSignature.extend({ format: z.literal(SIGNATURE_FORMAT) });

export const takenSignature = z
  .strictObject({
    batchId: bytes32,
    officer: address,
    missing: z.array(address).meta({ description: "Officers who sign offline and have not yet" }),
  })
  .meta({ id: "TakenSignature" });
