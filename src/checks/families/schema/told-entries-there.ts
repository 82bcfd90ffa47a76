import { operationWith } from '../../../contract/operation.ts';
import { jsonOf, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { entriesWhereTold, tellingEntries, toldEntriesOf } from '../../subjects/told-entries-there.ts';

export const toldEntriesThere = defineObservation({
  id: 'schema/told-entries-there',
  title: 'A list has an entry where its description says that it has one',
  why: 'A client that shows the first entry, or marks the field that it names, has nothing to show.',
  fix: 'Put what the description speaks of into the list, in every answer of that kind.',
  locations: (contract) => tellingEntries(contract).map(({ location }) => location),
  observe(exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    const body = jsonOf(exchange);
    if (!operation || body === undefined || isElsewhere(exchange)) return [];
    const { location } = operation;
    return describedResponses(contract, exchange)
      .flatMap((response) => toldEntriesOf(contract, response))
      .flatMap((told) =>
        entriesWhereTold(told, body, statusOf(exchange) ?? 0).map(({ by, entries }): Observed => {
          if (entries > 0) return { location, holds: true };
          const where = `#/${[...told.around, told.list].join('/')}`;
          return {
            location,
            holds: false,
            code: 'told-entry-lacking',
            where,
            expected: `an entry with ${by}: "${told.sentence}"`,
            actual: '[]',
          };
        }),
      );
  },
});
