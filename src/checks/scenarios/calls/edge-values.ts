import type { Contract } from '../../../contract/model.ts';
import { conventionsOf } from '../../../generators/body-members.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Fault } from '../../../model/request.ts';
import { collectionAt, stylesOf } from '../../subjects/collection.ts';
import type { facts } from '../../kit/facts.ts';
import type { Session } from '../../kit/session.ts';
import { madeUpAsked, madeUpFilterRead } from '../filters/made-up-filter-read.ts';
import { queryValue } from './query-value.ts';
import { undeclaredParameter } from './undeclared-parameter.ts';

/** One value at the edge of what is documented, and how it was answered. */
export type Edge = { readonly fact: keyof typeof facts; readonly asked: string; readonly exchange: Exchange };

export type EdgePlace = { readonly place: Place; ask(session: Session): Promise<readonly Edge[]> };

/** The nodes of a list at which edges are asked for: its filters, its page size and the schema of that, and itself. */
export const edgePlaces = (contract: Contract, operation: string): readonly EdgePlace[] => {
  const collection = collectionAt(contract, operation);
  if (!collection) return [];
  const ask = async (session: Session, fact: Edge['fact'], parameter: string, value: string, fault: Fault): Promise<Edge> => ({
    fact,
    asked: `${parameter}=${value}`,
    exchange: await session.measure(queryValue, { operation, parameter, value, fault }),
  });
  const filters = collection.filters.map((filter): EdgePlace => {
    const { place, name, schema } = filter.parameter;
    const { elsewhere = [] } = conventionsOf(resolvedSchema(contract.document, schema));
    return {
      place,
      async ask(session) {
        const edges: Edge[] = [];
        for (const value of elsewhere) edges.push(await ask(session, 'filter.value-printed-elsewhere', name, value, 'query-unknown-value'));
        // What a value outside a closed list gets is judged elsewhere.
        if (filter.values) return edges;
        const { exchange } = await madeUpFilterRead(session, collection, filter);
        edges.push({ fact: 'filter.made-up-value', asked: madeUpAsked(name), exchange });
        edges.push(await ask(session, 'filter.empty-value', name, '', 'query-unknown-value'));
        return edges;
      },
    };
  });
  const [paged] = stylesOf(collection);
  if (!paged) return filters;
  const { limit, maximumSize } = paged.paging;
  const size: EdgePlace = {
    place: limit.place,
    ask: async (session) => [
      await ask(session, 'page-size.zero', limit.name, '0', 'query-out-of-range'),
      await ask(session, 'page-size.empty-value', limit.name, '', 'query-unparsable'),
    ],
  };
  const above: EdgePlace[] =
    maximumSize === undefined
      ? []
      : [
          {
            place: limit.schemaPlace,
            ask: async (session) => [
              await ask(session, 'page-size.above-maximum', limit.name, String(maximumSize + 1), 'query-out-of-range'),
            ],
          },
        ];
  const undeclared: EdgePlace = {
    place: collection.operation.place,
    async ask(session) {
      const exchange = await session.measure(undeclaredParameter, { operation, name: 'ct_unknown', value: '1' });
      return [{ fact: 'query.undeclared-parameter', asked: 'an undeclared parameter', exchange }];
    },
  };
  return [...filters, size, ...above, undeclared];
};
