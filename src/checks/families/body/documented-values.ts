import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { edgeValues } from '../../../generators/edge-values.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import { at, defineProbe, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { type Edge, judgeEdges, mostEdgeRows, speaksOf, type TriedEdges, tryEdges } from '../../scenarios/calls/edge-rows.ts';

/** A creation whose resources the run removes again. */
type Creation = Subject & { readonly operation: Operation };

const known = new WeakMap<Operation, readonly Edge[]>();

/** The limits of a number may depend on what else the body names: the stock of a product, the seats of a room. */
const findEdges = (contract: Contract, operation: Operation): readonly Edge[] => {
  const members = bodyMembers(contract, operation);
  const namesOthers = members.some(({ name, required }) => required && !isSettable({ name, required: false }));
  return members.flatMap(({ name, schema, conventions }): Edge[] => {
    const others = members.map((one) => one.name).filter((one) => one !== name);
    if (Object.keys(conventions).length > 0 || (isObject(schema) && speaksOf(schema['description'], others))) return [];
    return edgeValues(contract.document, schema, name)
      .filter(({ value }) => !namesOthers || typeof value !== 'number')
      .map((edge) => ({ ...edge, member: name }));
  });
};

const edgesOf = (contract: Contract, operation: Operation): readonly Edge[] => {
  const edges = known.get(operation) ?? findEdges(contract, operation);
  known.set(operation, edges);
  return edges;
};

export const documentedBodyValueAccepted = defineProbe<Creation, TriedEdges>({
  id: 'body/documented-value-accepted',
  title: 'A creation accepts the values that the document lists, and those at its limits',
  why: 'Clients use what the document allows, and nothing in the request tells them what is wrong with it.',
  fix: 'Check members by the documented list and limits, both ends included, or document the narrower ones.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : contract.inferredResourceTypes
          .filter(({ create, idChosenBy }) => create.effect === 'creates' && (create.method === 'POST' || idChosenBy === 'client'))
          .map(({ create }) => create)
          .filter((create) => !create.issues && edgesOf(contract, create).length > 0)
          .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost({ operation }, { contract }) {
    const rows = mostEdgeRows(edgesOf(contract, operation));
    return { requests: rows + 16, creates: rows + 16 };
  },
  run({ operation }, session) {
    const { contract } = session;
    const schema = jsonContent(operation.body?.content ?? [])?.schema ?? true;
    const requestOf = (row: readonly Edge[], n: number) =>
      requestAsSet(session, { operation: operation.key, settings: row, purpose: `edges-${n}` });
    const fits = (edge: Edge): boolean => {
      const { body } = requestOf([edge], 0);
      return body?.kind === 'json' && mayBeSent(contract.document, schema, body.value);
    };
    let turn = 0;
    const send = (row: readonly Edge[]) => {
      turn += 1;
      const { madeUp = [], ...request } = requestOf(row, turn);
      return session.send({ ...request, madeUp: [...madeUp, 'body', ...row.map(({ member }) => member)] });
    };
    return tryEdges(edgesOf(contract, operation).filter(fits), send);
  },
  judge: ({ operation }, tried) => judgeEdges(operation, 'request body', tried),
});
