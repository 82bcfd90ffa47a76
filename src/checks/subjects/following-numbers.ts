import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A term of a sum: a number that a resource shows, or one that the sentence has itself; taken off, or added. */
export type Term = { readonly member: string | undefined; readonly value: number; readonly sign: 1 | -1 };

/** An action below a resource whose text derives a number of that resource: "`next_check_hours` of the pump is then its hours plus `check_interval_hours`". */
export type FollowingNumber = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  /** The resource that what is acted on is right below, which shows the number. */
  readonly above: Trip & { readonly read: Operation };
  readonly member: string;
  readonly terms: readonly Term[];
  readonly sentence: string;
};

/** Words by which the number is not always that, or not at once. */
const hedged =
  /\b(?:not|never|no|unless|except|but|if|when|while|only|may|might|can|could|should|at most|at least|up to|rounded|about|roughly|usually|within|later|nightly|eventual\w*|instead|otherwise|until|refused|4\d\d|minimum|maximum)\b/iu;

const becomes =
  '(?:is|becomes|goes (?:up |down )?to|rises to|falls to|is set(?: back)? to|is moved(?: on)? to)(?: (?:then|now|again|next|from now on|from then on|equal to|due at|due again at|set to|at))*';

/** The number of a resource that a term means by its name in code, or by the words for it: `hours_run` of "its hours". */
const termIn = (said: string, noun: string, numbers: readonly string[], sign: 1 | -1): Term | undefined => {
  const plain = said
    .trim()
    .replace(new RegExp(`\\s+of (?:the|its|that) ${literalPattern(noun)}$`, 'iu'), '')
    .replace(new RegExp(`^(?:the ${literalPattern(noun)}['’]s|its|the|their)(?: own| present| current| new)? `, 'iu'), '')
    .trim();
  if (/^\d+$/u.test(plain)) return { member: undefined, value: Number(plain), sign };
  const [, coded] = /^`([^`]+)`$/u.exec(plain) ?? [];
  const words = wordsOf(coded ?? plain).join(' ');
  const exact = numbers.filter((name) => name === coded || wordsOf(name).join(' ') === words);
  // A unit may stand behind what it is called: `hours_run`, `levelCm`.
  const [only, ...others] =
    exact.length > 0 || coded !== undefined ? exact : numbers.filter((name) => wordsOf(name).slice(0, -1).join(' ') === words);
  return only !== undefined && others.length === 0 ? { member: only, value: 0, sign } : undefined;
};

const termsIn = (said: string, noun: string, numbers: readonly string[]): readonly Term[] | undefined => {
  const parts = said.split(/ (plus|and|\+|less|minus|−|-) /u);
  const terms = parts.flatMap((part, n): readonly (Term | undefined)[] => {
    if (n % 2 === 1) return [];
    const joint = parts[n - 1] ?? 'plus';
    // "And" adds nothing.
    if (joint === 'and') return [undefined];
    return [termIn(part, noun, numbers, ['plus', '+'].includes(joint) ? 1 : -1)];
  });
  const found = terms.filter((one) => one !== undefined);
  return found.length === terms.length && found.some(({ member }) => member !== undefined) ? found : undefined;
};

/** What a sentence says of a number of something with a noun. */
const toldIn = (
  sentence: string,
  noun: string,
  numbers: readonly string[],
): { readonly member: string; readonly terms: readonly Term[] } | undefined => {
  const plain = sentence.replaceAll(/\s+/gu, ' ').replace(/[.\s]+$/u, '');
  if (hedged.test(plain) || holdsForSome(plain)) return undefined;
  const owner = `(?:of (?:the|its|that) ${literalPattern(noun)}\\b|(?:the|its|that) ${literalPattern(noun)}['’]s\\b)`;
  const name = '`(?<member>[^`]+)`';
  const forms = [
    // "The next check of the pump (`next_check_hours`) is then its hours plus 500".
    `^(?:the |then the )?[^\`.;]*?${owner}[^\`.;]{0,20} ?\\(${name}\\) ${becomes} (?<sum>.+)$`,
    // "`next_check_hours` of the pump becomes its hours plus 500".
    `^(?:the )?${name} ${owner} ${becomes} (?<sum>.+)$`,
    // "The pump's `next_check_hours` becomes its hours plus 500".
    `^(?:the|its|that) ${literalPattern(noun)}['’]s ${name} ${becomes} (?<sum>.+)$`,
    // "Sets `next_check_hours` of the pump to its hours plus 500".
    `^(?:it )?(?:also )?(?:sets|moves|brings) (?:the )?${name} ${owner} (?:back |on )?to (?<sum>.+)$`,
  ];
  for (const form of forms) {
    const { member = '', sum = '' } = new RegExp(form, 'iu').exec(plain)?.groups ?? {};
    const terms = numbers.includes(member) ? termsIn(sum, noun, numbers) : undefined;
    if (terms && terms.every((one) => one.member !== member)) return { member, terms };
  }
  return undefined;
};

/** Every such action of a contract that is held to the standard requirements. */
export const followingNumbers = (contract: Contract): readonly FollowingNumber[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly FollowingNumber[] => {
        const isAction = operation.method === 'POST' && operation.effect !== 'safe' && operation.unsupported === undefined;
        const on = isAction ? onOwnResource(contract, operation) : undefined;
        const above = on && roundTrips(contract).find(({ itemPath }) => isDirectlyBelow(on.resourceType.create.path, itemPath));
        if (!on || !above?.read) return [];
        const { read } = above;
        const shown = membersOf(contract.document, placeIn(contract, read, above.id)?.schema ?? true);
        const numbers = [...shown].flatMap(([name, schema]) =>
          isType(contract.document, schema, 'integer') || isType(contract.document, schema, 'number') ? [name] : [],
        );
        const noun = nounWordsOf(above.addsTo).map(singular).join(' ');
        if (noun === '') return [];
        return saidIn(valueAt(contract.document, nodeOf(operation.location)))
          .flatMap(sentencesOf)
          .flatMap((sentence) => {
            const told = toldIn(sentence, noun, numbers);
            return told ? [at(operation.location, { operation, on, above: { ...above, read }, ...told, sentence })] : [];
          })
          .slice(0, 1);
      });
