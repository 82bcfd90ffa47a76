/** Parameters of a challenge that say the same each time; others may be new in every answer (RFC 9110 section 11.2). */
const steady: ReadonlySet<string> = new Set(['realm', 'scope', 'error', 'charset', 'algorithm', 'qop']);

/** A challenge is short; what is not is no longer compared to its end. */
const longestChallenge = 500;

/** Challenges without what is new in each; `none` where there is none. */
export const challengesOf = (values: readonly string[]): string[] => {
  const fields = values.map((text) =>
    text
      .slice(0, longestChallenge)
      .replaceAll(/([\w!#$%&'*+.^`|~-]+)=("(?:[^"\\]|\\.)*"|[^\s,]+)/g, (whole: string, name: string) =>
        steady.has(name.toLowerCase()) ? whole : `${name}=…`,
      ),
  );
  return fields.length > 0 ? fields : ['none'];
};
