import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { pathAbove } from '../../contract/infer/path-template.ts';
import { type ToldRoles, toldRoles } from '../../contract/infer/roles/hidden.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { verbOf } from './action-words.ts';
import { type OnOwn, operationsOnOwn } from './own-resources.ts';
import { clausesOf, inWords } from './state-mentions.ts';

/** An action that the document forbids whoever made the resource: the four-eyes principle. */
export type OwnDecision = Subject & OnOwn & { readonly sentence: string };

const makers = '(?:author|creator|submitter|requester|requestor|applicant|proposer|initiator|preparer|writer|uploader|maker)s?';
const made =
  '(?:created|submitted|entered|requested|filed|raised|wrote|written|recorded|proposed|prepared|uploaded|reported|initiated|made|drafted|asked for)';
const mayNot =
  '(?:(?:can|may|must|could) (?:not|never)(?: also| themselves)?|never|(?:is|are) (?:not|never) (?:allowed|permitted|able) to|(?:is|are) (?:forbidden|prohibited) (?:to|from))';
const own = '(?:their|his or her|her or his|his|her|its|your|one s) own';
/** What may stand behind the verb: what is decided on, and how it is refused. More says when, or of what. */
const tail =
  '(?:(?:it|them|this|that|these|themselves|either|too|also|or \\w+|(?:the|a|an|this|that|any) (?:same )?\\w+|(?:what|which) (?:they|he|she|you) (?:have |has )?' +
  `${made}|${own}(?: \\w+)?) )*(?:(?:(?:that|this|which) )?(?:is|gives|otherwise|and)? ?(?:an? |the )?(?:answer (?:is )?)?(?:4\\d\\d|refused|rejected|forbidden) )*$`;
const refusal = '(?:4\\d\\d|refused|rejected|forbidden|prohibited|not (?:allowed|permitted|possible))';

/**
 * The ways of saying it, as words between spaces; `V` stands for a form of the verb of the action: "Nobody approves their own claims", "Approving your own claim is
 * refused", "Whoever entered the result cannot decide on it", "has to be approved by somebody other than its author".
 */
const forms: readonly string[] = [
  ` (?:nobody|no one|none|no \\w+) (?:(?:can|may) (?:ever )?)?(?:\\w+ (?:or|and|nor) )?V (?:or \\w+ )?(?:\\w+ ){0,2}${own} `,
  ` ${mayNot} (?:\\w+ (?:or|and|nor) )?V (?:(?:or|nor|and) \\w+ )?(?:\\w+ )?${own} `,
  ` V (?:(?:or|and) \\w+ )?(?:on )?${own} (?:\\w+ ){1,8}${refusal} `,
  ` (?:whoever|(?:the |any |a )?\\w+ (?:who|that)|those who) (?:has |have )?${made} (?:\\w+ ){1,4}${mayNot} (?:also )?(?:\\w+ (?:or|and|nor) )?V ${tail}`,
  ` ${makers} (?:of (?:\\w+ ){1,3})?(?:themselves |himself |herself )?${mayNot} (?:\\w+ (?:or|and|nor) )?V ${tail}`,
  ` (?:must|has to|have to|needs? to|can only|may only) (?:always |only )?be V (?:(?:or|and) \\w+ )?(?:only )?by (?:someone|somebody|anyone|another|a different|a second|an? \\w+|\\w+) (?:\\w+ )?(?:(?:other |else )?than|different from|who is not) (?:\\w+ ){0,3}(?:${makers}|(?:who|that) (?:has |have )?${made}) `,
  ` V by (?:someone|somebody|another|a different|a second) (?:\\w+ )?(?:(?:other |else )?than|different from) (?:\\w+ ){0,3}(?:${makers}|(?:who|that) (?:has |have )?${made}) (?:.* )?(?:must|has to|required|otherwise|${refusal}) `,
];

/** In the description of a refusal by its status: "403: you submitted this claim yourself". */
const ofRefusal = new RegExp(
  `^ 4\\d\\d (?:the caller|you|they|the user) (?:has |have )?${made} (?:\\w+ ){1,4}(?:yourself|themselves|themself) $`,
  'u',
);

/** The name of the principle, in the text of the action itself, and no more than that it holds. */
const principle =
  /^ (?:(?:the|this|here|follows|under|by) )*(?:four eyes(?: principle| rule)?|two person rule|dual control|(?:separation|segregation) of duties) (?:(?:always )?(?:applies|holds|is (?:required|enforced|kept|mandatory)|must be kept) )?(?:here )?$/u;

/** Words by which it holds sometimes, or for some alone. */
const hedged =
  / (?:unless|except|excepted|usually|normally|should|if|when|where|apart from|optional|optionally|enabled|configured|by default|only after|until|more than once|twice|no four eyes|not apply|no longer|any more|mode|settings?|recommend|recommended|possible but|up to you|policy|policies|app|from the same|above|below|over|more than|less than|once|before|after|while|automatically|but the|test|sandbox|plans?|versions?|on (?:a |the )?\w+days?) /u;

/** What takes somebody from the rule, wherever the same text says it. */
const excepting =
  / (?:exempt|exempted|exceptions?|bypass|override|overrides|not apply|trust them) | (?:can|may)(?: do (?:so|this|that|it))?(?: still| always)? $/u;

/** A permission to do it with what is one's own: "Owners wave through their own work". */
const permits = new RegExp(` (?:can|may|allowed) (?:\\w+ ){0,6}${own} | ${own} (?:\\w+ ){1,4}(?:too|as well) `, 'u');

