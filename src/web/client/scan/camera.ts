/** Why there is no picture: no camera, not allowed, in use elsewhere, or a page that browsers give none to (no https). */
export type CameraFault = "absent" | "refused" | "busy" | "insecure";

/** Between two looks at the picture; milliseconds. */
const PAUSE = 80;

/** Opens the camera at the back, where there is one. */
export async function openCamera(): Promise<MediaStream | CameraFault> {
  if (!isSecureContext) return "insecure";
  try {
    const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    return await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (cause) {
    return faultOf(cause instanceof DOMException ? cause.name : "");
  }
}

/** Names by Media Capture and Streams §10.2. */
function faultOf(name: string): CameraFault {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "absent";
}

/** Gives the camera back; its light goes out. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Looks at what is shown of the video, its middle square, until codes are seen: their texts; null where `signal` or the camera ended before. */
export async function watch(
  video: HTMLVideoElement,
  stream: MediaStream,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const { codesIn } = await import("./decoder.ts");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (!signal.aborted && stream.active && context !== null) {
    const { videoWidth: width, videoHeight: height } = video;
    const side = Math.min(width, height);
    if (side > 0) {
      if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
      context.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, side, side);
      const texts = await codesIn(context.getImageData(0, 0, side, side), "frame");
      if (texts.length > 0) return texts;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return null;
}
