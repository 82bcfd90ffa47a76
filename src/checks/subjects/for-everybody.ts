import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { isForAnother } from './for-another.ts';

/** Words by which a document says that something belongs to nobody alone. */
const shared: ReadonlySet<string> = new Set(
  'public publicly published shared sharing share everyone everybody anyone anybody community collaborators collaborative global'.split(
    ' ',
  ),
);

/** People whom something is about, and not whom it is for: "everybody on a booking". */
const aboutPeople = /\b(?:everybody|everyone)(?= (?:on|in|of|aboard|booked|registered|enrolled|signed up|invited)\b)/giu;

/** What APIs call those whom they keep apart. */
const usualHolders =
  'account|tenant|user|customer|organi[sz]ation|workspace|branch|company|team|client|site|shop|store|school|clinic|practice|household|department|office|key|token';

/** "A gallery sees only its own crates", "those of another gallery", "belongs to one person of one gallery": what this API calls them. */
const holderTold: readonly RegExp[] = [
  /\b(?:an?|the|each|every|one) (?<holder>\p{L}+) (?:only )?(?:can |may )?(?:sees?|has|have|reads?|lists?|gets?|finds?|works? with) (?:only )?(?:its|their|his) own\b/giu,
  /\b(?:of|to) (?:another|exactly one|one) (?<holder>\p{L}+)\b/giu,
  /\b(?:of|to) (?:an?|one|exactly one|a single) \p{L}+ of (?:an?|one|exactly one|a single) (?<holder>\p{L}+)\b/giu,
];

const holdersIn = (text: string): string =>
  [...new Set(holderTold.flatMap((form) => [...text.matchAll(form)].map(({ groups }) => groups?.['holder'] ?? '')))]
    .filter((one) => one !== '')
    .map((one) => one.replace(/y$/u, '(?:y|ie)'))
    .join('|');

/**
 * "Tools can be seen by every branch", "Menus are visible to all tenants", "Every branch sees all tools", "Categories are the same for all shops".
 * @param holders Alternatives for the name of those whom the API keeps apart.
 */
const seenByAll = (holders: string): readonly RegExp[] => {
  const ofAll = String.raw`(?:(?:every|all|any|each)(?: (?:one )?of)?(?: (?:the|our))?(?: \w+)? (?:${holders === '' ? '' : `${holders}|`}${usualHolders})\w*\b(?! (?:on|in|of|who|that|which|with)\b))`;
  return [
    new RegExp(
      String.raw`^(?<what>[^.;:]+?) (?:(?:can|may) be |are |is )(?:(?:seen|read|viewed|listed|found) by|(?:visible|open|readable|available) (?:to|for)|the same (?:for|in)|common to) ${ofAll}`,
      'iu',
    ),
    new RegExp(
      String.raw`^${ofAll} (?:(?:can|may) )?(?:sees?|reads?|views?|lists?) (?:all |every |the )(?<what>(?:(?!\b(?:own|that|which|of)\b)[^.;:,])+?)(?= (?:but|and)\b|[.;:,]|$)`,
      'iu',
    ),
    new RegExp(String.raw`^(?<what>[^.;:]+?) (?:is|are) common to (?:them )?all\b`, 'iu'),
  ];
};

/** Words by which a sentence keeps more than reading to the owner. */
const keeps = /\b(?:only|own|403|404|nobody else|no ?one else)\b/iu;

/** What a clause is about: "a boat" of "a boat is changed only by its owner". */
const subjectOf = /^\W*(?:(?:an?|the|each|every) )?(?<what>\p{L}+(?: \p{L}+)?) (?:is|are|can|may|must|has to|have to)\b/iu;

/** Does a sentence keep more than reading of what a path is about to the owner: not where the clause that does so names something else. */
const keepsOf = (sentence: string, path: string, operations: Contract['operations']): boolean => {
  const [, ...rest] = sentence.split(/,? (?:but|while|whereas|and only)\b|;/u);
  const keeping = rest.filter((clause) => keeps.test(clause));
  if (keeping.length === 0) return keeps.test(sentence);
  const subjects = keeping.map((clause) => subjectOf.exec(clause)?.groups?.['what'] ?? '');
  return subjects.some((what) => isAmong(path, what) || !operations.some((one) => isAmong(one.path, what)));
};

/** "Customers, rentals and invoices are those of your branch": what is kept apart, one by one. */
const keptOneByOne =
  /^(?<what>\w+(?: \w+)?(?:(?:, (?:and )?| and | or )\w+(?: \w+)?)+) (?:(?:are|is) (?:those|that) of your|belongs? to (?:a|an|one|your|exactly one|the) (?:single )?\w+|(?:are|is) (?:kept apart|separate|private))\b/iu;

const seeing = '(?:sees?|reads?|lists?|finds?|gets?)';
const list = String.raw`(?!(?:data|things|resources|records|objects|ones)\b)\p{L}+(?: \p{L}+)?(?:(?:, (?:and )?| and | or )\p{L}+(?: \p{L}+)?)*`;

/** "A gallery sees only its own crates and drawings". */
const keptOwn = new RegExp(String.raw`\b${seeing} (?:only )?(?:its|their|your|his) own (?<what>${list})(?=[.;:,]|$)`, 'iu');

const self = '(?:it|them|you|(?:this|that|the same|its|their|your) (?:key|token|account|credential))';
const making = '(?:made|created|started|opened|added|placed|uploaded|registered|booked|ordered)';

