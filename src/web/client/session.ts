import type { Language } from "../../domain/i18n/dictionary.ts";
import type { SnapshotSummary } from "../../proof/open-snapshot.ts";
import type { Host } from "./host.ts";
import { sortPasted } from "./intake.ts";
import { lookUp } from "./lookup.ts";
import type { Demand, Item, Outcome } from "./outcome.ts";
import { isPicture, readPhoto } from "./scan/photo.ts";
import type { TrustSummary } from "./trust-summary.ts";
import type { Judge } from "./verifier.ts";

/** The verifier and the view of its results: most of the code, fetched when there is something to judge. */
type Judging = typeof import("./judging.ts");

export interface TrustState {
  readonly source: "site" | "pinned" | "file";
  /** Name of a file that was chosen. */
  readonly name: string;
  /** null until it was read. */
  readonly summary: TrustSummary | null;
}

export interface SnapshotState {
  /** Name of the file that was chosen; "" for the one of this page's service. */
  readonly name: string;
  /** What the trust file makes of it. */
  readonly about: SnapshotSummary;
}

export type Trouble = "trust-refused" | "snapshot-refused" | "trust-unreachable" | "load-failed" | null;

export interface State {
  readonly language: Language;
  readonly demand: Demand;
  readonly trust: TrustState | null;
  readonly snapshot: SnapshotState | null;
  readonly items: readonly Item[];
  readonly working: boolean;
  readonly trouble: Trouble;
  readonly judging: Judging | null;
}

/** Everything the page knows and does; `changed` is called with each new state. */
export class Session {
  readonly #host: Host;
  readonly #changed: (state: State) => void;
  readonly #now: () => number;
  #state: State;
  #judge: Judge | null = null;
  #snapshot: { readonly name: string; readonly bytes: Uint8Array } | null = null;
  #reader: InstanceType<Judging["Reader"]> | null = null;
  #keys = 0;
  /** Work that was begun for an earlier trust file or demand is dropped. */
  #round = 0;

