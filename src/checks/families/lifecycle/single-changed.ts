import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { actsAs } from '../../../contract/infer/acting.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { isScalar } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { askedSchema } from '../../../contract/asked-content.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { readOf, shownByRead } from '../../scenarios/bodies/broken-bodies.ts';
import {
  harmlessMembers,
  type SingleChange,
  type SingleChanges,
  singleChanges,
  singleEdges,
  singleRequests,
} from '../../scenarios/bodies/single-changes.ts';
import { mostEdgeRows } from '../../scenarios/calls/edge-rows.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import type { MistakenBody } from '../../subjects/mistaken-bodies.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { departuresIn, isSetBack } from '../../subjects/shown-as-sent.ts';

type Failed = Verdict & { readonly kind: 'fail' };

/** How an accepted change is shown otherwise than it was sent: by its answer, or by a read. */
const otherIn = (contract: Contract, { operation, body, exchange, after }: SingleChange): Failed | undefined => {
  const read = readOf(contract, operation);
  const asked = askedSchema(operation.body) ?? true;
  for (const [word, by, shownBy] of [
    ['', operation, exchange],
    [', read', read, after],
  ] as const) {
    const [answered, resource] = [by && answerSchema(by), jsonOf(shownBy)];
    if (answered === undefined || !isObject(resource) || (shownBy === after && isCached(after))) continue;
    const [first] = departuresIn(contract, { asked, answered }, body, resource);
    if (!first) continue;
    const finding = {
      code: 'other-value-shown',
      where: `/${first.member}${word}`,
      expected: written(first.sent),
      actual: first.shown === undefined ? 'no such member' : written(first.shown),
    };
    return fail(finding, shownBy === exchange ? [exchange] : [shownBy, exchange]);
  }
  return undefined;
};

/** A member that a PATCH does not name, and that is empty or set back afterwards. Another new value may follow from what was changed. */
const changedBeside = (contract: Contract, { operation, body, before, exchange, after }: SingleChange): Failed | undefined => {
  const [old, now] = [before, after].map((one) => shownByRead(operation, one));
  if (actsAs(operation) !== 'PATCH' || !old || !now || [before, after].some(isCached)) return undefined;
  // What is set beside a choice may have no meaning with another one.
  const members = bodyMembers(contract, operation);
  const isChoice = members.some(
    ({ name, schema }) =>
      body[name] !== undefined &&
      !isSameValue(body[name], old[name]) &&
      (typeof body[name] === 'boolean' || (isObject(schema) && 'enum' in schema)),
  );
  if (isChoice) return undefined;
  const lost = members.find(
    ({ name, schema }) =>
      body[name] === undefined &&
      isScalar(old[name]) &&
      old[name] !== null &&
      !isSameValue(old[name], now[name]) &&
      isSetBack(contract, schema, now[name], []),
  );
  if (!lost) return undefined;
  const finding = {
    code: 'rest-changed',
    where: `/${lost.name}`,
    expected: `${written(old[lost.name])}, which the change did not name`,
    actual: now[lost.name] === undefined ? 'no such member' : written(now[lost.name]),
  };
  return fail(finding, [after, exchange]);
};

export const singleChangeShown = defineProbe<MistakenBody, SingleChanges>({
  id: 'lifecycle/single-change-shown',
  title: 'A change of what is there once only, such as settings, is shown and changes nothing else',
  why: 'A change that is confirmed and not stored, or that changes something else, is found when it is too late.',
  fix: 'Store exactly the members that the change names, and answer with what was stored.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : contract.operations
          .filter((operation) => harmlessMembers(contract, operation).length > 0)
          .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }, { contract }) => ({
    requests: 4 * mostEdgeRows(singleEdges(contract, operation), false) + 4 * singleRequests,
    creates: 0,
  }),
  run: ({ operation }, session) => session.run(singleChanges, { operation: operation.key }),
  judge(_subject, { changes, tried }, { contract }) {
    const broken = changes.map((one) => otherIn(contract, one) ?? changedBeside(contract, one)).find((one) => one !== undefined);
    if (broken) return unconfirmed(broken);
    const done = changes.filter(({ exchange }) => isSuccess(exchange));
    return done.length > 0 ? pass(done.length) : inconclusive('No such change was accepted and read', tried.others);
  },
});
