import type { Documents } from "../../documents/documents.ts";

/** Documents that are opened when one is first asked for: the fonts are large, and many processes never make any. */
export function lazyDocuments(open: () => Promise<Documents>): Documents {
  let opened: Promise<Documents> | undefined;
  const documents = (): Promise<Documents> => {
    opened ??= open();
    return opened;
  };
  return {
    certificate: async (request) => (await documents()).certificate(request),
    sign: async (pdf, options) => (await documents()).sign(pdf, options),
  };
}
