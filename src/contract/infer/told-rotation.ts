import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** Last words of members that hold a secret, and of what is rotated. */
export const secretNouns: ReadonlySet<string> = new Set('secret token key password passphrase credential'.split(' '));

const nouns = String.raw`(?:secrets?|tokens?|keys?|passwords?|passphrases?|credentials?)`;

/** Verbs that mean a new value in the place of the old one. "Renew" may as well lengthen the time of the old one. */
const verbs: ReadonlySet<string> = new Set('rotate regenerate reroll rekey reissue roll'.split(' '));

const few = String.raw`(?:[\w-]+ ){0,3}`;

/** "Replace the secret by a new one", "Generates a new token", "the new secret", "a fresh key is made". */
const made = new RegExp(
  [
    String.raw`\b(?:replac|exchang|swap)\w* (?:the|its|their|a|an|this) ${few}(?<replaced>${nouns}) (?:by|with|for|against) (?:a |an )?(?:brand-?new|new|fresh|another|different)\b`,
    String.raw`\b(?:generat|creat|mak|issu|mint|produc|assign|giv|set|draw)(?:e|es|s|t|ts|ing)? (?:it |them |the \w+ )?(?:a |an )(?:brand-?)?(?:new|fresh) ${few}(?<generated>${nouns})\b`,
    String.raw`\b(?:rotate|regenerate|reroll|reissue|roll)s? (?:the|its|their|a|an|this) ${few}(?<rotated>${nouns})\b`,
    String.raw`\ba (?:brand-?)?(?:new|fresh) ${few}(?<passive>${nouns}) (?:is|gets) (?:generated|created|made|issued|minted|drawn)\b`,
  ].join('|'),
  'iu',
);

/** A second call may give the same value, or the new one may wait for something. */
const doubtful =
  /\b(?:unless|same|already|idempoten\w*|confirm\w*|activat\w*|schedul\w*|pending|promot\w*|stag(?:e|es|ed|ing)|queued?|asynchron\w*|background|at most|within|cached|derived|deterministic\w*|may|might|can be (?:kept|chosen|given|sent)|choose|chosen|optional\w*|if (?:it|the) [^.]*\b(?:expired?|leaked|due|needed|necessary|missing))\b/iu;

/** What stands before the words takes them back: "Does not make a new secret", "without making a new key". */
const denied = /\b(?:not|never|without|instead of|cannot|no)\b|n't\b/iu;

const singularOf = (noun: string): string => noun.toLowerCase().replace(/s$/u, '');

/**
 * What an operation rotates, by its names and its texts: the word of a secret. Undefined where nothing says
 * that a new value takes the place of the old one, or where the old one may come again.
 * @param names The end of its path and its id.
 * @param said The summary, the description and those of the successes.
 */
export const rotatedThing = (names: readonly string[], said: readonly string[]): string | undefined => {
  const sentences = said.flatMap(sentencesOf).map((one) => one.replaceAll(/[`*_"]/gu, '').replaceAll(/\s+/gu, ' '));
  if (sentences.some((one) => doubtful.test(one))) return undefined;
  for (const name of names) {
    const words = wordsOf(name);
    const noun = words.find((word) => secretNouns.has(singularOf(word)));
    if (noun !== undefined && words.some((word) => verbs.has(word))) return singularOf(noun);
  }
  for (const one of sentences) {
    const found = made.exec(one);
    const noun = Object.values(found?.groups ?? {}).find((group) => group !== undefined);
    if (found && noun !== undefined && !denied.test(one.slice(0, found.index))) return singularOf(noun);
  }
  return undefined;
};
