const compiled = new Map<string, RegExp | undefined>();

/**
 * The regular expression of a `pattern`, which is searched for anywhere in a text. Unicode rules first; a few patterns only
 * mean something without them, but then `\p` stands for a letter, so those with it mean nothing. Undefined for none at all.
 */
export const patternOf = (source: string): RegExp | undefined => {
  if (compiled.has(source)) return compiled.get(source);
  const made = tryCompile(source, 'u') ?? (source.includes('\\p') || source.includes('\\P') ? undefined : tryCompile(source, ''));
  compiled.set(source, made);
  return made;
};

const tryCompile = (source: string, flags: string): RegExp | undefined => {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
};
