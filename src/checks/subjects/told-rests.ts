import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** A creation below a resource that may not cost more than the resource has left: an order that is charged to a budget. */
export type ToldRest = Subject & {
  readonly operation: Operation;
  /** The read of the resource, and the member that shows what is left. */
  readonly read: Operation;
  readonly left: string;
  /** The member of the answer to the creation that shows what it costs. */
  readonly cost: string;
  readonly sentence: string;
};

const leftWords: ReadonlySet<string> = new Set('left remaining available balance unspent'.split(' '));
const costWords: ReadonlySet<string> = new Set('total cost amount price sum charge'.split(' '));
/** Words that say in what an amount is written. */
const unitWords: ReadonlySet<string> = new Set('cents minor pence eur usd gbp points credits units'.split(' '));

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** "costs more than what remains", "whose total exceeds the remaining budget", "above the balance". */
const aboveLeft =
  / (?:(?:costs?|comes? to|amounts? to|adds? up to|takes?|is|are|of|for|needs?) (?:more|higher|greater) than|exceeds?|exceeding|is (?:above|over|beyond)|goes (?:above|over|beyond)) (?:what|the|its|that|whatever|all that)(?: \w+){0,3}? (?:remains?|remaining|left|available|balance|unspent|rest)(?: (?:budget|balance|credit|credits|amount|funds|money|of|in|on|the|its|\w+))*? /u;

/** What is refused is the creation itself: "cannot be placed", and not "cannot be cancelled". */
const refuses =
  / (?:4\d\d|(?<!(?:not|never|as|marked|stored|status|state) (?:be )?)(?:refused?|refuses|rejected?|rejects|declined)|conflict|(?:can not|cannot|may not|must not) (?:be (?:placed|created|made|booked|added|taken|ordered|bought|accepted|opened|posted|submitted|charged|sent(?! back))|cost|exceed|come to|amount to|add up to)|not (?:accepted|allowed|possible|taken|placed)) /u;

/** What a sentence says of a creation that is stored all the same, or that callers are asked to look after. */
const isTaken =
  / (?:(?:not|never) (?:be )?(?:refused?|rejected?|declined)|(?:stored|marked|kept|shown|listed|accepted) as|on hold|owed|(?:clients?|callers?|you|apps?) (?:must|should|may|can) not) /u;

/** Words by which more than that may be had, by some, or at times, or by which the number is another one. */
const loosens =
  / (?:unless|except|should|may be|might|could|overdraft|overdrawn|approval|approved|approve|until|later|(?:for|by)(?! (?:it|that|this|the|what) )|limit|day|month|week|night|nightly|checkout|warning|warned|notified|(?:if|when|where|while)(?! (?:it|the|its|they|an?|this|that) )|stock|quantity|quantities|weight|pieces|shelf|seats|places|plus|minus|reserve|first|second|forbids|allows|permits) /u;

/** "On a capped grant, an order that …": only there. */
const isLed = /^ (?:in|on|at|with|without|under|for|within|during|outside) /u;

/** "A private order that …" is about some alone. */
const isOfSomeKind = (words: string, path: string): boolean => {
  const { groups } = /(?:^| )(?:an?|any|every|each) (?<kind>\w+) (?<noun>\w+) (?:that|which|whose) /u.exec(words) ?? {};
  const known = new Set(['new', 'single', 'whole', ...wordsOf(path).flatMap((word) => [word, singular(word)])]);
  return groups !== undefined && known.has(singular(groups['noun'] ?? '')) && !known.has(groups['kind'] ?? '');
};

const numbersOf = (contract: Contract, operation: Operation): ReadonlyMap<string, readonly string[]> => {
  const { document } = contract;
  const found = [...membersOf(document, answerSchema(operation) ?? true)].filter(
    ([, schema]) => isType(document, schema, 'integer') || isType(document, schema, 'number'),
  );
  return new Map(found.map(([name]) => [name, wordsOf(name)]));
};

const unitOf = (words: readonly string[]): string => words.find((word) => unitWords.has(word)) ?? '';

/** The only number with one of some words; undefined where there are several. */
const onlyOf = (numbers: ReadonlyMap<string, readonly string[]>, wanted: ReadonlySet<string>, unwanted: RegExp): string | undefined => {
  const found = [...numbers].filter(([, words]) => words.some((word) => wanted.has(word)) && !unwanted.test(words.join(' ')));
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/**
 * The creations of a contract that is held to the standard requirements right below one resource, of which a sentence of theirs or of their tag says that they are refused where they cost more than what
 * the resource has left: "An order that costs more than what remains is refused with 409". The read shows one number that is left, and the answer to the creation one that it costs, in the same unit.
 */
export const toldRests = (contract: Contract): readonly ToldRest[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly ToldRest[] => {
        const isCreation = operation.method === 'POST' && operation.effect !== 'safe' && operation.unsupported === undefined;
        const read = isCreation
          ? contract.operations.find(
              ({ method, effect, path }) => method === 'GET' && effect === 'safe' && isSamePath(path, pathAbove(operation.path)),
            )
          : undefined;
        const noun = nounWordsOf(operation.path).at(-1) ?? '';
        if (!read || noun === '' || !operation.responses.some(({ status }) => ['400', '402', '403', '409', '422'].includes(status)))
          return [];
        const [numbers, costs] = [numbersOf(contract, read), numbersOf(contract, operation)];
        const left = onlyOf(numbers, leftWords, /\b(?:percent|count|ratio|rate|days?|hours?)\b/u);
        const cost = onlyOf(costs, costWords, /\b(?:sub|subtotal|discount|tax|vat|net|unit|count|remaining|left|paid)\b/u);
        if (left === undefined || cost === undefined || unitOf(wordsOf(left)) !== unitOf(wordsOf(cost))) return [];
        const node = valueAt(contract.document, nodeOf(operation.location));
        const texts = [
          ...saidIn(node).map((text) => ({ text, isOwn: true })),
          ...(isObject(node) ? saidOfTags(contract.document, node).map((text) => ({ text, isOwn: false })) : []),
        ];
        const found = texts
          .flatMap(({ text, isOwn }) =>
            sentencesOf(text)
              .flatMap((one) => one.split(/;\s|: /u))
              .map((sentence) => ({ sentence, isOwn })),
          )
          .filter(({ sentence, isOwn }) => {
            const words = inWords(sentence);
            return (
              aboveLeft.test(words) &&
              refuses.test(words) &&
              !loosens.test(words) &&
              !isTaken.test(words) &&
              !isLed.test(words) &&
              !isOfSomeKind(words, operation.path) &&
              !holdsForSome(sentence) &&
              (isOwn || words.includes(` ${noun} `) || words.includes(` ${noun}s `))
            );
          });
        const [first] = found;
        return first ? [at(operation.location, { operation, read, left, cost, sentence: first.sentence })] : [];
      });
