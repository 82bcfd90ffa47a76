/** Is a tag among those that a condition names (RFC 9110, section 13.1): `*` names any. */
export const names = (condition: string | undefined, tag: string): boolean => {
  const tags: readonly string[] = condition?.match(/(?:W\/)?"[^"]*"/gu) ?? [];
  return condition?.trim() === '*' || tags.includes(tag);
};

/** The same where weak tags count as strong ones, as in If-None-Match. */
export const namesWeakly = (condition: string | undefined, tag: string): boolean =>
  names(condition?.replaceAll('W/', ''), tag.replace(/^W\//u, ''));
