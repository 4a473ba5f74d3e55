import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../../domain/i18n/dictionary.ts";
import { type CameraFault, closeCamera, openCamera, watch } from "./camera.ts";
import { SCAN_WORDS } from "./words.ts";

type Fault = CameraFault | "failed";
type Phase = "closed" | "opening" | "watching" | Fault;
type Ended = { readonly texts: readonly string[] } | { readonly fault: Fault };

/** A button that opens the camera, and the picture with its frame while it is open. */
export function Scanner(props: { readonly language: Language; readonly onCodes: (texts: readonly string[]) => void }) {
  const { language, onCodes } = props;
  const { phase, video, open, stop } = useCamera(onCodes);
  const start = useRef<HTMLButtonElement>(null);
  const word = (name: keyof typeof SCAN_WORDS): string => SCAN_WORDS[name][language];
  const running = phase === "opening" || phase === "watching";
  useReturn(running, start);
  return (
    <>
      {running ? (
        <Viewfinder video={video} seen={phase === "watching"} word={word} onStop={stop} />
      ) : (
        <button ref={start} type="button" class="main-button" onClick={open}>
          {word("scan")}
        </button>
      )}
      {phase !== "closed" && !running && (
        <div class="notice" role="alert">
          <p>
            <strong>{word(phase)}</strong>
          </p>
          <p>{word(`${phase}Do`)}</p>
        </div>
      )}
    </>
  );
}

/** When the camera is closed, the focus goes back to where it came from. */
function useReturn(running: boolean, start: { readonly current: HTMLElement | null }): void {
  const before = useRef(false);
  useEffect(() => {
    if (before.current && !running) start.current?.focus();
    before.current = running;
  }, [running, start]);
}

function Viewfinder(props: {
  readonly video: { readonly current: HTMLVideoElement | null };
  readonly seen: boolean;
  readonly word: (name: keyof typeof SCAN_WORDS) => string;
  readonly onStop: () => void;
}) {
  const { video, seen, word, onStop } = props;
  const button = useRef<HTMLButtonElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    whole.current?.scrollIntoView({ block: "start" });
  }, []);
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === "Escape") onStop();
  };
  return (
    <div ref={whole} class="camera">
      <p role="status">{word(seen ? "aim" : "opening")}</p>
      <div class="camera-picture">
        <video ref={video} muted playsInline aria-label={word("view")} />
        <div class="camera-frame" aria-hidden="true" />
      </div>
      <button ref={button} type="button" class="main-button" onClick={onStop} onKeyDown={onKey}>
        {word("stop")}
      </button>
    </div>
  );
}

/** The camera from `open` until a code is seen, `stop`, or the page being hidden or left. */
function useCamera(onCodes: (texts: readonly string[]) => void) {
  const [phase, setPhase] = useState<Phase>("closed");
  const video = useRef<HTMLVideoElement>(null);
  const ending = useRef<AbortController | null>(null);
  const stop = (): void => {
    ending.current?.abort();
    ending.current = null;
    setPhase("closed");
  };
  const open = (): void => {
    stop();
    const end = new AbortController();
    ending.current = end;
    setPhase("opening");
    void scan(end.signal)
      .catch((): Ended => ({ fault: "failed" }))
      .then((ended) => {
        // Stopped meanwhile, or begun anew.
        if (ending.current !== end) return;
        setPhase("fault" in ended ? ended.fault : "closed");
        if ("texts" in ended) onCodes(ended.texts);
      });
  };

  async function scan(signal: AbortSignal): Promise<Ended> {
    const stream = await openCamera();
    if (typeof stream === "string") return { fault: stream };
    try {
      const shown = video.current;
      if (signal.aborted || shown === null) return { fault: "failed" };
      shown.srcObject = stream;
      await shown.play();
      if (!signal.aborted) setPhase("watching");
      const texts = await watch(shown, stream, signal);
      return texts === null ? { fault: "absent" } : { texts };
    } finally {
      closeCamera(stream);
    }
  }

  useEffect(() => {
    const hidden = (): void => {
      if (document.hidden) stop();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      stop();
    };
  }, []);
  return { phase, video, open, stop };
}
