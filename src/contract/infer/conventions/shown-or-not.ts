import type { Parameter } from '../../model.ts';
import { isType } from '../schema-parts.ts';
import { singular } from '../singular.ts';
import type { DocumentView } from './convention.ts';
import { type InferredFilter, namedBy } from './held-values.ts';
import type { ItemMember } from './item-members.ts';
import { isOnly, keywordOf, textOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** Descriptions by which a flag adds items, hides some unless it is given, or looks at something else than whether a member has a value. */
const isOtherwise =
  /includ|\balso\b|in addition|exclud|expand|ignor|deprecat|\bunless\b|\bonly (?:be|if|when|valid|appl|supported|available)\b|\brequires?\b|\bor\b|\bat least\b/iu;

/** Words in a description or a name before what has no value, and before what has one. */
const said = {
  absent: /\b(?:without|with no|(?:that |which |who )?(?:have|has|having) no|lacking)(?: an?| any| the| their)? (?<about>[\w -]+)/iu,
  present: /\b(?:with|(?:that |which |who )(?:have|has)|having)(?: an?| any| the| their)? (?<about>[\w -]+)/iu,
} as const;
const named = {
  absent: /^(?:without|no|missing|lacks|has no) (?<about>.+)$|^(?<before>.+) (?:missing|absent|is null|isnull)$/u,
  present: /^(?:has|with|having) (?<about>.+)$/u,
} as const;

/** The noun of a member in words, in the singular: `customer` of `customer id`, `due` of `due on`. */
const nounOf = (words: string): string =>
  singular(words.replace(/ (?:id|ids|name|at|on|date|url)$/u, ''))
    .toLowerCase()
    .trim();

const begins = (about: string, noun: string): boolean => {
  const words = about
    .toLowerCase()
    .trim()
    .split(/[\s-]+/u);
  const wanted = noun.split(' ');
  return wanted.every((word, n) => singular(words[n] ?? '') === singular(word));
};

/** Members that may have no value: nullable, a list, or one that not every item has. */
const mayBeBlank = (document: Document, { schema }: ItemMember): boolean =>
  isType(document, schema, 'null') || keywordOf(document, schema, 'nullable') === true || isType(document, schema, 'array');

/**
 * A flag by which a list shows only the items in which a member has no value ("only tasks without an assignee"), or only those in which it has one: by its
 * name (`hasPhoto`) or its description. Only what `true` does is told.
 * @param members Those of an item.
 */
export const shownOrNot = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = textOf(document, parameter);
  if (!isOnly(document, parameter.schema, 'boolean') || keywordOf(document, parameter.schema, 'default') === true) return undefined;
  if (isOtherwise.test(text)) return undefined;
  const words = namedBy(parameter);
  if (members.some((one) => one.words === words)) return undefined;
  const about = (sign: RegExp, where: string): string | undefined => {
    const { groups } = sign.exec(where) ?? {};
    return groups?.['about'] ?? groups?.['before'];
  };
  const read = (kind: 'absent' | 'present'): InferredFilter | undefined => {
    const found = [about(named[kind], words), about(said[kind], text)].filter((one) => one !== undefined);
    const meant = members.filter((one) => mayBeBlank(document, one) && found.some((each) => begins(each, nounOf(one.words))));
    const [member, ...others] = meant;
    return member === undefined || others.length > 0 ? undefined : { at: member.at, compare: kind };
  };
  return read('absent') ?? (said.absent.test(text) ? undefined : read('present'));
};