const negated = / (?:nobody|no one|none|no|not|never|neither) /u;

/** The beginning by which forms of one verb, and its noun, are known: `decide` and "decision". */
const beginning = (word: string): string =>
  // Of a short noun such as "rating" too little would be left to tell "rate" by.
  /^\p{L}{3}ing$/u.test(word) ? `${word.slice(0, -3)}(?:e|es|ed|ing|s)?(?!\\w)` : word.slice(0, Math.max(4, word.length - 4));

/** The verbs of an action: the end of its path, and the first words of its summary and its name. */
const verbsOf = (operation: Operation, node: unknown): readonly string[] => {
  const [summary = ''] = saidIn(node);
  const named = [verbOf(operation).split(' ')[0], wordsOf(summary)[0], wordsOf(operation.operationId ?? '')[0]];
  return [...new Set(named.flatMap((one) => (one === undefined || one.length < 4 ? [] : [beginning(one)])))];
};

/** Nouns that stand for whatever an action is on. */
const generic: ReadonlySet<string> = new Set('one work entry request record item resource submission document object it'.split(' '));

/** What somebody made, and what is their own, as clauses name it: "created the account", "their own expenses". */
const namedOwn = new RegExp(` (?:${own}|${made} (?:the|an?|this|that|their)) (\\w+)(?= )`, 'gu');

/** Does a clause speak of something else than what the action is on: "the one who created the account". */
const isOfOther = (words: string, nouns: ReadonlySet<string>): boolean => {
  const named = [...words.matchAll(namedOwn)].map(([, noun = '']) => singular(noun));
  return named.length > 0 && !named.some((noun) => nouns.has(noun) || generic.has(noun) || /^(?:4\d\d|can|may|is)$/u.test(noun));
};

/** Is a clause about one of several roles: whoever may do everything may be taken from it. */
const isOfLesser = (words: string, { full, lesser }: ToldRoles): boolean => {
  const named = words.trim().split(' ').map(stemOf);
  return full.size > 0 && named.some((word) => lesser.has(word)) && !named.some((word) => full.has(word)) && !negatedAll.test(words);
};

const negatedAll = / (?:nobody|no one|none|whoever) /u;

/** The clause of some texts that forbids an action with what one made oneself; undefined where there is none, or somebody is taken from it. */
const forbidden = (
  texts: readonly string[],
  verbs: readonly string[],
  { isItself, nouns, roles }: { readonly isItself: boolean; readonly nouns: ReadonlySet<string>; readonly roles: ToldRoles },
): string | undefined => {
  if (verbs.length === 0) return undefined;
  const verb = `(?:${verbs.map((one) => `${one}\\w*`).join('|')})(?: on| about)?`;
  const all = texts.flatMap(clausesOf).map((clause) => ({ clause, words: inWords(clause) }));
  if (all.some(({ words }) => excepting.test(words) || (permits.test(words) && !negated.test(words)))) return undefined;
  const said = forms.map((form) => new RegExp(form.replaceAll('V', verb), 'u'));
  return all.find(
    ({ words }) =>
      !hedged.test(words) &&
      !isOfOther(words, nouns) &&
      !isOfLesser(words, roles) &&
      (said.some((one) => one.test(words)) || (isItself && (ofRefusal.test(words) || principle.test(words)))),
  )?.clause;
};

/** The clause by which the document forbids an action to whoever made what it is on; undefined where it does not. */
export const forbiddenWithOwn = (contract: Contract, operation: Operation): string | undefined => {
  const { document } = contract;
  const node = valueAt(document, nodeOf(operation.location));
  const verbs = verbsOf(operation, node);
  const refusals = operation.responses
    .filter(({ status }) => ['403', '409', '422'].includes(status))
    .flatMap(({ status, location }) => saidIn(valueAt(document, nodeOf(location))).map((text) => `${status} ${text}`));
  const nouns = new Set(wordsOf(operation.path.split('/{')[0] ?? '').map(singular));
  const around = {
    nouns: new Set([...nouns, ...nounWordsOf(pathAbove(pathAbove(operation.path))).map(singular)]),
    roles: toldRoles(document),
  };
  return (
    forbidden([...saidIn(node), ...refusals], verbs, { ...around, isItself: true }) ??
    forbidden(saidOfTags(document, node), verbs, { ...around, isItself: false })
  );
};

/** Is an operation an action on one resource: its path goes on behind the resource by one word. */
const isAction = ({ operation: { method, path } }: OnOwn): boolean =>
  method !== 'GET' && method !== 'DELETE' && /\}\/[^/{}]+\/?$/u.test(path);

/** Actions that their texts, or the sections of their resources, forbid whoever made the resource. */
export const ownDecisions = (contract: Contract): readonly OwnDecision[] =>
  operationsOnOwn(contract)
    .filter(isAction)
    .flatMap((one) => {
      const sentence = forbiddenWithOwn(contract, one.operation);
      return sentence === undefined ? [] : [at(one.operation.location, { ...one, sentence })];
    });

/** Words of members that name whom something is for or by: then not the caller decides whose own it is. */
const persons: ReadonlySet<string> = new Set(
  'user employee member author owner person submitter requester applicant reviewer approver creator by staff worker customer assignee behalf'.split(
    ' ',
  ),
);

/** Does a body name a person. */
export const namesPerson = (names: readonly string[]): boolean => names.some((name) => wordsOf(name).some((word) => persons.has(word)));
