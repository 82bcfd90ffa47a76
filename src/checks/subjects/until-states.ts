import type { Mention, State } from './state-mentions.ts';

/** Words by which a clause says that something is possible. */
const possible = / (?:possible|can|may|allowed|permitted|accepted|available|works?) /u;

/** Words by which it says the contrary, or speaks of some only, or on another condition. */
const otherwise =
  / (?:not|cannot|never|no|neither|nor|without|refused|rejected|fails?|4\d\d|conflict|if|when|where|while|unless|except|for|by|with) /u;

const end = (nouns: readonly string[]): string =>
  ` (?:until|till|before) (?:it|they|this|(?:the|an?|its) (?:${nouns.join('|')})) (?:is|are|was|were|has been|have been|gets) (?:first |actually |finally )?`;

/** The states up to which a clause says that something is possible: `picked up` of "Possible until it is picked up, later it is a 409". */
export const boundsIn = (named: readonly Mention[], nouns: readonly string[]): readonly Mention[] => {
  const any = named.map(({ state }) => state.name).join('|');
  const behind = new RegExp(`^(?<said>.*)${end(nouns)}(?:(?:${any}) or )*$`, 'u');
  return named.filter(({ before }) => {
    const said = behind.exec(` ${before.trim()} `)?.groups?.['said'];
    return said !== undefined && possible.test(`${said} `) && !otherwise.test(`${said} `);
  });
};

/** The states that a text names as the end of something alone, and not as where it begins: what is possible "until it is picked up" does not lead from there. */
export const isBoundAlone = (texts: readonly string[], { name }: State, nouns: readonly string[]): boolean => {
  const bound = new RegExp(`${end(nouns)}${name} `, 'gu');
  return texts.some((words) => words.search(bound) >= 0) && !texts.some((words) => words.replaceAll(bound, ' ').includes(` ${name} `));
};
