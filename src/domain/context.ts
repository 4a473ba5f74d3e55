/** Base context of W3C Verifiable Credentials 2.0, always first. */
export const BASE_CONTEXT = "https://www.w3.org/ns/credentials/v2";

/** Where our own terms are named. Never fetched: whoever reads a certificate has the document, pinned by its digest. */
const TERMS = "https://yinzheng.example/ns/v1#";

/**
 * Our JSON-LD context. Fields of a certificate need no line here: `@vocab` names them, so that an agency can define a
 * type without a new context. Its JCS bytes are what `digestSRI` pins; changing one is a new context.
 */
export const CONTEXT_DOCUMENT = {
  "@context": {
    "@version": 1.1,
    "@vocab": TERMS,
    id: "@id",
    type: "@type",
    certificateType: { "@id": `${TERMS}certificateType`, "@type": "@json" },
    replaces: { "@id": `${TERMS}replaces`, "@type": "@json" },
    YinzhengCell: {
      "@id": `${TERMS}YinzhengCell`,
      "@context": {
        "@protected": true,
        id: "@id",
        type: "@type",
        registryId: `${TERMS}registryId`,
        memberId: `${TERMS}memberId`,
        typeId: `${TERMS}typeId`,
        batchId: `${TERMS}batchId`,
        index: `${TERMS}index`,
      },
    },
  },
} as const;
