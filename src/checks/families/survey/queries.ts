import type { Contract } from '../../../contract/model.ts';
import type { Fault } from '../../../model/request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Probe } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { queryValue, undeclaredParameter } from '../../scenarios/calls/reads.ts';
import { countedLists, cursorLists, sizedLists } from '../../subjects/collection.ts';
import { unparsableNumber, wholeNumberQueries } from '../../subjects/numeric-parameters.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { anyQueries, type AskedByQuery, namingQueries, readsToAsk, typedQueries } from '../../subjects/surveyed.ts';
import { defineSurvey } from './survey-probe.ts';

/** A read with a value of one of its query parameters. */
type Valued = JudgedOperation & { readonly parameter: string; readonly value: string };

/** Asks a read with one value in its query. */
const defineQuery = (
  situation: string,
  title: string,
  fault: Fault,
  over: (contract: Contract) => readonly Valued[],
): Probe<readonly Exchange[]> =>
  defineSurvey<Valued>({
    situation,
    title,
    over,
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    ask: async ({ operation, parameter, value }, session) => [
      await session.run(queryValue, { operation: operation.key, parameter, value, fault }),
    ],
  });

const withValue = ({ location, operation, parameter }: AskedByQuery, value: string): Valued => ({
  location,
  operation,
  parameter: parameter.name,
  value,
});

export const queryUnreadable = defineQuery(
  'query-unreadable',
  'The answer to a query value that cannot be read as its type is recorded',
  'query-unparsable',
  (contract) => typedQueries(contract).map((one) => withValue(one, unparsableNumber)),
);

export const queryEmpty = defineQuery('query-empty', 'The answer to an empty query value is recorded', 'query-unknown-value', (contract) =>
  anyQueries(contract).map((one) => withValue(one, '')),
);

export const queryUnknownValue = defineQuery(
  'query-unknown-value',
  'The answer to a query value that nothing has is recorded',
  'query-unknown-value',
  (contract) => namingQueries(contract).map((one) => withValue(one, `ct-no-such-${one.parameter.name}`)),
);

export const queryRange = defineQuery(
  'query-range',
  'The answer to a fraction in place of a whole number in the query is recorded',
  'query-out-of-range',
  (contract) => wholeNumberQueries(contract).map((one) => withValue(one, '1.5')),
);

export const pageSizeAbove = defineQuery(
  'page-size-above',
  'The answer to a page size above the documented maximum is recorded',
  'query-out-of-range',
  (contract) =>
    sizedLists(contract).flatMap(({ location, operation, paging: { limit, maximumSize } }) =>
      maximumSize === undefined ? [] : [{ location, operation, parameter: limit.name, value: String(maximumSize + 1) }],
    ),
);

export const pageSizeBelow = defineQuery(
  'page-size-below',
  'The answer to a page size of 0 is recorded',
  'query-out-of-range',
  (contract) =>
    sizedLists(contract).map(({ location, operation, paging: { limit } }) => ({ location, operation, parameter: limit.name, value: '0' })),
);

/** Lists whose pages are asked for by their position, with a position. */
const counted = (contract: Contract, value: string): Valued[] =>
  countedLists(contract).map(({ location, operation, paging: { position } }) => ({ location, operation, parameter: position.name, value }));

export const pageBeyond = defineQuery(
  'page-beyond',
  'The answer to a position behind the last page is recorded',
  'query-out-of-range',
  (contract) => counted(contract, '100000'),
);

export const pageBelow = defineQuery(
  'page-below',
  'The answer to a position before the first page is recorded',
  'query-out-of-range',
  (contract) => counted(contract, '-1'),
);

/** No server gives such a cursor. */
const madeUpCursor = '!!';

export const cursorMadeUp = defineQuery(
  'cursor-made-up',
  'The answer to a cursor that the API never returned is recorded',
  'cursor-made-up',
  (contract) =>
    cursorLists(contract).map(({ location, operation, paging: { cursor } }) => ({
      location,
      operation,
      parameter: cursor.name,
      value: madeUpCursor,
    })),
);

export const queryUndeclared = defineSurvey<JudgedOperation>({
  situation: 'query-undeclared',
  title: 'The answer to a query parameter that is not documented is recorded',
  over: readsToAsk,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  ask: async ({ operation }, session) => [
    await session.run(undeclaredParameter, { operation: operation.key, name: 'ct_unknown', value: '1' }),
  ],
});
