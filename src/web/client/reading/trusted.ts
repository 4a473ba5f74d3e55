/** Trusted Types (W3C), as far as they are used here. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/**
 * Lets scripts come from where `allowed` says and from nowhere else: the page's policy demands that somebody says so. The
 * policy `default` is asked wherever a plain text is used; one of another name gives values that may be used.
 */
export function allowScripts(name: string, allowed: (url: string) => boolean): (url: string) => string {
  const policies = Reflect.get(globalThis, "trustedTypes") as Policies | undefined;
  const createScriptURL = (url: string): string => {
    if (allowed(url)) return url;
    throw new TypeError("a script from elsewhere");
  };
  const policy = policies?.createPolicy(name, { createScriptURL });
  // Where a browser knows no Trusted Types, a text does; where it does, what it gives is used in a text's place.
  return (url) => (policy === undefined ? url : (policy.createScriptURL(url) as string));
}
