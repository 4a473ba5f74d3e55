import type { Timers } from "../service/deps.ts";

/** Timers of this machine; they don't keep the process alive. */
export const timers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
