import type { State } from './state-mentions.ts';

const status = String.raw`(?:\s*\([^()]*\b4\d\d\b[^()]*\))`;
const isNot = String.raw`(?:do not|don['’]t|cannot|can ?not|can['’]t|are not|aren['’]t|may not|must not|will not|won['’]t)`;

/** Words that make the first half of a contrast a refusal itself, or a condition. */
const unmild = /\b(?:not|cannot|never|no|only|unless|until|refused|rejected|if|when|while|4\d\d)\b|n['’]t\b/iu;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/**
 * A text whose refusals in a state that have no verb of their own are written out: "Closed ledgers take remarks, sealed ones do not (409)", "Open ledgers can be
 * sealed, one that is sealed already cannot (409)", "Not in sealed ledgers (409)" and "Sealed
 * ledgers stay for good (409)" are "sealed ledgers are refused (409)", and "Deletes a draft. Other ledgers can only be sealed (409)" is "Only for draft ledgers (409)". What such a sentence says of other states before that is left out: it refuses nothing.
 */
export const withPlainRefusals = (text: string, states: readonly State[], noun: string): string => {
  if (states.length === 0 || noun === '') return text;
  const name = `\`?(?:${states.map((one) => escaped(one.name)).join('|')})\`?`;
  const list = String.raw`(?<named>${name}(?:(?:, | or | and |, or |, and )${name})*)`;
  const nouns = `(?:${escaped(noun)}s?)`;
  const contrast = new RegExp(
    String.raw`^(?<mild>.*\b${name} ${nouns} .*?)[,;:]? (?:but |and |while |whereas )?${list} (?:${nouns}|ones) ${isNot}(?<end>${status})?\.?$`,
    'iu',
  );
  const described = new RegExp(
    String.raw`^(?<mild>.*\b${name} ${nouns} .*?)[,;:]? (?:but |and |while |whereas )?(?:one|ones|those|an? ${nouns}|${nouns}) (?:that|which) (?:is|are|was|were|has been|have been) (?:already )?${list}(?: already)? ${isNot}(?<end>${status})?\.?$`,
    'iu',
  );
  const bare = new RegExp(
    String.raw`^not (?:possible |allowed )?(?:in|for|on|with|of|below) (?:an? |the |any )?${list} ${nouns}(?<end>${status})\.?$`,
    'iu',
  );
  const kept = new RegExp(
    String.raw`^(?:an? )?${list} ${nouns} (?:stays?|remains?|(?:is|are) kept) (?:for good|for ?ever|for all time|permanently)(?<end>${status})\.?$`,
    'iu',
  );
  const deed = new RegExp(
    String.raw`(?<=^|\n)(?<verb>[a-z]+s) (?:an?|the|one) ${list.replace('<named>', '<own>')}(?: ${nouns})?(?:,? (?:and|with|together with|along with) (?:all )?(?:its|their|the) [a-z]+(?: and (?:its |their |the )?[a-z]+)?)?[.;] (?:(?:all|any) )?(?:(?:the )?others|other ${nouns}|any other(?: ${nouns})?) (?:(?:can|may) only be [a-z]+|${isNot}(?: be [a-z]+)?|(?:is|are) (?:refused|rejected))${status}(?=[.;]|$)`,
    'giu',
  );
  return text
    .replaceAll(deed, (...found) => {
      const { own = '' } = found.at(-1) as Readonly<Record<string, string | undefined>>;
      return `Only for ${own} ${noun}s (409)`;
    })
    .split(/((?<=[.;])\s+|\n\s*\n)/u)
    .map((part) => {
      const sentence = part.replaceAll(/\s+/gu, ' ').trim();
      const found = (contrast.exec(sentence) ?? described.exec(sentence) ?? bare.exec(sentence) ?? kept.exec(sentence))?.groups;
      if (!found || unmild.test(found['mild'] ?? '')) return part;
      return `${found['named'] ?? ''} ${noun}s are refused${found['end'] ?? ' (409)'}.`;
    })
    .join('');
};
