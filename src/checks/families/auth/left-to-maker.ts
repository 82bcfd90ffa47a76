import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredThing } from '../../scenarios/lifecycle/inferred-resource.ts';
import { madeByVisitor } from '../../scenarios/credentials/made-by-visitor.ts';
import { type LeftToMaker, leftToMakers } from '../../subjects/left-to-maker.ts';
import { valuesFor } from '../../subjects/own-resources.ts';

/** Do two resources show in a member that they were made by different ones. */
const isByOther = (mine: unknown, theirs: unknown, by: readonly string[]): boolean =>
  isObject(mine) &&
  isObject(theirs) &&
  by.some((name) => {
    const [one, other] = [mine[name], theirs[name]];
    const isShown = [one, other].every((value) => value !== undefined && value !== null && value !== '');
    return isShown && JSON.stringify(one) !== JSON.stringify(other);
  });

export const leftToMakerRefused = defineProbe<LeftToMaker, Exchange>({
  id: 'auth/left-to-maker-refused',
  title: 'What the document leaves to whoever made a resource is refused to another caller of the same account',
  why: 'Colleagues put words into the mouth of somebody who never said them.',
  fix: 'Compare who calls with who made the resource, and answer 403.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: leftToMakers,
  prerequisites: ({ operation, resourceType }, around) => [
    { kind: 'credential', name: 'key' },
    { kind: 'credential', name: 'second' },
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(operation),
  ],
  cost: () => ({ requests: 12, creates: 2 }),
  async run({ by, sentence: _sentence, ...onOwn }, session) {
    const { operation, resourceType } = onOwn;
    if ((session.callerOf?.(resourceType.create.key) ?? 'key') !== 'key')
      throw new NotTried('not-applicable', `The credential "key" may not create what ${operation.key} is about`);
    const mine = await session.run(inferredThing, {
      resourceType: resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'left-to-maker',
    });
    const theirs = await madeByVisitor(session, resourceType, 'second');
    if (!theirs) throw new Undecidable('The credential "second" makes no such resource itself, so that nothing shows who it is', []);
    if (!isByOther(mine.shown, jsonOf(theirs.creation), by))
      throw new Undecidable(`Nothing in ${by.join(', ')} shows that the credential "second" is somebody else`, [theirs.creation]);
    const pathValues = valuesFor(onOwn, mine.pathValues);
    if (!pathValues) throw new NotTried('unsupported', `Nothing shows what the path of ${operation.key} names`);
    const request = usableRequest(session, operation, 'left-to-maker', { pathValues });
    return session.send({ ...request, credential: { kind: 'valid', name: 'second' }, faults: ['credential-forbidden'] });
  },
  judge({ operation, sentence }, exchange) {
    if (isSuccess(exchange) && statusOf(exchange) !== 202) {
      const finding = {
        code: 'other-than-maker-accepted',
        where: 'credential',
        expected: `a refusal of ${operation.key} to who did not make the resource ("${sentence.trim()}")`,
        actual: outcomeOf(exchange),
      };
      return unconfirmed(fail(finding, [exchange]));
    }
    return [403, 404].includes(statusOf(exchange) ?? 0) ? pass(1) : inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
