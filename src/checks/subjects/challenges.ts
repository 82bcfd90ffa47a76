/** Parameters of a challenge that stay the same; others may be new in every answer (RFC 9110 section 11.2). */
const steady: ReadonlySet<string> = new Set(['realm', 'scope', 'error', 'charset', 'algorithm', 'qop']);

/** Most characters of a challenge that are compared. */
const longestChallenge = 500;

/** Challenges without their changing parameters; `none` where there is none. */
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
