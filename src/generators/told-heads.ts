/** Words by which a text says that the beginning of a value means something: "begins with `10`", "by its first digit", "the prefix tells". */
const ofBeginning =
  /\b(?:begin(?:s|ning)?|start(?:s|ing)?|prefixed) with\b|\b(?:first|leading|initial) (?:(?:two|three|four|\d) )?(?:digits?|letters?|characters?|figures?)\b|\bprefix(?:es)?\b/iu;

/** What a text sets off as a value. */
const setOff = /`([^`\s]{1,12})`|"([^"\s]{1,12})"|“([^”\s]{1,12})”/gu;

/** Fewer characters behind the beginning leave too few values that nothing has yet. */
const leastBehind = 2;

/**
 * The beginning of a printed value that a made-up one has to have as well, where a sentence says that the beginning of such values means something ("The number tells the
 * nature of an account by its first digit", "A `bank` account begins with `10`"): the longest one that the sentences set off, else the first character. Undefined where nothing says so.
 * @param sentences Those about the member.
 */
export const toldHead = (sentences: readonly string[], printed: string): string | undefined => {
  const told = sentences.filter((sentence) => ofBeginning.test(sentence));
  if (told.length === 0 || printed.length <= leastBehind) return undefined;
  const heads = told
    .flatMap((sentence) => [...sentence.matchAll(setOff)].map(([, ...found]) => found.find((one) => one !== undefined) ?? ''))
    .filter((head) => head !== '' && printed.startsWith(head) && printed.length - head.length >= leastBehind);
  return heads.toSorted((a, b) => b.length - a.length)[0] ?? printed.slice(0, 1);
};
