import * as z from "zod";
import { SHOWN } from "../../service/codes/codes.ts";
import { memberProfile, publicCertificate } from "./answers.ts";
import { bytes32, certificateId, jsonObject, seconds, text, uscc } from "./values.ts";

// Live codes: what callers send, and what they are answered.

const shown = z
  .strictObject({
    id: certificateId,
    show: z
      .enum(SHOWN)
      .meta({ description: "What anyone may know by the identifier, the whole bundle, or the sealed PDF" }),
  })
  .meta({ id: "ShownCertificate" });

export const codeBody = z
  .strictObject({
    certificates: z.array(shown).min(1).max(10),
    purpose: text.meta({ description: "What for, in words that the holder saw: at most 200 characters" }),
    audience: uscc.exactOptional().meta({ description: "The one member that may redeem it; default: any verifier" }),
  })
  .meta({ id: "CodeRequest", description: "What a holder consented to" });

export const redeemBody = z
  .strictObject({
    code: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: "As it was scanned", example: `YZ2:${"0".repeat(32)}` }),
    reason: text.meta({ description: "Why, for the journal and the holder: at most 200 characters" }),
  })
  .meta({ id: "RedeemRequest" });

const view = {
  id: z.string().meta({ description: "Names the code without being it" }),
  certificates: z.array(shown),
  purpose: z.string(),
  audience: z.string().nullable(),
  madeAt: seconds,
  expiresAt: seconds.meta({ description: "60 seconds later: from then on it is worthless" }),
  redeemed: z.strictObject({ memberId: bytes32, reason: z.string(), at: seconds }).nullable(),
};

export const codeView = z.strictObject(view).meta({ id: "Code" });
export const newCode = z
  .strictObject({
    ...view,
    code: z.string().meta({ description: "What is shown to the counter" }),
    image: z.string().meta({ description: "Its QR code, an SVG document" }),
  })
  .meta({ id: "NewCode" });

export const redemption = z
  .strictObject({
    id: z.string(),
    purpose: z.string(),
    by: memberProfile.meta({ description: "Who made the code for the holder" }),
    at: seconds,
    certificates: z.array(
      z.strictObject({
        certificate: publicCertificate,
        bundle: jsonObject.exactOptional(),
        document: z.strictObject({ mediaType: z.literal("application/pdf"), data: z.base64() }).exactOptional(),
      }),
    ),
  })
  .meta({ id: "Redemption" });

const redemptionView = z
  .strictObject({ id: z.string(), certificates: z.array(shown), purpose: z.string(), reason: z.string(), at: seconds })
  .meta({ id: "RedemptionRecord" });

const next = z.string().exactOptional().meta({ description: "Opaque; absent on the last page" });
export const codePage = z.strictObject({ items: z.array(codeView), next }).meta({ id: "CodePage" });
export const redemptionPage = z.strictObject({ items: z.array(redemptionView), next }).meta({ id: "RedemptionPage" });
