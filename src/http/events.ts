import type { Response } from "express";

/** Media type of server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const EVENTS = "text/event-stream";

const HEARTBEAT_MS = 15_000;

/** Sends each value as one event of this name, and a comment now and then so that nobody takes silence for the end. */
export async function sendEvents(res: Response, name: string, values: AsyncIterable<object>): Promise<void> {
  res.setHeader("Content-Type", EVENTS);
  // A proxy that collects an answer would keep its events back.
  res.setHeader("X-Accel-Buffering", "no");
  res.flushHeaders();
  const heartbeat = setInterval(() => res.write(": still here\n\n"), HEARTBEAT_MS);
  try {
    for await (const value of values) res.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
    res.end();
  } finally {
    clearInterval(heartbeat);
  }
}
