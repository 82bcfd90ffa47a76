import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type ProbePrerequisite, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { type Linked, linked } from '../../scenarios/lifecycle/linked.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { type Link, links } from '../../subjects/links.ts';

const common = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  prerequisites: ({ resourceType: { create, remove } }: Link, around: Surroundings): readonly ProbePrerequisite[] => [
    ...prerequisitesFor(create, around),
    ...prerequisitesFor(remove, around),
  ],
  cost: () => ({ requests: 30, creates: 3 }),
  run: ({ resourceType: { create } }: Link, session: Session): Promise<Linked | undefined> =>
    session.run(linked, { operation: create.key }),
} as const;

const notLinked = ({ resourceType: { create } }: Link, put: Exchange | undefined) =>
  inconclusive(`${create.key} was answered ${put ? outcomeOf(put) : 'nothing'}`, put ? [put] : []);

export const linkShown = defineProbe<Link, Linked | undefined>({
  ...common,
  id: 'lifecycle/link-shown',
  title: 'What is linked to a resource is in its list once, and what was taken out is there no longer, but still exists',
  why: 'A photo that an album does not show was added in vain; one that is deleted with its place in an album is lost.',
  fix: 'Keep a link as a row of its own, unique by both ids, and remove that row alone.',
  over: (contract) => links(contract).filter(({ shows }) => shows !== undefined),
  judge(link, made) {
    const { resourceType, shows } = link;
    const where = shows?.key ?? '';
    if (!made?.afterPut) return notLinked(link, made?.put);
    const { id, put, afterPut, again, afterAgain, removal, afterRemoval, reads } = made;
    const shown = { expected: `${id} once, which ${resourceType.create.key} has linked`, where };
    if (afterPut.times === 0)
      return unconfirmed(fail({ code: 'linked-not-listed', ...shown, actual: 'it is not there' }, [put, afterPut.exchange]));
    if (again && afterAgain && afterAgain.times > 1)
      return unconfirmed(
        fail({ code: 'linked-twice', ...shown, actual: `${afterAgain.times} times, after it was linked again` }, [
          again,
          afterAgain.exchange,
        ]),
      );
    if (!removal || !afterRemoval) return pass(1);
    if (afterRemoval.times > 0) {
      const expected = `no ${id}, which ${resourceType.remove.key} has taken out`;
      const finding = { code: 'unlinked-still-listed', where, expected, actual: 'it is still there' };
      return unconfirmed(fail(finding, [removal, afterRemoval.exchange, put]));
    }
    const [before, after] = reads;
    // What nothing else removes may have no other way to go.
    const isRemovedElsewhere = 'remove' in link.linked;
    if (isRemovedElsewhere && before && after && isSuccess(before) && goneStatuses.includes(statusOf(after) ?? 0)) {
      const expected = `it is still there: ${resourceType.remove.key} takes it out of the list above`;
      const finding = { code: 'unlinked-removed', where: link.readOfLinked?.key ?? '', expected, actual: outcomeOf(after) };
      return unconfirmed(fail(finding, [after, removal, before]));
    }
    return pass(3);
  },
});

/** Does the document describe both answers of a PUT that links: to a new link, and to one that was there. */
const tellsBoth = ({ resourceType: { create } }: Link): boolean => {
  const described = new Set(create.responses.map(({ status }) => status));
  return described.has('201') && ['200', '204'].some((status) => described.has(status));
};

export const linkSaysCreated = defineProbe<Link, Linked | undefined>({
  ...common,
  id: 'lifecycle/link-says-created',
  title: 'A PUT that links a resource is answered 201 the first time, and not again',
  why: 'A client that counts what it added counts what was there before.',
  fix: 'Answer 201 where the link is new, and 200 or 204 where it was there.',
  over: (contract) => links(contract).filter(tellsBoth),
  judge(link, made) {
    if (!made || !isSuccess(made.put) || !made.again) return notLinked(link, made?.put);
    const { put, again } = made;
    const finding = { code: 'link-as-created', where: 'status' };
    if (statusOf(put) !== 201 && statusOf(put) !== 202)
      return unconfirmed(fail({ ...finding, expected: '201, because the link is new', actual: outcomeOf(put) }, [put]));
    if (statusOf(again) === 201)
      return unconfirmed(fail({ ...finding, expected: '200 or 204, because the link was there', actual: '201' }, [again, put]));
    return isSuccess(again) ? pass(2) : notLinked(link, again);
  },
});
