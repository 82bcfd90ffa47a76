import type { Operation, Schema } from '../../model.ts';
import { describedLists } from '../conventions/collection.ts';
import { nounWordsOf } from '../id-names.ts';
import { isListOfObjects } from '../listed-items.ts';
import { isDirectlyBelowOne, isItemOf, isSamePath, parametersIn } from '../path-template.ts';
import { isType, itemsOf, membersOf, partsOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import { askedSchema } from '../../asked-content.ts';

type Json = Readonly<Record<string, unknown>>;

/** The list that shows the entries which the body of a POST brings: several at once, or the body itself. */
export type EntryList = {
  /** The operation that reads the list. */
  readonly list: Operation;
  /** The member of the body that holds the entries; undefined where the body is one entry. */
  readonly entries: string | undefined;
  /** The member of an entry that names the resource in the path of the list; undefined where the path of the POST names it. */
  readonly owner: string | undefined;
  /** The schemas of an entry, and of an item of the list. */
  readonly entry: Schema;
  readonly item: Schema;
};

const lettersOf = (name: string): string => wordsOf(name).join('');

const requiredIn = (document: Json, schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap(({ required }) => (Array.isArray(required) ? required.filter((one) => typeof one === 'string') : []));

/** The entries of a body: those of its only list of objects, where nothing else is required, or the body itself. */
const entriesOf = (document: Json, body: Schema): { readonly name: string | undefined; readonly entry: Schema } | undefined => {
  const members = membersOf(document, body);
  const lists = [...members].filter(([, member]) => isListOfObjects(document, member));
  const [[name, list] = []] = lists;
  if (name === undefined) return members.size === 0 ? undefined : { name, entry: body };
  const entry = itemsOf(document, list);
  const isAlone = lists.length === 1 && entry !== undefined && requiredIn(document, body).every((one) => one === name);
  return isAlone ? { name, entry } : undefined;
};

/** Do the items of a list show what an entry has to bring, the member that names their owner apart. */
const isShown = (document: Json, entry: Schema, item: Schema, owner: string | undefined): boolean => {
  const [sent, shown] = [membersOf(document, entry), membersOf(document, item)];
  const required = requiredIn(document, entry).filter((one) => one !== owner);
  const common = [...sent.keys()].filter((one) => one !== owner && shown.has(one));
  return common.length > 0 && required.every((one) => shown.has(one));
};

/**
 * The list to which a POST below one resource adds the entries of its body: the last word of both paths is the same noun, the items show what an entry has to bring,
 * and no operation reads or removes one of them. It is at the same path, or below another resource, which each entry names as the path of the list does
 * (`sensorId` in `POST /devices/{deviceId}/readings` and `GET /sensors/{sensorId}/readings`). Undefined where there is no such list, or several.
 */
export const entryListOf = (document: Json, operations: readonly Operation[], operation: Operation): EntryList | undefined => {
  const { method, path, body } = operation;
  const noun = nounWordsOf(path).join(' ');
  const schema = askedSchema(body);
  if (method !== 'POST' || noun === '' || !isDirectlyBelowOne(path) || schema === undefined || isType(document, schema, 'array'))
    return undefined;
  const held = entriesOf(document, schema);
  if (held === undefined) return undefined;
  const owners = new Map([...membersOf(document, held.entry).keys()].map((one) => [lettersOf(one), one]));
  const reads = operations.filter(
    (one) => one.effect === 'safe' && one.unsupported === undefined && nounWordsOf(one.path).join(' ') === noun,
  );
  const found = describedLists({ document, operations: reads }).flatMap(({ operation: list, item }): EntryList[] => {
    if (operations.some((one) => isItemOf(one.path, list.path))) return [];
    const isSame = isSamePath(list.path, path);
    const owner = isSame ? undefined : owners.get(lettersOf(parametersIn(list.path).at(-1) ?? ''));
    const isNamed =
      isSame || (held.name !== undefined && owner !== undefined && parametersIn(list.path).length === 1 && isDirectlyBelowOne(list.path));
    return isNamed && isShown(document, held.entry, item, owner) ? [{ list, entries: held.name, owner, entry: held.entry, item }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Words in the name of an operation that say no more than that its body brings entries. */
const bringing: ReadonlySet<string> = new Set('bulk batch all mass multi multiple many import ingest load'.split(' '));

/** Words for handing over, which mean people where the entries have texts. */
const handingOver: ReadonlySet<string> = new Set(['send', 'submit']);

/**
 * The words in the name of an operation that are no danger because they only say that its body brings the entries of a list. "Send" is one where no entry has a text to
 * send: every text in it is an id, a moment or one of a few listed words.
 */
export const bringingWords = (document: Json, { entry }: EntryList): ReadonlySet<string> => {
  const isFree = ([name, member]: readonly [string, Schema]): boolean =>
    isType(document, member, 'string') &&
    !['id', 'key', 'code'].includes(wordsOf(name).at(-1) ?? '') &&
    partsOf(document, member).every((part) => part['format'] === undefined && part['enum'] === undefined && part['const'] === undefined);
  const hasTexts = [...membersOf(document, entry)].some(isFree);
  return hasTexts ? bringing : new Set([...bringing, ...handingOver]);
};
