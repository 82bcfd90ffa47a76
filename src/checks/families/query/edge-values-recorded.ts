import { answerOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import type { Fact } from '../../../model/verdict.ts';
import { at, defineProbe, inconclusive, observed, type Subject } from '../../kit/define.ts';
import { factOf, type facts } from '../../kit/facts.ts';
import type { Session } from '../../kit/session.ts';
import { queryValue, undeclaredParameter } from '../../scenarios/calls/reads.ts';
import { madeUpAsked, madeUpFilterRead } from '../../scenarios/filters/filter-values.ts';
import { wholeList } from '../../scenarios/paging/whole-list.ts';
import { isSized, stylesOf } from '../../subjects/collection.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { listAnswer } from '../../subjects/list-answer.ts';

/** One value at the edge of what is documented, and how it was answered. */
type Edge = { readonly fact: keyof typeof facts; readonly asked: string; readonly exchange: Exchange };

/** A part of a list that has such values: a filter, the page size, the schema of the page size, or the list itself. */
type EdgePart = Subject & { readonly collection: Collection; ask(session: Session): Promise<readonly Edge[]> };

const edgeParts = (contract: Contract, collection: Collection): EdgePart[] => {
  const operation = collection.operation.key;
  const ask = async (session: Session, fact: Edge['fact'], parameter: string, value: string, fault: Fault): Promise<Edge> => ({
    fact,
    asked: `${parameter}=${value}`,
    exchange: await session.run(queryValue, { operation, parameter, value, fault }),
  });
  const filters = collection.filters.map((filter): EdgePart => {
    const { location, name, schema } = filter.parameter;
    const { elsewhere = [] } = conventionsOf(resolvedSchema(contract.document, schema));
    return at(location, {
      collection,
      async ask(session: Session) {
        const edges: Edge[] = [];
        for (const value of elsewhere) edges.push(await ask(session, 'filter.value-printed-elsewhere', name, value, 'query-unknown-value'));
        // The answer to a value outside an enum is judged elsewhere.
        if (filter.values) return edges;
        const { exchange } = await madeUpFilterRead(session, collection, filter);
        edges.push({ fact: 'filter.made-up-value', asked: madeUpAsked(name), exchange });
        edges.push(await ask(session, 'filter.empty-value', name, '', 'query-unknown-value'));
        return edges;
      },
    });
  });
  const [paged] = stylesOf(collection);
  if (!paged || !isSized(paged)) return filters;
  const { limit, maximumSize } = paged.paging;
  const size = at(limit.location, {
    collection,
    ask: async (session: Session) => [
      await ask(session, 'page-size.zero', limit.name, '0', 'query-out-of-range'),
      await ask(session, 'page-size.empty-value', limit.name, '', 'query-unparsable'),
    ],
  });
  const above =
    maximumSize === undefined
      ? []
      : [
          at(limit.schemaLocation, {
            collection,
            ask: async (session: Session) => [
              await ask(session, 'page-size.above-maximum', limit.name, String(maximumSize + 1), 'query-out-of-range'),
            ],
          }),
        ];
  const undeclared = at(collection.operation.location, {
    collection,
    async ask(session: Session): Promise<readonly Edge[]> {
      const exchange = await session.run(undeclaredParameter, { operation, name: 'ct_unknown', value: '1' });
      return [{ fact: 'query.undeclared-parameter', asked: 'an undeclared parameter', exchange }];
    },
  });
  return [...filters, size, ...above, undeclared];
};

type Result = { readonly edges: readonly Edge[]; readonly whole: number | undefined };

export const edgeValuesRecorded = defineProbe<EdgePart, Result>({
  id: 'query/edge-values-recorded',
  title: 'The answers to values at the edge of the documentation are recorded',
  why: 'Documentations rarely say what an empty, a zero or an unknown value does, and clients come to rely on whatever it does.',
  fix: 'Nothing has to be fixed. State in the documentation how these values are answered.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => contract.collections.flatMap((collection) => edgeParts(contract, collection)),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 4, creates: 0 }),
  async run({ collection, ask }, session) {
    const edges = await ask(session);
    return { edges, whole: (await wholeList(session, collection)).items?.length };
  },
  judge({ collection }, { edges, whole }) {
    // A 429 is no evidence about the value.
    const answered = edges.filter(({ exchange }) => ![undefined, 429].includes(statusOf(exchange)));
    if (answered.length === 0)
      return inconclusive(
        'No such request was answered',
        edges.map(({ exchange }) => exchange),
      );
    return observed(
      answered.map(({ fact, asked, exchange }): Fact => {
        const shape = fact === 'page-size.above-maximum' ? { body: errorShape(exchange) } : {};
        return factOf(fact, collection.operation.key, { asked, ...listAnswer(collection, exchange, whole), ...shape });
      }),
    );
  },
});

/** Names and JSON types of the members of an error body; null where the answer is no error or no object. */
const errorShape = (exchange: Exchange): unknown => {
  const answer = answerOf(exchange);
  if (!answer || answer.status < 400 || answer.json.kind !== 'value') return null;
  return shapeOf(answer.json.value, 0);
};

const deepestShape = 3;

const shapeOf = (value: unknown, depth: number): unknown => {
  if (Array.isArray(value)) return 'array';
  if (!isObject(value)) return value === null ? 'null' : typeof value;
  if (depth >= deepestShape) return 'object';
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, shapeOf(value[name], depth + 1)]),
  );
};
