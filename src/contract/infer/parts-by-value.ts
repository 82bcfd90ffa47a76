/** A part of a text, with the value that it alone is about; undefined where it may be about all of them. */
export type PartOfText = { readonly value: string | undefined; readonly text: string };

/** How a line begins that is an item of a list, a row of a table or a block quote of CommonMark (CommonMark 0.31, sections 5.1 and 5.2). */
const begin = /^\s*(?:[-*+]\s+|\d+[.)]\s+|\|\s*|>\s*)?/u;

/** A value at the begin of a line, marked or not, with what parts it from what is said of it. */
const headed = /^(?<mark>[`"'*_]*)(?<value>[\w .-]*\w)[`"'*_]*(?:\s*\([^()]*\))?\s*(?::[`"'*_]*|\s[–—-]{1,2}\s|=|\||→|⇒)\s*(?<rest>\S.*)$/u;

/** Does a line begin something of its own, so that it does not go on with the one before. */
const beginsAnew = /^\s*(?:[-*+]\s|\d+[.)]\s|\||>|#)/u;

/**
 * The parts of a text, those apart that are about one of some values alone: the items of a list, or the rows of a table, that begin with it ("- **submitted**: the
 * order needs at least one line").
 * @param values The values that items may begin with, in any case.
 */
export const partsByValue = (text: string, values: readonly string[]): readonly PartOfText[] => {
  const parts: { value: string | undefined; text: string }[] = [];
  let isApart = true;
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      isApart = true;
      continue;
    }
    const { value: head = '', rest = '', mark = '' } = headed.exec(line.replace(begin, ''))?.groups ?? {};
    const isNew = beginsAnew.test(line);
    const value = isNew || mark !== '' ? values.find((one) => one.toLowerCase() === head.toLowerCase()) : undefined;
    const now = parts.at(-1);
    // An indented paragraph goes on with the item before it.
    const goesOn = now !== undefined && !isNew && (!isApart || (now.value !== undefined && /^\s/u.test(line)));
    if (value === undefined && goesOn) now.text += `${isApart ? '\n\n' : '\n'}${line.trim()}`;
    else parts.push({ value, text: value === undefined ? line : rest });
    isApart = false;
  }
  return parts;
};
