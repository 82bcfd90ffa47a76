import type { Parameter, Schema } from '../../model.ts';
import { itemsOf, isType } from '../schema-parts.ts';
import { isSameNoun, type InferredFilter, isListOfTexts, isOfOneForm, namedBy } from './held-values.ts';
import { comparedIn } from './compared.ts';
import type { DocumentView } from './convention.ts';
import type { ItemMember } from './item-members.ts';
import { isOnly, keywordOf, textOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** Names of parameters that leave out what has their value: `excludeTag`, `notStatus`, `tag[ne]`, `allergenFree`. */
const names =
  /^(?:without|exclude|excludes|excluding|excluded|omit|omitting|except|not|no|hide|skip|avoid) (?<about>.+)$|^(?<before>.+) (?:free|not|ne|neq|nin|not in|not eq|not equals?|exclude|excluded|excluding)$/u;

/** Words of a value that is meant: "this tag", "the given tag", "any of these". */
const value = String.raw`(?:(?:any|one|either|all|none)(?: of)? )?(?:this|these|that(?= \w+(?:[.,;)]|$))|those|the (?:given|chosen|named|listed|specified|requested)|(?:the )?(?:specified|given))\b`;

/** What a description says before the value that the items lack: "without this tag", "that do not have this tag", "leaves out posts with this tag". */
const lacking = new RegExp(
  [
    String.raw`\b(?:without|lacking|free (?:of|from)|other than|except(?: for)?|excluding|(?:all|every\w*|any\w*)(?: [a-z]+)? but|with none(?: of)?)(?: (?:those|ones|the ones))?(?: (?:with|in|of|from|by))? ${value}`,
    String.raw`\b(?:is|are|do|does|has|have)(?: not|n['’]t| no| none(?: of)?)(?: (?:have|contain|hold|carry|include|show|list|use|in|of|with|from|by|tagged|labell?ed|marked|assigned|made|written))*(?: (?:in|with|of|by|as))? ${value}`,
    String.raw`\bnot (?:containing|having|holding|carrying|including|tagged|labell?ed|marked|in|of|with|from|by|made by|written by)(?: (?:in|with|as))? ${value}`,
    String.raw`(?<!\b(?:not|never|only) )\b(?:leav(?:es?|ing) out|omits?|exclud(?:es?|ing)|hides?|skips?|drops?|removes?|filters? out)(?: [a-z]+){0,3} (?:with|of|in|by|from|(?:that|which|who|whose [a-z]+) (?:are|is|have|has|contains?|holds?|carry|carries|includes?)(?: (?:in|of|with|by|tagged|labell?ed|marked))*) ${value}`,
    String.raw`(?<!\b(?:not|never|only) )\b(?:leav(?:es?|ing) out|omits?|exclud(?:es?|ing)|hides?|skips?|drops?|removes?|filters? out) ${value}`,
  ].join('|'),
  'iu',
);

/** Words by which something is left out, where the name tells the same. */
const leaving =
  /\b(?:without|lacking|free (?:of|from)|other than|except|exclud\w+|leav(?:es?|ing) out|left out|omit\w*|hides?|skips?|drops?|removes?|filters? out|not|no|none)\b/iu;

/** Words of a description by which more or less is left out than the items that show the very value, or something of each item. */
const isOtherwise =
  /prefix|partial|starts? with|ends? with|wildcard|fuzzy|similar|regex|expand|\bunless\b|ignor|deprecat|default|instead|in addition|\balso\b|\bonly (?:be|if|when|with|used|valid|appl|supported|available)\b|\brequires?\b|\bchild|descend|recurs|\bparents?\b|\bever\b|\bhad\b|at any time|\b(?:known|certified|declared|verified|confirmed|guaranteed|surely|traces?)\b|\b(?:does|do|is|are) not (?:leave|left|omit|exclud|hid|skip|drop|remov|filter)|\bcomma|separated|\b(?:fields?|propert(?:y|ies)|attributes?|columns?)\b|\bfrom (?:the|each|every|its|their) (?:answers?|responses?|outputs?|body|bodies|items?|entr(?:y|ies)|counts?|totals?|sums?)\b|\bcounts?\b|\btotals?\b|\bunknown\b|\bdo(?:es)? not exist\b|\bno (?:effect|filter)\b/iu;

/** The words of what a parameter leaves out by its name: `tag` of `excludeTag`; undefined where its name does not say so. */
const aboutOf = (parameter: Parameter): string | undefined => {
  const { groups } = names.exec(namedBy(parameter)) ?? {};
  return groups?.['about'] ?? groups?.['before'];
};

/** The words of the value of a parameter: those of its name without what says that items with it are left out. */
export const lackedBy = (parameter: Parameter): string => aboutOf(parameter) ?? namedBy(parameter);

/** Names of what an answer is cut down to, rather than a list. */
const selected: ReadonlySet<string> = new Set(['field', 'fields', 'include', 'includes', 'column', 'columns', 'member', 'members']);

/** Can the values of a list of texts be compared with those of a parameter in one way only. */
const isOfList = (document: Document, { schema }: Parameter, member: Schema): boolean => {
  const isList = isListOfTexts(document, schema);
  const isFree = ['default', 'format'].every((one) => keywordOf(document, schema, one) === undefined);
  if ((!isList && !isOnly(document, schema, 'string')) || !isFree || !isListOfTexts(document, member)) return false;
  return keywordOf(document, schema, 'pattern') === undefined || isOfOneForm(document, schema, itemsOf(document, member));
};

/** Does a parameter take a text, or several. */
const takesTexts = (document: Document, { schema }: Parameter): boolean =>
  isOnly(document, schema, 'string') || isListOfTexts(document, schema);

/**
 * A filter that leaves out the items with its value, by its description ("Only dishes without this allergen") or by a name such as `excludeTag`, whose
 * description is silent or says the same.
 * @param members Those of an item.
 * @param isEqual Does the parameter compare for equality what a member shows.
 */
export const lacked = (
  document: Document,
  parameter: Parameter,
  members: readonly ItemMember[],
  isEqual: (member: Schema) => boolean,
): InferredFilter | undefined => {
  const text = comparedIn(textOf(document, parameter)).replaceAll(/[`*"]/gu, '');
  const about = aboutOf(parameter);
  const words = about ?? namedBy(parameter);
  if (!takesTexts(document, parameter) || selected.has(words) || isOtherwise.test(text)) return undefined;
  const isTold = lacking.test(text) || (about !== undefined && (text.trim() === '' || leaving.test(text)));
  // A member of the whole name is what is meant: `taxFree`.
  const isOwn = about !== undefined && members.some((one) => one.words === namedBy(parameter));
  if (!isTold || isOwn) return undefined;
  const lists = members.filter((one) => isSameNoun(one.words, words) && isType(document, one.schema, 'array'));
  const single = members.filter((one) => one.words === words && !isType(document, one.schema, 'array'));
  const [member, ...others] = [...lists, ...single];
  if (member === undefined || others.length > 0) return undefined;
  const fits = lists.length > 0 ? isOfList(document, parameter, member.schema) : isEqual(member.schema) && isKept(text);
  return fits ? { at: member.at, compare: 'lacks' } : undefined;
};

/** Is a text compared as a whole: nothing is said of a part of it. */
const isKept = (text: string): boolean => !/\bcontain|\bpart of\b|\bsub-?string|\bwords?\b|\bmatch/iu.test(text);
