import { literalPattern } from '../../pattern/literal-pattern.ts';
import { named } from './names.ts';

/** The name under which a number of what a resource names stands in a formula beside the numbers of the resource. */
export const nameOfPart = (noun: string, member: string): string => `${noun}.${member}`;

/**
 * A text in which the words for a number of something else are the name of that: "the deductible of the policy", "the policy's deductible", "`policy.deductible`".
 * @param noun What the other thing is called.
 * @param numbers The numbers that it shows.
 */
export const withNamedParts = (text: string, noun: string, numbers: readonly string[]): string => {
  const owner = literalPattern(noun).replaceAll(' ', '[ -]');
  const part = (whole: string, words: string): string => {
    const member = named(words.replaceAll('`', '').trim().toLowerCase(), numbers) ?? numbers.find((one) => `\`${one}\`` === words.trim());
    return member === undefined ? whole : `\`${nameOfPart(noun, member)}\``;
  };
  const said = String.raw`(?<said>(?:(?!(?:the|its|that|this|of|a|an)\b)[\p{L}][\w-]* ){1,3}|\x60[A-Za-z_]\w*\x60 )`;
  const ofOwner = text.replaceAll(
    new RegExp(String.raw`(?:\b(?:the|its) )?${said}of (?:the|its|that) ${owner}\b(?!['’ -]?\w*['’])`, 'giu'),
    part,
  );
  // The longest name first: "share" is another one than "share per year".
  return [2, 1, 0].reduce(
    (all, more) =>
      all.replaceAll(
        new RegExp(
          String.raw`\b(?:the|its|that) ${owner}['’]s (?<said>\x60[A-Za-z_]\w*\x60|[\p{L}][\w-]*(?: [\p{L}][\w-]*){${more}})(?=[\s,.;)]|$)`,
          'giu',
        ),
        part,
      ),
    ofOwner,
  );
};
