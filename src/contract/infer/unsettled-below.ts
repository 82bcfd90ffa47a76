import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { holdsForSome } from './holds-for-some.ts';
import { isDirectlyBelow, isSamePath, pathAbove, tailOf } from './path-template.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What has to be settled below a resource before an action on that is possible: the list of it, and the action that settles one. */
export type Unsettled = { readonly list: Operation; readonly settle: Operation };

/** Words of what is not settled, and of what is. */
const openWords = '(?:outstanding|unpaid|unsettled|unresolved|uncleared|overdue|due|open|pending|unfinished|incomplete|owed)';
const doneWords = '(?:paid|settled|resolved|cleared|closed|finished|completed?)';

/** Forms of sentences by which what is called NOUN keeps an action from being possible as long as it is not settled. */
const forms: readonly string[] = [
  String.raw`(?:while|as long as|if|when|where) (?:any|an?|one|some|there (?:is|are)(?: still)?(?: an?)?|it (?:still )?has(?: an?)?) (?:\w+ ){0,2}NOUN (?:\w+ ){0,5}(?:is |are |remains? )?(?:still |not yet )?${openWords}`,
  String.raw`(?:while|as long as|if|when|where|with|has|have) (?:\w+ ){0,4}${openWords} NOUN`,
  String.raw`no NOUN (?:\w+ ){0,4}(?:may|must|can) be (?:still )?${openWords}`,
  String.raw`(?:all|every|each)(?: of)?(?: the| its)? (?:\w+ ){0,1}NOUN (?:\w+ ){0,5}(?:must|has to|have to|needs? to|is|are|has been|have been) (?:first )?(?:be |been )?(?:fully )?${doneWords}`,
];

const refusing = / (?:4\d\d|not|cannot|can t|refuse[sd]?|rejected|only|unless|until|must|has to|have to|needs? to|before) /u;

/** Ends of paths of actions that settle one thing. */
const settling: ReadonlySet<string> = new Set('pay payment payments settle settlement resolve clear complete finish close'.split(' '));

const some = '(?:any|an?|one|some|there (?:is|are)(?: still)?(?: an?| any)?|it (?:still )?has(?: an?| any)?)';
const openly = '(?<open>outstanding|unpaid|unsettled|unresolved|uncleared|open|unfinished|incomplete|owed)';
const ofType = '(?: (?:of|for|on|in|below) (?:(?:the|this|that|its|an?) )?(?:TYPE|it))?';
const whileOpen = `(?:while|as long as|if|when) ${some} (?:NOUN${ofType} (?:(?:is|are|remains?) )?(?:still )?${openly}|${openly.replace('open', 'left')} NOUN${ofType}(?: (?:is left|are left|remains?))?)`;
const allOf = `(?:all|every|each)(?: of)?(?: the| its)? NOUN${ofType}`;
const refusal =
  '(?:(?: (?:and|the|answer|answered|answers|otherwise|else|or|that|this|it|is|are|a|an|with|in|case|refused|rejected))* (?:4\\d\\d|refused|rejected|conflict)(?: (?:otherwise|else|then))?)?';
const not = '(?:can not|cannot|can t|may not|must not|can never)';

/** Whole clauses by which an action on a TYPE is refused as long as a NOUN is not settled, of which every word is understood. */
const firm: readonly string[] = [
  `(?:(?:it|this) is |possible |allowed |but )?(?:not|never)(?: possible| allowed| accepted)? ${whileOpen}`,
  `(?:(?:an?|the|every|each) )?TYPE (?:(?:that|which) (?:still )?has|with|having) (?:(?:any|an?|some|still) )?${openly} NOUN ${not} be ACTED`,
  `(?:(?:an?|the|every|each|no) )?TYPE (?:${not}|can|may) be ACTED ${whileOpen}`,
  `${allOf} (?:must|have to|has to|needs? to) (?:first )?(?:be|have been) (?:fully )?(?<done>paid|settled|resolved|cleared|closed|finished|completed)(?: first| before(?: that)?)?`,
  `(?:(?:it|this|that) is )?(?:refused|rejected|409|422|a conflict|answered 409|answers 409)(?: with (?:a )?4\\d\\d)? ${whileOpen}`,
  `(?:(?:it|this|that) is )?(?:possible |allowed )?only (?:when|once|if|after) ${allOf} (?:is|are|has been|have been) (?:fully )?(?<done>paid|settled|resolved|cleared|closed|finished|completed)`,
  `no NOUN${ofType} (?:may|must|can) (?:still )?be ${openly}`,
];

