import { sentencesOf } from '../contract/infer/sentences.ts';
import { partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';

/** Forms of sentences by which what has a value may be there once, or is for somebody alone: VALUE stands for the words of the value, in any number. */
const bound: readonly string[] = [
  String.raw`(?:one|a single|single) VALUE (?:at most|only|each|per|for each|in each|at a time)`,
  String.raw`(?:at most|only|just|exactly|no more than|more than|not more than|up to) (?:one|a single) VALUE`,
  String.raw`(?:second|another|further) VALUE`,
  String.raw`VALUE (?:\w+ ){0,3}(?:once|only one)`,
  String.raw`VALUE (?:comes?|is made|is sent|is filed|is given) (?:only )?(?:from|by)(?! (?:any|every|all|both))`,
  String.raw`VALUE (?:can|may|is|are) (?:only|reserved|refused|rejected|not)`,
];

const isBound = (sentences: readonly string[], value: string): boolean => {
  const words = wordsOf(value).join(' ');
  const forms = bound.map((form) => new RegExp(` ${form.replaceAll('VALUE', `${words}s?`)} `, 'u'));
  return words !== '' && sentences.some((sentence) => forms.some((form) => form.test(sentence)));
};

const known = new WeakMap<Operation, Map<string, string | undefined>>();

/**
 * A listed value of a member for what may be created again and again, where the text binds the first one: "A crew has one `CAPTAIN` at most", "A `RECEIPT` comes from the
 * cashier". Undefined where nothing speaks against the first value, or against all of them.
 */
export const freeChoice = (
  { document }: Pick<Contract, 'document'>,
  operation: Operation,
  member: { readonly name: string; readonly schema: Schema },
): string | undefined => {
  if (operation.method !== 'POST') return undefined;
  const of = known.get(operation) ?? new Map<string, string | undefined>();
  known.set(operation, of);
  if (of.has(member.name)) return of.get(member.name);
  const parts = partsOf(document, member.schema);
  const listed = parts.flatMap(({ enum: values }) => (Array.isArray(values) ? values : []));
  const texts = listed.filter((one) => typeof one === 'string');
  const own = parts.flatMap(({ description }) => (typeof description === 'string' ? [description] : []));
  const sentences = [...saidIn(valueAt(document, nodeOf(operation.location))), ...own]
    .flatMap(sentencesOf)
    .map((one) => ` ${wordsOf(one).join(' ')} `);
  const [first] = texts;
  const isFirstBound = first !== undefined && texts.length > 1 && isBound(sentences, first);
  const free = isFirstBound ? texts.find((one) => !isBound(sentences, one)) : undefined;
  of.set(member.name, free);
  return free;
};
