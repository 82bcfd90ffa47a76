import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
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

/** A parameter at a value, with how it is sent. */
type ParameterEdge = Edge & { readonly sending: ReturnType<typeof sendingOf> };

/** How a value is written in the query; empty where it cannot be. */
const textsOf = ({ sending, value }: ParameterEdge): readonly string[] =>
  value === null || isObject(value) ? [] : (serialise(sending, value) ?? []);

/** Words by which a sentence about two parameters says that one is not sent without the other. */
const jointly = /\b(?:both|none|neither|together|alone|pair|requires?|needs?|only|unless|without)\b/iu;

/** The two numbers of a place are sent together, whatever the texts say. */
const halves: readonly RegExp[] = [/^lat(?:itude)?$/iu, /^(?:lon|lng|long|longitude)$/iu];

/** Does a parameter go with another one, by a sentence of the operation that names both ("with `lat` and `lon`, both or none"), or as the half of a place. */
const isOneOfTwo = (contract: Contract, operation: Operation, name: string, others: readonly string[]): boolean =>
  saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .some((one) => jointly.test(one) && one.includes(`\`${name}\``) && others.some((other) => one.includes(`\`${other}\``))) ||
  (halves.some((half) => half.test(name)) && others.some((other) => halves.some((half) => half.test(other))));

const edgesOfParameter = (contract: Contract, operation: Operation, parameter: Parameter): ParameterEdge[] => {
  const { parameters } = operation;
  const { name, schema } = parameter;
  const node = valueAt(contract.document, nodeOf(parameter.location));
  const others = parameters.map((one) => one.name).filter((one) => one !== name);
  const isAlone =
    parameter.in === 'query' &&
    isOwnParameter(contract, parameter) &&
    !speaksOf(isObject(node) ? node['description'] : '', others) &&
    !isOneOfTwo(contract, operation, name, others);
  if (!isAlone || (isObject(node) && node['deprecated'] === true)) return [];
  const sending = sendingOf(contract, parameter);
  return edgeValues(contract.document, schema, name)
    .map((edge) => ({ ...edge, member: name, sending }))
    .filter((edge) => textsOf(edge).length > 0);
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
  const own = row.flatMap((edge) => textsOf(edge).map((text) => [edge.member, text] as const));
  const madeUp = [...(request.madeUp ?? []), ...row.map(({ member }) => member)];
  return { ...request, query: [...others, ...own], ...(madeUp.length > 0 ? { madeUp } : {}) };
};

/**
 * Without the refusals that are about the resource: a parameter which is called like a member of it says what the caller takes it for, and of one
 * resource only one of the listed values is true. They stay beside what was tried.
 */
const withoutOtherKinds = ({ path }: Operation, { refused, usual, others }: TriedEdges): Pick<TriedEdges, 'refused' | 'others'> => {
  const shown = usual && isSuccess(usual) && path.endsWith('}') ? jsonOf(usual) : undefined;
  const isOfOther = ({ edge: { member, value } }: TriedEdges['refused'][number]): boolean =>
    isObject(shown) && typeof value === 'string' && typeof shown[member] === 'string' && shown[member] !== value;
  return {
    refused: refused.filter((one) => !isOfOther(one)),
    others: [...others, ...refused.filter(isOfOther).map(({ exchange }) => exchange)],
  };
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
  requests: 32,
  run({ operation }, session) {
    const send = (row: readonly ParameterEdge[]) => session.send(requestWith(session, operation, row));
    return tryEdges(edgesOf(session.contract, operation), send);
  },
  judge: ({ operation }, tried) => judgeEdges(operation, 'query', { ...tried, ...withoutOtherKinds(operation, tried) }),
});