/** Words of what is not settled that mean the same, and the word for what is. */
const alike: readonly (readonly [done: readonly string[], open: readonly string[]])[] = [
  [
    ['paid', 'settled'],
    ['outstanding', 'unpaid', 'unsettled', 'owed', 'open'],
  ],
  [['resolved'], ['unresolved', 'open']],
  [['cleared'], ['uncleared', 'open']],
  [
    ['finished', 'completed'],
    ['unfinished', 'incomplete', 'open'],
  ],
  [['closed'], ['open']],
];

/** What stands before a colon and makes what follows hold for some alone: "For guests: …", "With strict books: …". */
const isLed = /^(?:for|in|on|at|with|without|under|if|when|during) [^:;]*$/iu;

/** A sentence behind it by which some do so all the same: "Managers may end it anyway". */
const liftsIt = /\b(?:anyway|all the same|nevertheless|regardless|may still|can still|override\w*|staff|admins?|managers?)\b/iu;

/** What keeps an action from being possible for certain: the sentence, and the words for one that is in the way. */
export type KeptOpen = Unsettled & { readonly sentence: string; readonly open: ReadonlySet<string> };

/**
 * What the text of an action that describes a refusal, or of its tag, says for certain to be in its way as long as it is not settled: "Not while any fee is outstanding (`409`)". Undefined
 * where it says so on a condition, or of some alone.
 * @param acted The participles of the action: `closed`.
 */
export const keptOpen = (contract: Contract, operation: Operation, acted: readonly string[]): KeptOpen | undefined => {
  const found = unsettledBelow(contract, operation);
  const type = actedOn(contract, operation);
  if (!found || !type || !operation.responses.some(({ status }) => ['400', '403', '409', '422'].includes(status))) return undefined;
  const nounIn = (path: string): string => {
    const noun = wordsOf(tailOf(path).at(-1) ?? '').join(' ');
    return `(?:${noun}|${singular(noun)})`;
  };
  const filled = (form: string): RegExp =>
    new RegExp(
      `^(?:.* but )?${form
        .replaceAll('NOUN', nounIn(found.list.path))
        .replaceAll('TYPE', nounIn(type.name))
        .replaceAll('ACTED', `(?:${acted.join('|')})`)}${refusal}$`,
      'u',
    );
  const told = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf);
  for (const [n, sentence] of told.entries()) {
    const clauses = sentence.split(/[;:] /u);
    if (
      clauses.slice(0, -1).some((one) => isLed.test(one)) ||
      holdsForSome(sentence) ||
      [sentence, told[n + 1] ?? ''].some((one) => liftsIt.test(one))
    )
      continue;
    for (const clause of clauses) {
      const words = wordsOf(clause).join(' ');
      for (const form of firm) {
        const { groups } = filled(form).exec(words) ?? {};
        if (!groups) continue;
        const said = groups['open'] ?? groups['left'] ?? '';
        const open = alike.flatMap(([done, names]) => (done.includes(groups['done'] ?? '') || names.includes(said) ? names : []));
        // What may be open in several ways is meant by its very word.
        return { ...found, sentence, open: new Set(said === 'open' ? ['open'] : open) };
      }
    }
  }
  return undefined;
};

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
