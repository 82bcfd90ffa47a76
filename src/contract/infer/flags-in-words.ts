import { literalPattern } from '../pattern/literal-pattern.ts';
import type { Listing } from './told-conditions.ts';
import { wordsOf } from './words.ts';

/** The words of a flag as a text says them: "paid" for `isPaid`. Undefined for other members, and for words that say too little. */
const saidOf = (name: string, values: readonly unknown[]): string | undefined => {
  const isFlag = values.length === 2 && values.includes(true) && values.includes(false);
  const words = wordsOf(name);
  const said = (words[0] === 'is' ? words.slice(1) : words).join(' ');
  return isFlag && said.length > 3 ? said : undefined;
};

const article = '(?:(?:an?|the|any|every|each|all) )?';
const thing = String.raw`\p{L}+`;

/** How a text calls what has a flag, and what has not: "a paid order", "orders that are not paid", "unpaid orders". */
const calledWith = (flag: string): string => String.raw`${article}(?:${thing} (?:that|which|who) (?:is|are) ${flag}|${flag} ${thing})`;
const calledWithout = (flag: string): string =>
  String.raw`${article}(?:${thing} (?:that|which|who) (?:(?:is|are) not|isn['’]t|aren['’]t) ${flag}|(?:non[- ]?|un|not )${flag} ${thing})`;

const having = '(?:have|carry|get|contain|hold|come with|be given)';
const pronoun = '(?:any|any of (?:them|these)|one|it|this|these|them)';
const lacking = String.raw`(?:cannot|can not|can['’]t|may not|must not|can never|must never) ${having}`;
const needing = String.raw`(?:(?:must|has to|have to|needs? to) (?:always )?${having}|needs?|requires?)`;

/** A sentence with something in it replaced; undefined where there is nothing of the kind. */
type Rule = { readonly form: RegExp; readonly as: string };

const knownRules = new Map<string, readonly Rule[]>();

/**
 * What is put for the ways to speak of one flag and of a member that it decides about.
 * @param object What the text calls the member.
 * @param member How the sentence that takes its place names the member; empty where the text describes it.
 */
const rulesFor = (name: string, said: string, object: string, member: string): readonly Rule[] => {
  const key = JSON.stringify([name, said, object, member]);
  const before = knownRules.get(key);
  if (before) return before;
  const flag = literalPattern(said);
  const sides = [
    { called: calledWithout(flag), own: 'false', other: 'true' },
    { called: calledWith(flag), own: 'true', other: 'false' },
  ];
  const given = (value: string): string => `if \`${name}\` is \`${value}\``;
  const end = String.raw`(?=\s*(?:$|[.,;(]| (?:and|because|so)\b))`;
  const rules = sides.flatMap(({ called, own, other }): readonly Rule[] => [
    { form: new RegExp(`^only ${called} (?:may|can) ${having} ${object}${end}`, 'iu'), as: `${member}not allowed ${given(other)}` },
    { form: new RegExp(`^${called} ${lacking} ${object}${end}`, 'iu'), as: `${member}not allowed ${given(own)}` },
    { form: new RegExp(`^${called} ${needing} (?:at least )?${object}${end}`, 'iu'), as: `${member}required ${given(own)}` },
  ]);
  const found = rules.map(({ form, as }) => ({ form, as: as.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) }));
  knownRules.set(key, found);
  return found;
};

/** The conditions in the middle of a sentence: "for orders that are not paid", "when it is paid", "unless the order is paid". */
const conditionRules = (name: string, said: string): readonly Rule[] => {
  const key = JSON.stringify([name, said]);
  const before = knownRules.get(key);
  if (before) return before;
  const flag = `\`?(?:${literalPattern(said)}|${literalPattern(name)})\`?`;
  const end = String.raw`(?![\p{L}\p{N}_-])`;
  const head = '(?<head>if|when|where|while|unless)';
  const it = String.raw`(?:it|they|this|(?:an?|the) ${thing}|${thing}s)`;
  const is = (value: string): string => `\`${name}\` is \`${value}\``;
  const found: readonly Rule[] = [
    { form: new RegExp(`\\b(?:for|with|on|of|in) ${calledWithout(flag)}${end}`, 'iu'), as: `if ${is('false')}` },
    { form: new RegExp(`\\b(?:for|with|on|of|in) ${calledWith(flag)}${end}`, 'iu'), as: `if ${is('true')}` },
    { form: new RegExp(`\\b${head} ${it} (?:(?:is|are) not|isn['’]t|aren['’]t) ${flag}${end}`, 'iu'), as: `$<head> ${is('false')}` },
    { form: new RegExp(`\\b${head} ${it} (?:is|are) ${flag}${end}`, 'iu'), as: `$<head> ${is('true')}` },
    { form: new RegExp(`\\b${head} (?:not |un)${flag}${end}`, 'iu'), as: `$<head> ${is('false')}` },
  ];
  knownRules.set(key, found);
  return found;
};

const applied = (sentence: string, rules: readonly Rule[]): string | undefined => {
  const rule = rules.find(({ form }) => form.test(sentence));
  return rule && sentence.replace(rule.form, rule.as);
};

/**
 * A sentence about a member in which a flag is spoken of in words, with the flag and its value by name: "A boat that is not seaworthy cannot have any" of `berths` is "Not allowed if
 * `seaworthy` is `false`". As it is where it speaks of none.
 * @param own The member that the text describes; undefined where the sentence has to name one.
 */
export const flagsByName = (sentence: string, own: string | undefined, listing: Listing): string => {
  const inSmall = sentence.toLowerCase();
  for (const [name, values] of listing) {
    const said = name === own ? undefined : saidOf(name, values);
    if (said === undefined || !inSmall.includes(said)) continue;
    const plain = sentence.replaceAll('`', '');
    const ofOwn = own === undefined ? undefined : applied(plain, rulesFor(name, said, pronoun, ''));
    if (ofOwn !== undefined) return ofOwn;
    for (const member of listing.keys()) {
      const words = wordsOf(member);
      if (member === name || !inSmall.includes(words.at(-1) ?? member)) continue;
      const object = `(?:(?:an?|any|its|their|the) )?(?:${literalPattern(member)}|${literalPattern(words.join(' '))})`;
      const found = applied(plain, rulesFor(name, said, object, `\`${member}\` is `));
      if (found !== undefined) return found;
    }
    const found = applied(sentence, conditionRules(name, said));
    if (found !== undefined) return found;
  }
  return sentence;
};