/** "A partner key sees only the riders and rentals that were made with it", "sees only crates of its own". */
const keptByMaker = new RegExp(
  String.raw`\b${seeing} only (?:the |those |such )?(?<what>${list}) (?:of (?:its|their|your) own\b|(?:(?:that|which) (?:(?:were|was|are|is|have been|has been) )?)?${making} (?:with|by|through) ${self}\b|(?:(?:that|which) )?(?:it|they|you) (?:have |has )?${making}\b|(?:that|which) (?:belongs?|belonged) to ${self}\b|(?:that|which) are (?:its|their|your) own\b)`,
  'iu',
);

/** Whole accounts beside those who made something: what they keep apart is not told by that. */
const ofOtherAccounts =
  /\b(?:of|in|from) (?:an)?other (?:account|tenant|customer|organi[sz]ation|workspace|branch|company|team|client|site|shop|store|school|clinic|practice|household|department|office)/iu;

/** Everything at once: what is told one by one is not all that is kept apart then. */
const keepsAll =
  /\b(?:all|any|every|everything|each|whatever|what|nothing)\b[^.;]*\b(?:belongs?|own|owns|owned|data|resources?|records?|things?)\b|\bdata of (?:an)?other\b|\b(?:resources?|records?|things?|objects?|what is) of (?:an)?other\b|\bonly (?:its|their|your|his) own(?= *(?:$|[.;:,]|data\b|resources?\b|records?\b|things?\b|objects?\b|ones?\b))/iu;

/** Does the last name in a path stand for one of the things that a text names? */
const isAmong = (path: string, what: string): boolean => {
  const named = path.split('/').filter((part) => part !== '' && !part.includes('{'));
  const told = new Set(wordsOf(what).map((word) => singular(word)));
  const last = wordsOf(named.at(-1) ?? '').map((word) => singular(word));
  return last.length > 0 && last.every((word) => told.has(word));
};

/** The sentences of the introduction, and the forms of those that say what each account sees. */
const introductionOf = ({ document }: Contract): { readonly sentences: readonly string[]; readonly forms: readonly RegExp[] } => {
  const text = valueAt(document, '#/info/description');
  // A paragraph may begin with what it is about: "**Galleries**: crates are seen by every gallery".
  const sentences = (typeof text === 'string' ? sentencesOf(text) : []).map((one) => one.replace(/^\W*\p{L}[\p{L} ]{0,24}\W*:\W+/u, ''));
  return { sentences, forms: seenByAll(holdersIn(sentences.join(' '))) };
};

/** What each account sees of the things that the last name in a path stands for, in the words of the introduction: "boats", "a `public` boat". */
export const seenByAllAt = (contract: Contract, path: string): readonly string[] => {
  const { sentences, forms } = introductionOf(contract);
  return sentences
    .flatMap((sentence) => forms.flatMap((form) => form.exec(sentence)?.groups?.['what'] ?? []))
    .filter((what) => isAmong(path, what));
};

/** Does the introduction say that each account sees what an operation is about, or does it name what is kept apart and not this? */
const isOpenByIntroduction = (contract: Contract, { path, effect }: Operation, isLeftOut: (what: string) => boolean): boolean => {
  const { operations } = contract;
  const { sentences, forms } = introductionOf(contract);
  const seen = sentences.filter((sentence) =>
    forms.some((form) => {
      const what = form.exec(sentence)?.groups?.['what'] ?? '';
      return isAmong(path, what) && !isLeftOut(what);
    }),
  );
  if (seen.some((sentence) => effect === 'safe' || !keepsOf(sentence, path, operations))) return true;
  const keeping = [keptOneByOne, keptOwn, ...(sentences.some((one) => ofOtherAccounts.test(one)) ? [] : [keptByMaker])];
  const kept = sentences.flatMap((sentence) => keeping.flatMap((form) => form.exec(sentence)?.groups?.['what'] ?? []));
  if (
    kept.length === 0 ||
    seen.length > 0 ||
    sentences.some((sentence) => keepsAll.test(sentence) && !forms.some((form) => form.test(sentence)))
  )
    return false;
  const isKept = (one: string): boolean => kept.some((what) => isAmong(one, what));
  // What is below a thing that is kept apart is kept with it.
  const parts = path.split('/');
  const above = parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
  return operations.some((one) => isKept(one.path)) && !above.some((one) => isKept(one));
};

/**
 * Does a document say of an operation that what it is about is shared, or open to everybody, or meant for another account as well.
 * @param isLeftOut What the introduction calls open and does not count, such as things with a value that those of the run have not.
 */
export const isForEverybody = (contract: Contract, operation: Operation, isLeftOut: (what: string) => boolean = () => false): boolean => {
  const { document } = contract;
  const { location, path, operationId = '', security } = operation;
  const node = valueAt(document, nodeOf(location));
  const { summary, description }: Readonly<Record<string, unknown>> = isObject(node) ? node : {};
  // Between backquotes stand names, such as those of kinds of events.
  const texts = [path, operationId, summary, description]
    .filter((one) => typeof one === 'string')
    .map((text) => text.replaceAll(/`[^`]*`/gu, ' ').replaceAll(aboutPeople, ' '));
  return (
    security.some((names) => names.length === 0) ||
    texts.some((text) => wordsOf(text).some((word) => shared.has(word))) ||
    isForAnother(contract, operation) ||
    isOpenByIntroduction(contract, operation, isLeftOut)
  );
};
