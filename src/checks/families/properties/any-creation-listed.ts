import type { Contract, Operation } from '../../../contract/model.ts';
import { settableMembers } from '../../../generators/settings.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { creationNeeds, listedResources, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import type { Listed } from '../../scenarios/lifecycle/listed.ts';
import { type CreationsListed, creationsListed } from './creations-listed.ts';

export const anyCreationListed = defineProbe<CreationsListed>({
  id: 'properties/any-creation-listed',
  title: 'Whatever else a creation asks for, its thing is in the list under the name it was created with',
  why: 'A thing that hides because of one of its settings is found by nobody, and paid for all the same.',
  fix: 'List everything that was created, whatever its settings.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => listedResources(contract).map(({ place }) => place),
  needs: creationNeeds,
  cost: (place, { contract }) => {
    const settings = settableMembers(contract, operationAt(contract, place)).length;
    return { requests: 10 + 10 * settings, creates: settings };
  },
  measure: (place, session) => session.measure(creationsListed, { operation: place.operation ?? '' }),
  judge(place, { listed, untried }, { contract }) {
    const operation = operationAt(contract, place);
    const told = listed.filter(({ kind }) => kind !== 'no-list');
    if (told.length === 0)
      return { kind: 'inconclusive', reason: 'no creation with other settings was accepted', exchanges: [], unseen: true };
    const verdict = joinVerdicts(told.map((one) => judgeListed(contract, operation, one)));
    return verdict.kind === 'pass' && untried.length > 0 ? { ...verdict, untried } : verdict;
  },
});

const judgeListed = (contract: Contract, operation: Operation, shown: Listed): Verdict => {
  if (shown.kind !== 'not-listed') return pass(1);
  const { creation, unread, last, withinMs } = shown;
  const [first] = unread;
  if (first) return inconclusive('The list could not be read to its end', [first, creation]);
  const names = freshValues(contract, operation, creation.request).map((value) => JSON.stringify(value));
  const finding = {
    code: 'created-not-listed',
    where: 'list',
    expected: `an item named ${names.join(' or ')} within ${withinMs / 1000} s of ${creation.sent.body ?? 'its creation'}`,
    actual: 'no such item in any look',
  };
  return fail(finding, [creation, last]);
};
