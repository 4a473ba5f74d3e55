import type { Bilingual } from "../../domain/bilingual.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";

/** Where the page runs: served by a service, or a file on a disk. */
export interface Host {
  readonly language: Language;
  /** Name beside the seal. */
  readonly brand: Bilingual;
  /** Whether there is a service to ask for records. */
  readonly online: boolean;
  /** Starts the worker that reads documents. */
  readonly startReader: () => Worker;
  /** Where links in codes may lead beside what the trust file names: to this page's own service. */
  readonly origins: readonly string[];
  /** The service's snapshot for offline codes, of everything, so that asking names no certificate; null where there is no service. */
  readonly snapshot: (() => Promise<Uint8Array>) | null;
  /** The trust file that comes with the page. */
  readonly trust: {
    readonly source: "site" | "pinned";
    readonly load: () => Promise<Uint8Array>;
  } | null;
}
