/** The same words in Chinese and in English. A type rather than an interface, so that it counts as plain JSON. */
export type Bilingual = { readonly zh: string; readonly en: string };
