import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { evaluate, parseExpression } from '../../../contract/expression.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { type CursorList, isByCursor, isSized, pagedLists, pageItems, type SizedList } from '../../subjects/collection.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { plainRead, undeclaredParameter } from '../../scenarios/calls/reads.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';

type Result = {
  readonly plain: Exchange;
  /** With the page size that other lists declare; undefined where there are no such lists. */
  readonly sized: Exchange | undefined;
  /** The same with the cursor that other lists declare. */
  readonly placed: Exchange | undefined;
};

/** A cursor that no service issues, for lists that show none of their own. */
const madeUpCursor = '!!not-a-cursor!!';

export const undescribedBodyRecorded = defineProbe({
  id: 'schema/undescribed-body-recorded',
  title: 'The shape and the paging of a list without a documented body are recorded',
  why: 'Clients of such a list depend on an undocumented shape; the record shows when it changes.',
  fix: 'Nothing has to be fixed. Document the body of the list, and whether it comes in pages.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.collections.flatMap((collection) =>
      collection.operation.responses
        .filter(({ status, content }) => status.startsWith('2') && content.every(({ schema }) => schema === undefined))
        .map(({ location }) => at(location, { collection, model: pagedModel(contract, collection.operation.key) })),
    ),
  prerequisites: ({ collection }, around) => prerequisitesFor(collection.operation, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async run({ collection, model }, session): Promise<Result> {
    const operation = collection.operation.key;
    const plain = await session.run(plainRead, { operation });
    if (!model) return { plain, sized: undefined, placed: undefined };
    const { limit, cursor, convention } = model.paging;
    const ask = (name: string, value: string): Promise<Exchange> => session.run(undeclaredParameter, { operation, name, value });
    const sized = await ask(limit.name, '1');
    const own = [plain, sized]
      .map((exchange) => evaluate(convention.next, exchange))
      .find((value) => typeof value === 'string' && value !== '');
    return { plain, sized, placed: await ask(cursor.name, typeof own === 'string' ? own : madeUpCursor) };
  },
  judge({ collection, model }, { plain, sized, placed }) {
    const { key } = collection.operation;
    const answer = answerOf(plain);
    if (!answer || !isSuccess(plain)) return inconclusive(`${key} was answered ${outcomeOf(plain)}`, [plain]);
    const body = answer.json.kind === 'value' ? answer.json.value : undefined;
    const items = pageItems(collection, plain);
    const first = items?.[0];
    return observed([
      factOf('body.kind', key, kindOf(body)),
      ...(first === undefined ? [] : [factOf('body.item-members', key, isObject(first) ? Object.keys(first).sort() : kindOf(first))]),
      ...(model ? [factOf('body.envelope', key, isLike(model, body))] : []),
      ...effectFact('body.undeclared-page-size', collection, plain, sized),
      ...effectFact('body.undeclared-cursor', collection, plain, placed),
    ]);
  },
});

/** The first list of the contract that is paged by cursors: an undocumented one may be like it. */
const pagedModel = (contract: Contract, operation: string): (CursorList & SizedList) | undefined =>
  pagedLists(contract)
    .filter(isByCursor)
    .filter(isSized)
    .find((one) => one.operation.key !== operation);

const kindOf = (value: unknown): unknown => {
  if (value === undefined) return 'no JSON';
  if (isObject(value)) return Object.keys(value).sort();
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
};

/** Does a body have values where the pages of the model have their items and the link to the next page. */
const isLike = ({ items, paging: { convention } }: CursorList, body: unknown): boolean => {
  const holds = (expression: string): boolean => {
    const parsed = parseExpression(expression);
    return parsed?.from !== 'response-body' || (parsed.pointer !== '' && valueAt(body, parsed.pointer) !== undefined);
  };
  return items.some(holds) && [convention.more ?? convention.next].every(holds);
};

const effectFact = (
  name: 'body.undeclared-page-size' | 'body.undeclared-cursor',
  collection: Collection,
  plain: Exchange,
  asked: Exchange | undefined,
): Fact[] => {
  if (!asked || statusOf(asked) === 429) return [];
  return [factOf(name, collection.operation.key, effectOf(collection, plain, asked))];
};

/** The effect of an undeclared parameter: it is refused, it changes the list, or none. */
const effectOf = (collection: Collection, plain: Exchange, asked: Exchange): string => {
  if (!isSuccess(asked)) return `answered ${outcomeOf(asked)}`;
  const [before, after] = [pageItems(collection, plain), pageItems(collection, asked)];
  if (!before || !after) return 'not seen: the items are not recognised';
  const keys = (items: readonly unknown[]): string => JSON.stringify(items.map((item) => identityOf(collection, item)).sort());
  if (keys(before) !== keys(after)) return after.length < before.length ? 'fewer items' : 'other items';
  return before.length < 2 ? 'not seen: the list is too short' : 'none';
};
