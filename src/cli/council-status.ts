import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
import type { Announced, CouncilState, Stopped } from "../ledger/council.ts";
import { actOf } from "../service/council/codec.ts";
import { addressesOf, type Book, bookOf, type CouncilSeat, NO_EVIDENCE } from "../service/council/own.ts";
import { FOREVER, wordsOf } from "../service/council/words.ts";
import { readSeat, requireNode, type SeatOptions } from "./council-file.ts";
import { field } from "./council-text.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { beijing } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";

interface Standing {
  readonly state: CouncilState;
  readonly announced: readonly Announced[];
  readonly frozen: readonly Stopped[];
  readonly paused: readonly Stopped[];
  /** By owner: until when that one can't stop anything alone. */
  readonly rests: readonly { readonly owner: string; readonly until: number }[];
}

/** `yz council status`: who decides, what is announced, what stands still, who rests. */
export async function status(runtime: Runtime, options: SeatOptions & { readonly rpc?: string }): Promise<number> {
  const seat = await readSeat(runtime, options);
  const ledger = await runtime.openCouncil(requireNode(runtime, options.rpc), seat);
  const state = await ledger.state();
  const [announced, frozen, paused, rests] = await Promise.all([
    ledger.announced(),
    ledger.frozen(),
    ledger.paused(),
    Promise.all(state.owners.map(async (owner) => ({ owner, until: await ledger.restsUntil(owner) }))),
  ]);
  const standing = { state, announced, frozen, paused, rests };
  if (options.json) runtime.stdout.write(json(standingJson(seat, standing)));
  else runtime.stdout.write(standingText(seat, standing, runtime.clock(), languageOf(runtime.env, options.lang)));
  return EXIT.done;
}

function standingJson(seat: CouncilSeat, { state, announced, ...rest }: Standing): object {
  const acts = announced.map(({ call, from, until }) => ({ act: actOf(addressesOf(seat), call), call, from, until }));
  return { ...state, announced: acts, ...rest };
}

function standingText(seat: CouncilSeat, standing: Standing, now: number, language: Language): string {
  const { state, announced, frozen, paused, rests } = standing;
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const book = bookOf(seat, NO_EVIDENCE);
  const alone = (until: number) => (until > now ? t("council.resting", { until: beijing(until) }) : t("council.free"));
  const lifetime = state.closedAt > 0 ? "closed" : state.openedAt > 0 ? "open" : "founding";
  return [
    field(t("council.network"), seat.name[language]),
    field(t("council.state"), t(`council.state.${lifetime}`)),
    field(t("council.head"), `${state.head.number} (${beijing(state.head.time)})`),
    field(t("council.safe"), seat.council.safe),
    field(t("council.quorum"), t("council.quorum.of", { quorum: state.quorum, owners: state.owners.length })),
    field(t("council.delay"), t("council.hours", { hours: state.delay / 3600 })),
    field(t("council.next"), String(state.nonce)),
    field(t("council.owners"), rests.map(({ owner, until }) => `${owner}\n${alone(until)}`).join("\n")),
    field(
      t("council.frozen.members"),
      stoppedText(frozen, (id) => nameOf(book.member(id), id, language), language),
    ),
    field(
      t("council.paused.types"),
      stoppedText(
        paused,
        (id) => (/^0x0+$/.test(id) ? t("council.every_type") : nameOf(book.type(id), id, language)),
        language,
      ),
    ),
    field(t("council.announced"), announced.length === 0 ? t("council.none") : ""),
    ...announced.flatMap((one, i) => announcedText(one, i + 1, seat, book, now, language)),
    "",
  ].join("\n");
}

function stoppedText(stopped: readonly Stopped[], called: (id: Stopped["id"]) => string, language: Language): string {
  const lines = stopped.map(({ id, until }) => {
    const end = until === FOREVER ? "council.until_lifted" : "council.until";
    return `${called(id)}\n${say(language, end, { until: beijing(until === FOREVER ? 0 : until) })}`;
  });
  return lines.join("\n") || say(language, "council.none");
}

function nameOf(known: ReturnType<Book["member"]>, id: string, language: Language): string {
  if (known?.names === undefined) return known?.code ?? id;
  return language === "zh" ? `${known.names.zh}（${known.code}）` : `${known.names.en} (${known.code})`;
}

function announcedText(
  { call, from, until }: Announced,
  number: number,
  seat: CouncilSeat,
  book: Book,
  now: number,
  language: Language,
): readonly string[] {
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const act = actOf(addressesOf(seat), call);
  const window =
    now < from
      ? t("council.window", { from: beijing(from), until: beijing(until) })
      : t("council.ready", { until: beijing(until) });
  const words = act === null ? null : wordsOf(act, book, language);
  return [
    `  ${number}. ${words?.title ?? `${t("council.unknown_call")} ${call.to}`}`,
    ...(words?.lines ?? []).map(({ label, value }) => field(label, value, 5)),
    ...window.split("\n").map((line) => `     ${line}`),
  ];
}
