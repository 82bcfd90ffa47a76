import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';

/** Words by which a document says that something belongs to nobody alone. */
const shared: ReadonlySet<string> = new Set(
  'public publicly published shared sharing share everyone everybody anyone anybody community collaborators collaborative global'.split(
    ' ',
  ),
);

/** People whom something is about, and not whom it is for: "everybody on a booking". */
const aboutPeople = /\b(?:everybody|everyone)(?= (?:on|in|of|aboard|booked|registered|enrolled|signed up|invited)\b)/giu;

/** Those whom an API keeps apart, whatever it calls them. */
const ofAll = String.raw`(?:(?:every|all|any|each)(?: (?:one )?of)?(?: (?:the|our))?(?: \w+)? (?:account|tenant|user|customer|organi[sz]ation|workspace|branch|company|team|client|site|shop|store|school|clinic|practice|household|department|office|key|token)\w*\b(?! (?:on|in|of|who|that|which|with)\b))`;

/** "Tools can be seen by every branch", "Menus are visible to all tenants", "Every branch sees all tools", "Categories are the same for all shops". */
const seenByAll: readonly RegExp[] = [
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

/** Words by which a sentence keeps more than reading to the owner. */
const keeps = /\b(?:only|own|403|404|nobody else|no ?one else)\b/iu;

/** "Customers, rentals and invoices are those of your branch": what is kept apart, one by one. */
const keptOneByOne =
  /^(?<what>\w+(?: \w+)?(?:(?:, (?:and )?| and | or )\w+(?: \w+)?)+) (?:(?:are|is) (?:those|that) of your|belongs? to (?:a|an|one|your|exactly one|the) (?:single )?\w+|(?:are|is) (?:kept apart|separate|private))\b/iu;

/** Everything at once: what is told one by one is not all that is kept apart then. */
const keepsAll =
  /\b(?:all|any|every|everything|each|whatever|what|nothing)\b[^.;]*\b(?:belongs?|own|owns|owned|data|resources?|records?|things?)\b|\bdata of (?:an)?other\b|\b(?:resources?|records?|things?|objects?|what is) of (?:an)?other\b|\bonly (?:its|their|your|his) own\b/iu;

/** Does the last name in a path stand for one of the things that a text names? */
const isAmong = (path: string, what: string): boolean => {
  const named = path.split('/').filter((part) => part !== '' && !part.includes('{'));
  const told = new Set(wordsOf(what).map((word) => singular(word)));
  const last = wordsOf(named.at(-1) ?? '').map((word) => singular(word));
  return last.length > 0 && last.every((word) => told.has(word));
};

/** Does the introduction say that each account sees what an operation is about, or does it name what is kept apart and not this? */
const isOpenByIntroduction = ({ document, operations }: Contract, { path, effect }: Operation): boolean => {
  const text = valueAt(document, '#/info/description');
  const sentences = typeof text === 'string' ? sentencesOf(text) : [];
  const seen = sentences.filter((sentence) => seenByAll.some((form) => isAmong(path, form.exec(sentence)?.groups?.['what'] ?? '')));
  if (seen.some((sentence) => effect === 'safe' || !keeps.test(sentence))) return true;
  const kept = sentences.flatMap((sentence) => keptOneByOne.exec(sentence)?.groups?.['what'] ?? []);
  if (
    kept.length === 0 ||
    seen.length > 0 ||
    sentences.some((sentence) => keepsAll.test(sentence) && !seenByAll.some((form) => form.test(sentence)))
  )
    return false;
  const isKept = (one: string): boolean => kept.some((what) => isAmong(one, what));
  // What is below a thing that is kept apart is kept with it.
  const parts = path.split('/');
  const above = parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
  return operations.some((one) => isKept(one.path)) && !above.some((one) => isKept(one));
};

/** Does a document say of an operation that what it is about is shared, or open to everybody. */
export const isForEverybody = (contract: Contract, operation: Operation): boolean => {
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
    isOpenByIntroduction(contract, operation)
  );
};
