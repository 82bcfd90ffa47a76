/** Customary names of header fields about a quota, for contracts that name none. */
export const customary = {
  remaining: ['RateLimit-Remaining', 'X-RateLimit-Remaining', 'X-Rate-Limit-Remaining'],
  reset: ['RateLimit-Reset', 'X-RateLimit-Reset', 'X-Rate-Limit-Reset'],
} as const;

/**
 * Parameters of the field RateLimit, which holds all values in one (draft-ietf-httpapi-ratelimit-headers: `"default";r=50;t=30`), with
 * their names in its earlier drafts (`limit=100, remaining=50, reset=30`).
 */
export const combined = { name: 'RateLimit', remaining: ['r', 'remaining'], reset: ['t', 'reset'] } as const;

const patterns = new Map<string, RegExp>();

const patternOf = (name: string): RegExp => {
  const pattern = patterns.get(name) ?? new RegExp(String.raw`(?:^|[;,\s])${name}\s*=\s*"?(\d+(?:\.\d+)?)"?\s*(?=$|[;,\s])`, 'gi');
  patterns.set(name, pattern);
  return pattern;
};

/** The numbers that such a field has for parameters of the given names, as written: in the order of the names, then of the text. */
export const parametersIn = (text: string, names: readonly string[]): string[] =>
  text === '' ? [] : names.flatMap((name) => [...text.matchAll(patternOf(name))].flatMap(([, value]) => value ?? []));
