/** C2SP notes, checkpoints and cosignatures: the one door to signed-note.ts, checkpoint.ts and cosignature.ts. */
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export {
  cosignMessage,
  formatCosignature,
  formatVkey,
  parseVkey,
  type Vkey,
  verifyCosignature,
} from "./cosignature.ts";
export { formatNote, type Note, type NoteSignature, parseNote } from "./signed-note.ts";
