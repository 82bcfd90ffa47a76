import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { amountOfMoney } from '../../contract/infer/money.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, isObject, valueAt } from '../../contract/pointer.ts';
import { isScalar } from '../../model/json.ts';
import { people } from './person-names.ts';
import { selfIn } from './reads-of-self.ts';

type Document = Contract['document'];

/**
 * How a list is narrowed to what a read of figures is about: not at all; by a member of the items that has the value of the only parameter in the path; by the path of the list,
 * which begins as that of the read; by a member that names the caller, whom the read shows; or each item of a list has figures of its own, over those that name it at a pointer.
 */
export type Within =
  | { readonly kind: 'all' }
  | { readonly kind: 'member'; readonly at: string; readonly parameter: string }
  | { readonly kind: 'path' }
  /** `isSure`: does the text say that the figure is the caller's own. Otherwise it may as well be of all that the list shows. */
  | { readonly kind: 'self'; readonly at: string; readonly isSure: boolean }
  | { readonly kind: 'listed'; readonly at: string; readonly holders: Collection };

/** The words of the noun of a path, each in the singular. */
export const nounsOf = (path: string): readonly string[] => nounWordsOf(path).map(singular);

/** Words by which a list shows less to some callers than there is. */
const limited = /\b(?:own|yours?|mine|their|you (?:can |may )?see|visible|not everybody|depending on|role)\b/iu;

