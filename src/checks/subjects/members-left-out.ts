import { inWords, textOf } from '../../contract/infer/conventions/paging-members.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { operationWith } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { picking } from './chosen-parts.ts';

/** Names of query parameters that choose the members of an answer, or leave some out. */
const choosing: ReadonlySet<string> = new Set([
  ...picking,
  'properties',
  'columns',
  'projection',
  'mask',
  'field mask',
  'read mask',
  'omit',
  'except',
  'exclude',
  'include fields',
  'exclude fields',
  'partial',
]);

const parts = String.raw`\b(?:fields?|members?|propert(?:y|ies)|attributes?|columns?)\b`;

/** "Answer with these members only", "Fields to leave out". */
const saysThatItChooses = new RegExp(
  String.raw`${parts}[^.;]*\b(?:only|to (?:return|show|include|omit|exclude|leave out)|(?:left out|omitted|excluded|returned))\b|\b(?:only|just|limit\w*|restrict\w*|omit\w*|exclud\w*|leaves? out)\b[^.;]*${parts}`,
  'iu',
);

/** A family for each type, `fields[posts]` (JSON:API 1.1, section 6.3). */
const rootOf = (name: string): string => name.replace(/\[.*$/u, '').replace(/^\$/u, '');

const known = new WeakMap<Operation, ReadonlySet<string>>();

const choosersOf = (contract: Contract, operation: Operation): ReadonlySet<string> => {
  const found =
    known.get(operation) ??
    new Set(
      operation.parameters
        .filter(
          (one) =>
            one.in === 'query' && (choosing.has(inWords(rootOf(one.name))) || saysThatItChooses.test(textOf(contract.document, one))),
        )
        .map(({ name }) => rootOf(name)),
    );
  known.set(operation, found);
  return found;
};

/** Did a request choose the members of its answer, so that one which its schema requires may be left out: `fields=title`. */
export const mayLeaveOutMembers = (contract: Contract, { request }: Exchange): boolean => {
  const operation = request.query.length === 0 ? undefined : operationWith(contract, request.operation);
  if (operation === undefined) return false;
  const choosers = choosersOf(contract, operation);
  return choosers.size > 0 && request.query.some(([name]) => choosers.has(rootOf(name)));
};
