/**
 * Results remembered on the objects they were computed from. Only an object that `seal` has made unchangeable, to its last
 * member, is remembered on, so that the same object is the same bytes for ever; all others are computed afresh. What is
 * remembered is forgotten with the object.
 */
interface Step {
  readonly objects: WeakMap<object, Step>;
  readonly values: Map<unknown, Step>;
  result?: { readonly value: unknown };
}

const sealed = new WeakSet<object>();
/** What remembered functions gave: as good as sealed for another of them. */
const results = new WeakSet<object>();
/** Strings and numbers that one object is remembered with, at most. */
const MAX_VALUES = 64;

/** Freezes a JSON value and everything in it; `remember` works on it and on its members from now on. */
export function seal<T>(value: T): T {
  if (typeof value !== "object" || value === null || sealed.has(value)) return value;
  for (const member of Object.values(value)) seal(member);
  sealed.add(Object.freeze(value));
  return value;
}

/** Whether `seal` has made this object unchangeable. */
export function isSealed(value: object): boolean {
  return sealed.has(value);
}

/**
 * The same function, computed once for the same arguments as long as every object among them is sealed, or was itself
 * remembered, and the first is one. `compute` must follow from its arguments alone and must not throw; nobody may change
 * what it gives.
 */
export function remember<A extends readonly [object, ...unknown[]], R>(compute: (...args: A) => R): (...args: A) => R {
  const root = newStep();
  return (...args) => {
    let step = root;
    for (const arg of args) {
      const known = typeof arg === "object" && arg !== null ? step.objects.get(arg) : step.values.get(arg);
      const next = known ?? added(step, arg);
      if (next === null) return compute(...args);
      step = next;
    }
    step.result ??= { value: settled(compute(...args)) };
    return step.result.value as R;
  };
}

/** null: an object that may change. */
function added(step: Step, arg: unknown): Step | null {
  const made = newStep();
  if (typeof arg === "object" && arg !== null) {
    if (!sealed.has(arg) && !results.has(arg)) return null;
    step.objects.set(arg, made);
  } else {
    if (step.values.size >= MAX_VALUES) step.values.clear();
    step.values.set(arg, made);
  }
  return made;
}

/** Lets what a remembered function gives, or a part of that, be an argument of another. Nobody may change it. */
export function settled<T>(result: T): T {
  if (typeof result === "object" && result !== null) results.add(result);
  return result;
}

const newStep = (): Step => ({ objects: new WeakMap(), values: new Map() });