/** Words by which it shows that of others to some callers: "members their own, stewards those of the whole house". */
const ofOthersToo =
  /\b(?:all (?:of|those|\p{L}+s)\b|all\b(?! (?:of )?(?:your|their|my|own)\b)|whole|entire|every(?:body|one|thing)|each (?:user|member|person)|others?['’]?|anybody|any (?:user|member|person|account))\b/iu;

/** Does a text say that a list shows callers their own items alone, whoever they are. */
const isOfOwnOnly = (text: string): boolean => /\b(?:own|yours?|mine|their)\b/iu.test(text) && !ofOthersToo.test(text);

/** Words for the caller, besides the noun of what such callers are. */
const caller: ReadonlySet<string> = new Set(['caller', 'user', 'person', 'you', 'your', 'their', 'self', 'member', 'customer']);

/** Words by which the text of a figure may name those who see themselves at a path: `member` and `caller` at `/members/me`. None at other paths. */
export const callersAt = (path: string): ReadonlySet<string> => {
  const self = selfIn(path);
  if (self === undefined) return new Set();
  const above = path
    .split('/')
    .filter((one) => one !== '')
    .at(-2);
  const nouns = above === undefined || above.includes('{') ? [] : nounsOf(`/${above}`);
  return new Set([...caller, ...nouns, ...(self === 'account' ? ['account'] : [])]);
};

/** Does the member of an item name those who see themselves at a path: `member`, `member_id` and `owner` beside `/members/me`. */
const namesCaller = (name: string, callers: ReadonlySet<string>): boolean => {
  const words = wordsOf(name).filter((word) => word !== 'id' && word !== 'name');
  return words.length === 1 && (words[0] === 'owner' || (words[0] !== 'person' && callers.has(words[0] ?? '')) || words[0] === 'username');
};

/** How a list is narrowed to the caller whom a read shows; undefined where it may show that of others too, and no item tells whose it is. */
const withinSelf = (document: Document, path: string, item: Schema, figure: string, list: string): Within | undefined => {
  const callers = callersAt(path);
  const isSure = wordsOf(figure.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).some((word) => callers.has(singular(word)));
  const naming = [...membersOf(document, item).keys()].filter((name) => namesCaller(name, callers));
  const [only, ...others] = naming;
  if (only !== undefined) return others.length === 0 ? { kind: 'self', at: `/${escapeToken(only)}`, isSure } : undefined;
  if (isOfOwnOnly(list)) return { kind: 'all' };
  return selfIn(path) === 'account' && !ofOthersToo.test(list.replaceAll(/\ball\b/giu, '')) ? { kind: 'all' } : undefined;
};

/**
 * How a list is narrowed to what a read of figures is about; undefined where nothing tells.
 * @param texts What is written of the figure, and of the list.
 */
export const withinOf = (
  document: Document,
  operation: Operation,
  collection: Collection,
  item: Schema,
  texts: { readonly figure: string; readonly list: string },
): Within | undefined => {
  const [own, list] = [parametersIn(operation.path), parametersIn(collection.operation.path)];
  if (list.length === 0 && own.length === 0)
    return selfIn(operation.path) === undefined ? { kind: 'all' } : withinSelf(document, operation.path, item, texts.figure, texts.list);
  const [parameter = ''] = own;
  const above = operation.path.slice(0, operation.path.indexOf('}') + 1);
  if (own.length !== 1 || list.length > 1) return undefined;
  if (list.length === 1) return collection.operation.path.startsWith(`${above}/`) ? { kind: 'path' } : undefined;
  const nouns = nounsOf(above.slice(0, above.lastIndexOf('/')));
  const names = new Set([wordsOf(parameter).join(' '), `${nouns.at(-1) ?? ''} id`]);
  const found = [...membersOf(document, item)].filter(([name]) => names.has(wordsOf(name).join(' ')) && wordsOf(name).join(' ') !== 'id');
  const [only, ...others] = found;
  return only && others.length === 0 ? { kind: 'member', at: `/${escapeToken(only[0])}`, parameter } : undefined;
};

/** May a list show less than its figures cover to some callers. What narrows it to the caller leaves only what each sees of the own things. */
export const mayBeWider = ({ kind }: Within, list: string): boolean =>
  limited.test(kind === 'self' ? list.replaceAll(/\b(?:own|yours?|mine|their)\b/giu, '') : list);

/**
 * Is a figure that of the items of a list themselves: these have it too, with the same text, or are shown in no other way than what the read shows. A sum over it would add up sums.
 */
export const isOfItem = (document: Document, body: Schema, item: Schema, name: string): boolean => {
  const [shown, own] = [membersOf(document, item), membersOf(document, body)];
  const [there, here] = [shown.get(name), own.get(name)];
  if (there === undefined || here === undefined) return false;
  const [text, same] = [descriptionsIn(document, here).join(' '), descriptionsIn(document, there).join(' ')];
  const isOwnText = amountOfMoney(document, here) === undefined && text !== '' && text === same;
  return isOwnText || [...shown.keys()].every((one) => own.has(one));
};

/** Names of members by which others name a person. */
const naming: ReadonlySet<string> = new Set([
  'id',
  'uuid',
  'username',
  'user name',
  'login',
  'handle',
  'email',
  'slug',
  'number',
  'key',
  'code',
]);

/** The values by which items may name the caller, of what a read shows of it: its id, its user name, its mail address. */
export const namesOfSelf = (shown: unknown): ReadonlySet<string> => {
  const isName = (name: string): boolean => {
    const words = wordsOf(name);
    return naming.has(words.join(' ')) || (words.length === 2 && people.has(words[0] ?? '') && naming.has(words[1] ?? ''));
  };
  const among = (one: unknown): readonly string[] =>
    isObject(one)
      ? Object.entries(one).flatMap(([name, value]) =>
          isScalar(value) && value !== null && value !== '' && isName(name) ? [String(value)] : [],
        )
      : [];
  return new Set([...among(shown), ...(isObject(shown) ? Object.values(shown).flatMap(among) : [])]);
};

/** Those of some items that name the caller at a pointer; undefined where none does, or others are there too although they may count. */
export const itemsOfSelf = <Item>(
  items: readonly Item[],
  { at, isSure }: Extract<Within, { readonly kind: 'self' }>,
  names: ReadonlySet<string>,
): readonly Item[] | undefined => {
  const isOwn = (item: Item): boolean => {
    const value = valueAt(item, at);
    return isScalar(value) ? names.has(String(value)) : [...namesOfSelf(value)].some((one) => names.has(one));
  };
  const own = items.filter(isOwn);
  return own.length === 0 || (!isSure && own.length < items.length) ? undefined : own;
};
