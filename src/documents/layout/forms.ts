/** How the documents of a type look. What is not named here looks like DEFAULT, also types that were dropped in as files. */
export interface Form {
  readonly orientation: "portrait" | "landscape";
  /** A frame with a guilloche, as on licences; none, as on bills, whose lists go over pages. */
  readonly framed: boolean;
  /** Short rows stand two by two. */
  readonly columns: 1 | 2;
}

export const DEFAULT_FORM: Form = { orientation: "portrait", framed: true, columns: 1 };

const LICENCE: Form = { orientation: "landscape", framed: true, columns: 2 };

/** By type code. */
export const FORMS: Readonly<Record<string, Form>> = {
  // 营业执照
  "11100000000013338W011": LICENCE,
  // 医疗收费电子票据
  "123710004935812799001": { orientation: "portrait", framed: false, columns: 2 },
};

export const formOf = (typeCode: string): Form => FORMS[typeCode] ?? DEFAULT_FORM;

/** Width and height of A4, millimetres. */
export function paper({ orientation }: Form): readonly [number, number] {
  return orientation === "portrait" ? [210, 297] : [297, 210];
}
