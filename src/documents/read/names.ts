/** Files that a document carries: the certificate it shows, and the proof that it is a representation of it. */
export const CERTIFICATE_FILE = "certificate.json";
export const REPRESENTATION_FILE = "representation.json";

/** Object numbers that a rendering names: the tree of embedded files, the certificate's file specification and its bytes. */
export interface Numbers {
  readonly names: number;
  readonly file: number;
  readonly data: number;
}

/** The line behind a rendering's end by which a reader finds its way without reading the rest. */
export const markerOf = ({ names, file, data }: Numbers): string =>
  `%yinzheng-document/1 names ${names} file ${file} data ${data}\n`;

/** The line as it stands in a file, right behind the rendering's `%%EOF`. */
export const MARKER = /%%EOF\n%yinzheng-document\/1 names (\d{1,7}) file (\d{1,7}) data (\d{1,7})\n/;
