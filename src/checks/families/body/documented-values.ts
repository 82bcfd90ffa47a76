import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { documentedValues, edgesOf } from '../../scenarios/bodies/documented-values.ts';
import { judgeEdges, mostEdgeRows, type TriedEdges } from '../../scenarios/calls/edge-rows.ts';
import { placeIn, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { comparableMembers, departuresIn } from '../../subjects/shown-as-sent.ts';

/** A creation whose resources the run removes again. */
type Creation = Subject & { readonly operation: Operation };

const creationsWithEdges = (contract: Contract): Creation[] =>
  contract.standard.size === 0
    ? []
    : contract.inferredResourceTypes
        .filter(({ create, idChosenBy }) => create.effect === 'creates' && (create.method === 'POST' || idChosenBy === 'client'))
        .map(({ create }) => create)
        .filter((create) => !create.issues && edgesOf(contract, create).length > 0)
        .map((operation) => at(operation.location, { operation }));

const common = {
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  prerequisites: ({ operation }: Creation, around: Parameters<typeof prerequisitesFor>[1]) => prerequisitesFor(operation, around),
  cost({ operation }: Creation, { contract }: { readonly contract: Contract }) {
    const rows = mostEdgeRows(edgesOf(contract, operation));
    return { requests: rows + 16, creates: rows + 16 };
  },
} as const;

export const documentedBodyValueAccepted = defineProbe<Creation, TriedEdges>({
  ...common,
  id: 'body/documented-value-accepted',
  title: 'A creation accepts the values that the document lists, and those at its limits',
  why: 'Clients use what the document allows, and nothing in the request tells them what is wrong with it.',
  fix: 'Check members by the documented list and limits, both ends included, or document the narrower ones.',
  over: creationsWithEdges,
  run: ({ operation }, session) => session.run(documentedValues, { operation: operation.key }),
  judge: ({ operation }, tried) => judgeEdges(operation, 'request body', tried),
});

/** Such a creation whose answer shows what it made. */
type Shown = Creation & { readonly trip: Trip };

export const documentedBodyValueKept = defineProbe<Shown, TriedEdges>({
  ...common,
  id: 'body/documented-value-kept',
  title: 'The answer to a creation shows the listed values, and those at limits, as they were sent',
  why: 'What is cut at the last character, or stored as another choice, is noticed by nobody until it is needed.',
  fix: 'Make room in the store for what the document allows, and keep each listed value as it is.',
  over: (contract) =>
    creationsWithEdges(contract).flatMap((creation) => {
      const trip = roundTrips(contract).find(({ create }) => create.key === creation.operation.key);
      return trip && placeIn(contract, trip.create, trip.id) ? [{ ...creation, trip }] : [];
    }),
  run: ({ operation }, session) => session.run(documentedValues, { operation: operation.key }),
  judge({ operation, trip }, { done, others }, { contract }) {
    const answered = placeIn(contract, operation, trip.id)?.schema ?? true;
    const comparable = comparableMembers(contract, trip.asked, answered);
    let times = 0;
    for (const { row, exchange } of done) {
      const resource = resourceIn(contract, operation, exchange, trip.id);
      const { body } = exchange.request;
      const value = body?.kind === 'json' && isObject(body.value) ? body.value : {};
      const sent = Object.fromEntries(row.map(({ member }) => [member, value[member]] as const));
      if (resource === undefined) continue;
      times += row.filter(({ member }) => comparable.has(member)).length;
      const [first] = departuresIn(contract, { asked: trip.asked, answered }, sent, resource);
      const edge = first && row.find(({ member }) => member === first.member);
      if (!first || !edge) continue;
      const finding = {
        code: 'documented-value-changed',
        where: `/${first.member}`,
        expected: `${written(first.sent)}, ${edge.words}`,
        actual: first.shown === undefined ? 'no such member' : written(first.shown),
      };
      return unconfirmed(fail(finding, [exchange]));
    }
    return times > 0 ? pass(times) : inconclusive('No answer to such a creation shows what was sent', others);
  },
});
