import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation, ResponseDeclaration, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { isJsonType } from '../../contract/wire/media-type.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A list of which a description says when it has an entry: "At least one for `unfit_parcel`", beside a `code`. */
export type ToldEntries = {
  /** The way to the object that holds the list; `*` stands for the items of a list. */
  readonly around: readonly string[];
  /** The name of the list. */
  readonly list: string;
  /** The member beside it whose value makes the difference; undefined where the status of the answer does. */
  readonly member: string | undefined;
  /** The values, or the statuses, with which the list has an entry. */
  readonly values: readonly string[];
  readonly sentence: string;
};

/** Objects are looked into as deep as this. */
const deepest = 4;

const value = String.raw`[\x60"'“‘][\w.:-]+[\x60"'”’]`;
const status = String.raw`\x60?[1-5]\d\d\x60?`;
const several = (one: string): string => String.raw`${one}(?:(?:, | or | and |, or |, and )${one})*`;
const kinds = '(?: (?:errors?|answers?|responses?|refusals?|problems?))?';

/**
 * "At least one for `a`", "There is at least one entry if `code` is `a` or `b`", "Never empty with 422": a whole sentence, so that nothing in it says that this holds
 * for some alone.
 */
const toldSentence = new RegExp(
  String.raw`^(?:(?:it |there |the list |this list )?(?:is |has |holds |contains |names )?(?:always )?(?:at least (?:one|1)|one or more)(?: (?:entry|item|element|member|row|of them|field))?|(?:it |the list )?(?:is )?(?:never|not) empty),? ` +
    String.raw`(?:for|if|when|where|on|with|in case of) (?:(?:an?|the|every|each|all) )?(?:(?:\x60(?<member>\w+)\x60|(?<plain>\w+)) (?:is|=|of) )?(?:(?:status )?(?<statuses>${several(status)})|(?<values>${several(value)}))${kinds}\.?$`,
  'iu',
);

/** The values of a listed member. */
const listedOf = (document: Document, schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap((part) =>
    Array.isArray(part['enum'])
      ? part['enum'].filter((one) => typeof one === 'string')
      : typeof part['const'] === 'string'
        ? [part['const']]
        : [],
  );

/** The values of which a sentence says that a list has an entry with each. */
const toldIn = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  list: string,
  sentence: string,
): Pick<ToldEntries, 'member' | 'values'> | undefined => {
  const { member, plain, statuses, values } = toldSentence.exec(sentence)?.groups ?? {};
  const named = member ?? plain;
  if (statuses !== undefined)
    return named === undefined || named === 'status' ? { member: undefined, values: statuses.match(/\d{3}/gu) ?? [] } : undefined;
  const wanted = (values ?? '').match(new RegExp(value, 'gu'))?.map((one) => one.slice(1, -1)) ?? [];
  if (wanted.length === 0) return undefined;
  const listing = [...members].filter(([name, schema]) => {
    const listed = name === list ? [] : listedOf(document, schema);
    return (named === undefined || name === named) && wanted.every((one) => listed.includes(one));
  });
  const [only, ...others] = listing;
  return only && others.length === 0 ? { member: only[0], values: wanted } : undefined;
};

const toldBelow = (document: Document, schema: Schema, around: readonly string[]): readonly ToldEntries[] => {
  if (around.length > deepest) return [];
  const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (item !== undefined) return toldBelow(document, item, [...around, '*']);
  const members = membersOf(document, schema);
  return [...members].flatMap(([name, one]) => {
    const own = isType(document, one, 'array')
      ? descriptionsIn(document, one)
          .flatMap(sentencesOf)
          .flatMap((sentence): readonly ToldEntries[] => {
            const told = toldIn(document, members, name, sentence);
            return told ? [{ around, list: name, ...told, sentence }] : [];
          })
      : [];
    return [...own, ...toldBelow(document, one, [...around, name])];
  });
};

const known = new WeakMap<ResponseDeclaration, readonly ToldEntries[]>();

/** What the descriptions of a described answer say of its lists, in a contract that is held to the standard requirements. */
export const toldEntriesOf = ({ document, standard }: Contract, response: ResponseDeclaration): readonly ToldEntries[] => {
  if (standard.size === 0) return [];
  const content = response.content.find(({ mediaType }) => isJsonType(mediaType));
  const found = known.get(response) ?? (content?.schema === undefined ? [] : toldBelow(document, content.schema, []));
  known.set(response, found);
  return found;
};

/** The operations of a contract one of whose answers has such a list. */
export const tellingEntries = (contract: Contract): readonly Operation[] =>
  contract.operations.filter(({ responses }) => responses.some((response) => toldEntriesOf(contract, response).length > 0));

const objectsAt = (held: unknown, [step, ...rest]: readonly string[]): readonly Json[] => {
  if (step === undefined) return isObject(held) ? [held] : [];
  if (step === '*') return Array.isArray(held) ? held.flatMap((one) => objectsAt(one, rest)) : [];
  return isObject(held) ? objectsAt(held[step], rest) : [];
};

/** The lists of an answer that are said to have an entry: each with how many it has, and with what that is said of. */
export const entriesWhereTold = (
  { around, list, member, values }: ToldEntries,
  body: unknown,
  answered: number,
): readonly { readonly by: string; readonly entries: number }[] =>
  objectsAt(body, around).flatMap((object) => {
    const entries = object[list];
    const shown = member === undefined ? String(answered) : object[member];
    const isMeant = typeof shown === 'string' && values.includes(shown);
    return isMeant && Array.isArray(entries)
      ? [{ by: member === undefined ? `status ${shown}` : `"${member}" "${shown}"`, entries: entries.length }]
      : [];
  });
