import { amountIn } from '../../contract/infer/money.ts';
import { isType, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { textsOf } from './state-mentions.ts';

const zero = String.raw`(?:0(?:[.,]0+)?|zero|nought|nil)(?![.,]?\d)`;
const name = String.raw`(?<name>[a-z]+)`;

/** "Only an account with a balance of 0.00", "the balance has to be zero", "unless its balance is 0", "needs a zero balance". */
const demanded: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${name} (?:of|is|are|at|must be|has to be|needs to be|equals|stands at) (?:exactly |precisely |at )?${zero}`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:a|an|its|the|with) (?:zero|settled) ${name}\b`, 'iu'),
];

/** "409 while the balance is not zero", "an account with a balance other than 0 cannot be closed". */
const refused: readonly RegExp[] = [
  new RegExp(String.raw`\b${name} (?:is|are) (?:not|above|more than|greater than|other than) ${zero}`, 'iu'),
  new RegExp(String.raw`\b${name} (?:other than|above|of more than|greater than) ${zero}`, 'iu'),
  new RegExp(String.raw`\b(?:non-?zero|remaining|outstanding) ${name}\b`, 'iu'),
];

const demanding = /\b(?:only|must|has to|have to|needs?|unless|as long as|provided|requires?|otherwise|until)\b/iu;
const refusing = /\b(?:409|422|refused|rejected|cannot|can't|not be|conflict)\b/iu;

/** What is as much as nothing for another reason: "0 is allowed", "the limit is 0". */
const open = /\b(?:may|might|usually|by default|defaults?|becomes?|goes|starts?|begins?|sets?|brings?|falls?|drops?|returns?)\b/iu;

/** Is a member an amount: a number, or a text of digits. */
const isAmount = ({ document }: Pick<Contract, 'document'>, schema: Schema): boolean =>
  isType(document, schema, 'number') ||
  isType(document, schema, 'integer') ||
  (isType(document, schema, 'string') &&
    partsOf(document, schema).some(({ pattern }) => typeof pattern === 'string' && /\\\.|\[0-9\]|\\d/u.test(pattern)));

/** Is an amount there and not nought. */
export const isMoreThanNothing = (value: unknown): boolean => {
  const amount = amountIn(value);
  return amount !== undefined && amount !== 0;
};

/**
 * The amounts that the text of an operation says to have to be nought: "Only an account with a balance of 0.00 can be closed". Of the members that a resource shows; none where the
 * operation describes no refusal.
 */
export const zeroNeeded = (contract: Contract, operation: Operation, members: ReadonlyMap<string, Schema>): readonly string[] => {
  if (!operation.responses.some(({ status }) => ['409', '422', '4XX'].includes(status))) return [];
  const named = textsOf(contract, operation)
    .flatMap(sentencesOf)
    .filter((sentence) => !open.test(sentence))
    .flatMap((sentence) => [
      ...(demanding.test(sentence) ? demanded.flatMap((form) => form.exec(sentence)?.groups?.['name'] ?? []) : []),
      ...(refusing.test(sentence) ? refused.flatMap((form) => form.exec(sentence)?.groups?.['name'] ?? []) : []),
    ]);
  const amounts = [...members].filter(([, schema]) => isAmount(contract, schema)).map(([member]) => member);
  return [...new Set(named.map((one) => one.toLowerCase()))].flatMap((word) => {
    const own = amounts.filter((member) => wordsOf(member).join(' ') === word);
    const ending = amounts.filter((member) => wordsOf(member).at(-1) === word);
    const [only, ...others] = own.length > 0 ? own : ending;
    return only === undefined || others.length > 0 ? [] : [only];
  });
};
