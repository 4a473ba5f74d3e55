/** Why a file can't be read as an OFD document that was sealed. */
export type OfdFault =
  /** More bytes than are read. */
  | "ofd.too_large"
  /** No ZIP container at all. */
  | "ofd.not_ofd"
  /** A container that ends too early, or goes on behind its end. */
  | "ofd.truncated"
  /** Its entries need a password. */
  | "ofd.encrypted"
  /** A container that two programs might read as two: names, lists of entries and check sums that don't agree. */
  | "ofd.container"
  /** It unpacks to far more than a document holds. */
  | "ofd.bomb"
  /** A part that has to be read is no XML, or XML with what no document needs: a DTD, entities, depth without end. */
  | "ofd.xml"
  /** Parts that the standard asks for are missing, or contradict each other. */
  | "ofd.structure"
  /** Nobody sealed it. */
  | "ofd.unsigned"
  /** A signature or what it says of itself can't be read. */
  | "ofd.signature_unreadable"
  /** An entry is missing, or is another than the one that was sealed. */
  | "ofd.altered"
  /** An entry that the last signature says nothing of. */
  | "ofd.uncovered"
  /** The signatures don't stand in the order in which they were made. */
  | "ofd.order"
  /** The same parts in a container that another program wrote. */
  | "ofd.repacked";

/** A fault, and the entry in which it shows. */
export interface OfdFaulty {
  readonly fault: OfdFault;
  readonly entry?: string;
}

/** Ends reading with a fault; never leaves this folder. */
export class OfdError extends Error {
  readonly fault: OfdFaulty;

  constructor(fault: OfdFault, entry?: string) {
    super(fault);
    this.fault = entry === undefined ? { fault } : { fault, entry };
  }
}

/** Throws the fault unless the condition holds. */
export function hold(condition: boolean, fault: OfdFault, entry?: string): asserts condition {
  if (!condition) throw new OfdError(fault, entry);
}
