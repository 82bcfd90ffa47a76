import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { isDirectlyBelow, isSamePath, pathAbove, tailOf } from './path-template.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What has to be settled below a resource before an action on that is possible: the list of it, and the action that settles one. */
export type Unsettled = { readonly list: Operation; readonly settle: Operation };

/** Words of what is not settled, and of what is. */
const open = '(?:outstanding|unpaid|unsettled|unresolved|uncleared|overdue|due|open|pending|unfinished|incomplete|owed)';
const done = '(?:paid|settled|resolved|cleared|closed|finished|completed?)';

/** Forms of sentences by which what is called NOUN keeps an action from being possible as long as it is not settled. */
const forms: readonly string[] = [
  String.raw`(?:while|as long as|if|when|where) (?:any|an?|one|some|there (?:is|are)(?: still)?(?: an?)?|it (?:still )?has(?: an?)?) (?:\w+ ){0,2}NOUN (?:\w+ ){0,5}(?:is |are |remains? )?(?:still |not yet )?${open}`,
  String.raw`(?:while|as long as|if|when|where|with|has|have) (?:\w+ ){0,4}${open} NOUN`,
  String.raw`no NOUN (?:\w+ ){0,4}(?:may|must|can) be (?:still )?${open}`,
  String.raw`(?:all|every|each)(?: of)?(?: the| its)? (?:\w+ ){0,1}NOUN (?:\w+ ){0,5}(?:must|has to|have to|needs? to|is|are|has been|have been) (?:first )?(?:be |been )?(?:fully )?${done}`,
];

const refusing = / (?:4\d\d|not|cannot|can t|refuse[sd]?|rejected|only|unless|until|must|has to|have to|needs? to|before) /u;

/** Ends of paths of actions that settle one thing. */
const settling: ReadonlySet<string> = new Set('pay payment payments settle settlement resolve clear complete finish close'.split(' '));

/**
 * What the text of an action says that has to be settled first: "Not while any fee is outstanding (`409`)" of the closing of an account, with `POST /accounts/{id}/fees/{fee}:pay`.
 * Undefined where it says nothing of that, or nothing settles it.
 */
export const unsettledBelow = (contract: Contract, operation: Operation): Unsettled | undefined => {
  if (operation.method !== 'POST' || operation.effect === 'safe' || contract.standard.size === 0) return undefined;
  const type = actedOn(contract, operation);
  if (!type) return undefined;
  const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .map((one) => ` ${wordsOf(one).join(' ')} `)
    .filter((words) => refusing.test(words));
  const found = contract.operations.flatMap((list): readonly Unsettled[] => {
    const noun = wordsOf(tailOf(list.path).at(-1) ?? '').join(' ');
    const isList =
      list.method === 'GET' && list.effect === 'safe' && isDirectlyBelow(list.path, itemOf(type).path) && singular(noun) !== noun;
    const named = `(?:${noun}|${singular(noun)})`;
    if (!isList || !sentences.some((words) => forms.some((form) => new RegExp(` ${form.replaceAll('NOUN', named)} `, 'u').test(words))))
      return [];
    const settle = contract.operations.filter(
      ({ method, path, unsupported }) =>
        method === 'POST' &&
        unsupported === undefined &&
        isSamePath(pathAbove(path), `${list.path}/{id}`) &&
        settling.has(tailOf(path).at(-1)?.toLowerCase() ?? ''),
    );
    const [only] = settle;
    return only && settle.length === 1 ? [{ list, settle: only }] : [];
  });
  return found[0];
};

/** The type of the resource that an action is on. */
const actedOn = (contract: Contract, operation: Operation): AnyInferred | undefined =>
  [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()]
    .map(({ resourceType }) => resourceType)
    .find((one) => isSamePath(pathAbove(operation.path), itemOf(one).path));
