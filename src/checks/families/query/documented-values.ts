import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { edgeValues } from '../../../generators/edge-values.ts';
import { sendingOf, serialise } from '../../../generators/breaches/wire/serialise.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, type Subject } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type Edge, judgeEdges, speaksOf, type TriedEdges, tryEdges } from '../../scenarios/calls/edge-rows.ts';
import { isOwnParameter } from '../../scenarios/calls/broken-parameters.ts';

/** A parameter at a value, with the texts that it is sent as. */
type ParameterEdge = Edge & { readonly texts: readonly string[] };

const edgesOfParameter = (contract: Contract, { parameters }: Operation, parameter: Parameter): ParameterEdge[] => {
  const { name, schema } = parameter;
  const node = valueAt(contract.document, nodeOf(parameter.location));
  const others = parameters.map((one) => one.name).filter((one) => one !== name);
  const isAlone =
    parameter.in === 'query' && isOwnParameter(contract, parameter) && !speaksOf(isObject(node) ? node['description'] : '', others);
  if (!isAlone || (isObject(node) && node['deprecated'] === true)) return [];
  const sending = sendingOf(contract, parameter);
  return edgeValues(contract.document, schema, name).flatMap((edge) => {
    const texts = edge.value === null || isObject(edge.value) ? undefined : serialise(sending, edge.value);
    return texts === undefined || texts.length === 0 ? [] : [{ ...edge, member: name, texts }];
  });
};

const known = new WeakMap<Operation, readonly ParameterEdge[]>();

const edgesOf = (contract: Contract, operation: Operation): readonly ParameterEdge[] => {
  const edges = known.get(operation) ?? operation.parameters.flatMap((one) => edgesOfParameter(contract, operation, one));
  known.set(operation, edges);
  return edges;
};

const requestWith = (session: Session, operation: Operation, row: readonly ParameterEdge[]): PlannedRequest => {
  const request = usableRequest(session, operation, 'edges');
  const others = request.query.filter(([name]) => !row.some(({ member }) => member === name));
  const own = row.flatMap(({ member, texts }) => texts.map((text) => [member, text] as const));
  const madeUp = [...(request.madeUp ?? []), ...row.map(({ member }) => member)];
  return { ...request, query: [...others, ...own], ...(madeUp.length > 0 ? { madeUp } : {}) };
};

type Read = Subject & { readonly operation: Operation };

export const documentedValueAccepted = defineReadProbe<Read, TriedEdges>({
  id: 'query/documented-value-accepted',
  title: 'A query parameter accepts the values that the document lists, and those at its limits',
  why: 'Clients use what the document allows, and nothing in the request tells them what is wrong with it.',
  fix: 'Check parameters by the documented list and limits, both ends included, or document the narrower ones.',
  over: (contract) =>
    contract.operations
      .filter(({ method, effect, conventions }) => method === 'GET' && effect === 'safe' && conventions.stream === undefined)
      .filter((operation) => edgesOf(contract, operation).length > 0)
      .map((operation) => at(operation.location, { operation })),
  requests: 20,
  run: ({ operation }, session) => {
    const edges = edgesOf(session.contract, operation);
    const send = (row: readonly Edge[]) =>
      session.send(
        requestWith(
          session,
          operation,
          edges.filter((edge) => row.includes(edge)),
        ),
      );
    return tryEdges(edges, send);
  },
  judge: ({ operation }, tried) => judgeEdges(operation, 'query', tried),
});
