import { rememberedByText } from '../../../model/remembered.ts';

/** The part of a word that its forms share: `remove`, `removal`, `removing`. */
export const stemOf = rememberedByText((word) => {
  const cut = (ending: RegExp, by = ''): string | undefined => {
    const rest = word.replace(ending, by);
    return rest !== word && rest.length >= leastStem ? rest : undefined;
  };
  return (
    cut(/ies$/u, 'y') ??
    cut(/(?:ations?|ions?|als?)$/u) ??
    cut(/ing$/u) ??
    cut(/(?<=x|z|ch|sh|s)es$/u) ??
    cut(/(?<=ee)s$/u) ??
    cut(/es$/u) ??
    cut(/ed$/u) ??
    cut(/(?<![su])s$/u) ??
    cut(/(?<!e)e$/u) ??
    word
  );
});

const leastStem = 3;

/** The stems of words with spaces between them. */
export const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stemOf));
