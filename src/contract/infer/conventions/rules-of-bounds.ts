import type { Parameter } from '../../model.ts';
import { valueAt } from '../../pointer.ts';
import { sentencesOf } from '../sentences.ts';
import type { DocumentView } from './convention.ts';

type Document = DocumentView['document'];

const verdict = String.raw`(?:(?:always|all|both) )*(?<verdict>inclusive|included|exclusive|excluded)\b`;

/** "`...Min`, `...Max` and `from` are inclusive", "`to` is exclusive". */
const ofNames = new RegExp(
  String.raw`(?<names>(?:\x60[^\x60\s]+\x60(?:,? (?:and|or) |, ?)?)+) (?:(?:is|are) |(?:always|all|both) )*${verdict}`,
  'giu',
);

/** "All ranges are inclusive", "The bounds of filters are always inclusive". Ranges of octets are another matter. */
const ofAll = new RegExp(
  String.raw`(?<!\b(?:byte|octet|http|port|address|ip) )\b(?:bounds|ranges|limits of ranges|ends of ranges|range filters|range parameters)(?: (?:of|in) (?:all )?(?:the )?(?:filters?|ranges?|lists?|queries))? are ${verdict}`,
  'giu',
);

/** A name that stands for all with this beginning or end: `...Max`, `*_to`, `min…`. */
const isCalled = (name: string, pattern: string): boolean => {
  const [, before = '', behind = ''] = /^(.*?)(?:\.{2,3}|…|\*|<[^<>]*>|\{[^{}]*\})(.*)$/u.exec(pattern) ?? [];
  if (before === '' && behind === '') return name === pattern;
  return name.length > before.length + behind.length && name.startsWith(before) && name.endsWith(behind);
};

/** Words that take a rule back, or bound it to some lists. */
const isOpen = /\b(?:unless|except|but|not|otherwise|usually|mostly|only|some)\b/iu;

/**
 * What the introduction of a document says of whether the values of bounds count themselves: `inclusive` or `exclusive`; undefined where it says nothing of this parameter, or
 * not for certain.
 */
export const ruleOfBounds = (document: Document, { name }: Parameter): 'inclusive' | 'exclusive' | undefined => {
  const text = valueAt(document, '#/info/description');
  const said = sentencesOf(typeof text === 'string' ? text : '').flatMap((sentence) => {
    if (isOpen.test(sentence)) return [];
    const named = [...sentence.matchAll(ofNames)].filter(({ groups }) =>
      [...(groups?.['names'] ?? '').matchAll(/`([^`]+)`/gu)].some(([, one = '']) => isCalled(name, one)),
    );
    return [...named, ...(named.length > 0 ? [] : sentence.matchAll(ofAll))].map(({ groups }) =>
      /^in/iu.test(groups?.['verdict'] ?? '') ? ('inclusive' as const) : ('exclusive' as const),
    );
  });
  return new Set(said).size === 1 ? said[0] : undefined;
};