  constructor(host: Host, changed: (state: State) => void, now: () => number) {
    this.#host = host;
    this.#changed = changed;
    this.#now = now;
    const { trust, language } = host;
    this.#state = {
      language,
      demand: { level: "archival", asOf: "" },
      trust: trust === null ? null : { source: trust.source, name: "", summary: null },
      snapshot: null,
      items: [],
      working: false,
      trouble: null,
      judging: null,
    };
  }

  get state(): State {
    return this.#state;
  }

  speak(language: Language): void {
    this.#set({ language });
  }

  demand(demand: Partial<Demand>): Promise<void> {
    this.#set({ demand: { ...this.#state.demand, ...demand } });
    return this.#judgeAgain();
  }

  clear(): void {
    this.#round += 1;
    this.#set({ items: [], working: false });
  }

  /** Takes up files, all at once; each is read when its turn comes. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const judging = await this.#load();
    if (judging === null) return;
    const items = await Promise.all(
      files.map((file) => (isPicture(file) ? this.#item(file.name, {}) : this.#read(file, judging))),
    );
    this.#set({ items: [...items, ...this.#state.items] });
    const photos = files.map(async (file, i) => {
      if (isPicture(file)) await this.#photographed(items[i]?.key ?? 0, file, judging);
    });
    await Promise.all([this.#judgeAll(), ...photos]);
  }

  /** What the camera read: one code, or those of one document. */
  async addScanned(texts: readonly string[], name: string): Promise<void> {
    const judging = await this.#load();
    if (judging === null) return;
    const item = this.#item(name, {});
    this.#set({ items: [item, ...this.#state.items] });
    await this.#follow(item.key, texts, judging);
  }

  async addPasted(text: string, name: string): Promise<void> {
    if (/^YZ\d:/.test(text.trim())) return this.addScanned([text.trim()], name);
    const pasted = sortPasted(text);
    const judging = await this.#load();
    if (judging === null) return;
    if (pasted.kind === "text") {
      const bytes = new TextEncoder().encode(pasted.text);
      this.#set({ items: [this.#item(name, { bytes }), ...this.#state.items] });
      return this.#judgeAll();
    }
    const items = pasted.ids.map((id) => this.#item(id, {}));
    this.#set({ items: [...items, ...this.#state.items] });
    await Promise.all(items.map(async (item) => this.#settle(item.key, await this.#lookUp(item.name))));
  }

  async chooseTrust(file: File): Promise<void> {
    const judging = await this.#load();
    if (judging === null) return;
    try {
      this.#judge = judging.openJudge(new Uint8Array(await file.arrayBuffer()));
    } catch {
      return this.#set({ trouble: "trust-refused" });
    }
    const { summary } = this.#judge;
    this.#set({ trust: { source: "file", name: file.name, summary }, trouble: null });
    if (this.#snapshot !== null) this.#useSnapshot(this.#snapshot, this.#judge);
    await this.#judgeAgain();
  }

  async chooseSnapshot(file: File): Promise<void> {
    const snapshot = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    await this.prepare();
    if (this.#judge === null) return;
    try {
      this.#useSnapshot(snapshot, this.#judge);
    } catch {
      return this.#set({ trouble: "snapshot-refused" });
    }
    await this.#judgeAgain();
  }

  /** The service's own, for want of another: without one, or while it does not answer, the code's card says what to do. */
  async #fetchSnapshot(): Promise<void> {
    const { snapshot } = this.#host;
    if (snapshot === null || this.#judge === null) return;
    try {
      this.#useSnapshot({ name: "", bytes: await snapshot() }, this.#judge);
    } catch {
      // Nothing is taken up.
    }
  }

  #useSnapshot(snapshot: { readonly name: string; readonly bytes: Uint8Array }, judge: Judge): void {
    const about = judge.useSnapshot(snapshot.bytes);
    this.#snapshot = snapshot;
    this.#set({ snapshot: { name: snapshot.name, about }, trouble: null });
  }

  /**
   * Fetches the verifier, and reads the trust file that came with the page if no other was chosen: before any certificate
   * comes in, so that nobody can tell from a request that one did.
   */
  async prepare(): Promise<void> {
    const judging = await this.#load();
    const { trust } = this.#host;
    if (judging !== null) this.#openReader(judging).prepare();
    if (judging === null || this.#judge !== null || trust === null) return;
    try {
      const judge = judging.openJudge(await trust.load());
      if (this.#judge !== null) return;
      this.#judge = judge;
      this.#set({ trust: { source: trust.source, name: "", summary: judge.summary }, trouble: null });
    } catch {
      this.#set({ trouble: "trust-unreachable" });
    }
  }

  async #load(): Promise<Judging | null> {
    if (this.#state.judging !== null) return this.#state.judging;
    try {
      const judging = await import("./judging.ts");
      this.#set({ judging, trouble: null });
      return judging;
    } catch {
      this.#set({ trouble: "load-failed" });
      return null;
    }
  }

  async #read(file: File, judging: Judging): Promise<Item> {
    if (file.size > judging.MAX_DOCUMENT) {
      if (!judging.isForReading(new Uint8Array(), file.name))
        return this.#item(file.name, { outcome: judging.TOO_LARGE });
      return this.#item(file.name, { bytes: new Uint8Array(), reading: { fault: "pdf.too_large" } });
    }
    return this.#item(file.name, { bytes: new Uint8Array(await file.arrayBuffer()) });
  }

  #item(name: string, { bytes = null, ...more }: Partial<Pick<Item, "bytes" | "reading" | "outcome">>): Item {
    this.#keys += 1;
    return { key: this.#keys, name, bytes, ...more };
  }

  async #photographed(key: number, file: File, judging: Judging): Promise<void> {
    const photo = await readPhoto(file);
    if (typeof photo === "string") this.#settle(key, { kind: "code-fault", fault: photo, shows: "" });
    else await this.#follow(key, photo.texts, judging);
  }

  /** Where the codes of one picture lead: to this service, to a judgement here, or nowhere. */
  async #follow(key: number, texts: readonly string[], { readScanned, lookUpPlate }: Judging): Promise<void> {
    await this.prepare();
    const code = readScanned(texts, [...this.#host.origins, ...(this.#judge?.links ?? [])]);
    if (code.kind === "identifier") return this.#settle(key, await this.#lookUp(code.id));
    if (code.kind === "plate") return this.#settle(key, await lookUpPlate(code.text, this.#host.online));
    if (code.kind === "fault") return this.#settle(key, { ...code, kind: "code-fault" });
    if (this.#snapshot === null) await this.#fetchSnapshot();
    this.#change(key, { bytes: code.bytes });
    await this.#judgeAll();
  }

  #lookUp(id: string): Promise<Outcome> | Outcome {
    return this.#host.online ? lookUp(id) : { kind: "lookup-fault", fault: "offline", id };
  }

  /** All files anew, by another trust file or another demand. */
  #judgeAgain(): Promise<void> {
    const fresh = ({ bytes, outcome, ...item }: Item): Item => ({
      ...item,
      bytes,
      ...(bytes === null && outcome !== undefined ? { outcome } : {}),
    });
    this.#set({ items: this.#state.items.map(fresh) });
    return this.#judgeAll();
  }

  /** One file after the other, the browser drawing between them. */
  async #judgeAll(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    await this.prepare();
    if (this.#judge === null || round !== this.#round) return;
    this.#set({ working: true });
    for (const item of this.#state.items) {
      const { key, bytes, outcome } = item;
      if (bytes === null || outcome !== undefined) continue;
      await new Promise((resolve) => setTimeout(resolve));
      const fault = await this.#readDocument({ ...item, bytes });
      if (round !== this.#round) return;
      const { reading } = this.#state.items.find((one) => one.key === key) ?? item;
      const given = { bytes, ...(reading === undefined ? {} : { reading }) };
      this.#settle(key, fault ?? this.#judge.judge(given, this.#state.demand, this.#now()));
    }
    this.#set({ working: false });
  }

  /** Reads a PDF, once, whatever it is judged by later; an outcome only where nothing could read it. */
  async #readDocument({ key, name, bytes, reading }: Item & { readonly bytes: Uint8Array }): Promise<Outcome | null> {
    const { judging } = this.#state;
    if (judging === null || reading !== undefined || !judging.isForReading(bytes, name)) return null;
    try {
      this.#change(key, { reading: await this.#openReader(judging).read(bytes) });
      return null;
    } catch (error) {
      return judging.errorOutcome(error, null);
    }
  }

  #openReader({ Reader }: Judging): InstanceType<Judging["Reader"]> {
    this.#reader ??= new Reader(this.#host.startReader);
    return this.#reader;
  }

  #settle(key: number, outcome: Outcome): void {
    this.#change(key, { outcome });
  }

  #change(key: number, change: Partial<Item>): void {
    this.#set({ items: this.#state.items.map((item) => (item.key === key ? { ...item, ...change } : item)) });
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }
}
