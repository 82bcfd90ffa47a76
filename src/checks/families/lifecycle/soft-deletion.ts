import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, type ProbePrerequisite, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { isMarked, type SoftDeleted, softDeleted } from '../../scenarios/lifecycle/soft-deleted.ts';
import { type SoftDeletion, softDeletions } from '../../subjects/soft-deletions.ts';

const prerequisitesOf = ({ trip, remove }: SoftDeletion, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesOnOwn(trip.create, [remove], around);

const missing = ({ creation, removal }: SoftDeleted): string | undefined => {
  if (!removal) return `Nothing was created: ${outcomeOf(creation)}`;
  return isSuccess(removal) ? undefined : `The removal was answered ${outcomeOf(removal)}`;
};

export const removedIsMarked = defineProbe<SoftDeletion, SoftDeleted>({
  id: 'lifecycle/removed-is-marked',
  title: 'What was removed is shown, with its mark, where a parameter asks for what is removed',
  why: 'People look for what they removed by mistake, and auditors for who removed it; it is not there, or looks as if it had never been removed.',
  fix: 'Let the parameter lift the filter for removed resources, and write out the mark that the removal sets.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => softDeletions(contract).filter(({ listFlag, readFlag }) => listFlag !== undefined || readFlag !== undefined),
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 30, creates: 1 }),
  run: ({ remove }, session) => session.run(softDeleted, { remove: remove.key }),
  judge({ mark, listFlag, readFlag, isReserved, remove }, result) {
    const { creation, removal, marked, isGone } = result;
    const why = missing(result);
    if (why !== undefined || !removal) return inconclusive(why ?? '', removal ? [removal, creation] : [creation]);
    if (!isGone) return inconclusive('A plain read still shows what was removed', [removal]);
    const nameOf = (word: 'read' | 'list'): string => (word === 'list' ? listFlag : readFlag)?.name ?? '';
    const after = `after ${remove.key} was answered ${outcomeOf(removal)}`;
    const lost = marked.find(
      ({ resource, exchange, isWhole }) => !resource && isWhole && (isSuccess(exchange) || statusOf(exchange) === 404),
    );
    const shown = marked.filter(({ resource }) => resource !== undefined);
    if (lost && isReserved && shown.length === 0)
      return inconclusive('The parameter may be without effect for this credential', [lost.exchange, removal]);
    if (lost) {
      const finding = { code: 'removed-not-shown', where: lost.word === 'list' ? 'list' : 'status' };
      const expected = `what was removed, with "${nameOf(lost.word)}=true" ${after}`;
      return unconfirmed(
        fail({ ...finding, expected, actual: `${outcomeOf(lost.exchange)} without it` }, [lost.exchange, removal, creation]),
      );
    }
    const unmarked = shown.find(({ resource }) => mark !== undefined && resource && mark in resource && !isMarked(mark, resource));
    if (unmarked && mark !== undefined) {
      const finding = { code: 'removed-not-marked', where: `/${mark}`, expected: `"${mark}" set ${after}` };
      const actual = JSON.stringify(unmarked.resource?.[mark]);
      return unconfirmed(fail({ ...finding, actual }, [unmarked.exchange, removal, creation]));
    }
    return shown.length > 0
      ? pass(shown.length)
      : inconclusive(
          'No answer with the parameter shows what was removed',
          marked.map(({ exchange }) => exchange),
        );
  },
});

export const removedIsLeftOut = defineProbe<SoftDeletion, SoftDeleted>({
  id: 'lifecycle/removed-left-out',
  title: 'What was removed and is kept is not in a list that leaves it out',
  why: 'What people have thrown away is in the way again, and is counted, exported and acted on.',
  fix: 'Leave out what has the mark in every query of the list that does not ask for it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => softDeletions(contract).filter(({ leftOut }) => leftOut !== undefined),
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 30, creates: 1 }),
  run: ({ remove }, session) => session.run(softDeleted, { remove: remove.key }),
  judge({ remove, leftOut }, result) {
    const { creation, removal, plainly } = result;
    const why = missing(result);
    if (why !== undefined || !removal) return inconclusive(why ?? '', removal ? [removal, creation] : [creation]);
    if (plainly?.resource) {
      const expected = `a list without what ${remove.key} removed: ${(leftOut ?? '').trim()}`;
      const finding = { code: 'removed-listed-plainly', where: 'list', expected, actual: 'it is in the list' };
      return unconfirmed(fail(finding, [plainly.exchange, removal, creation]));
    }
    return plainly?.isWhole && isSuccess(plainly.exchange)
      ? pass(1)
      : inconclusive('The list could not be read to its end', plainly ? [plainly.exchange, removal] : [removal]);
  },
});

export const restoredIsBack = defineProbe<SoftDeletion, SoftDeleted>({
  id: 'lifecycle/restored-is-back',
  title: 'What was restored is there again, without its mark',
  why: 'People restore what they removed by mistake, are told that it worked, and do not find it.',
  fix: 'Take the mark away when a resource is restored, everywhere: in reads, lists and indexes.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => softDeletions(contract).filter(({ restore }) => restore !== undefined),
  prerequisites: (subject, around) => [...prerequisitesOf(subject, around), ...(subject.restore ? permissionsFor(subject.restore) : [])],
  cost: () => ({ requests: 30, creates: 1 }),
  run: ({ remove }, session) => session.run(softDeleted, { remove: remove.key }),
  judge({ mark, restore, refusedOtherwise }, result) {
    const { creation, removal, restoration, back, again } = result;
    const why = missing(result);
    if (why !== undefined || !removal) return inconclusive(why ?? '', removal ? [removal, creation] : [creation]);
    if (!restoration || !isSuccess(restoration) || statusOf(restoration) === 202)
      return inconclusive(
        `The restoration was ${restoration ? `answered ${outcomeOf(restoration)}` : 'not sent'}`,
        restoration ? [restoration, removal] : [removal],
      );
    const after = `after ${restore?.key ?? 'the restoration'} was answered ${outcomeOf(restoration)}`;
    const marked = back.find(({ resource }) => isMarked(mark, resource));
    if (marked && mark !== undefined) {
      const finding = { code: 'restored-still-marked', where: `/${mark}`, expected: `"${mark}" empty ${after}` };
      return unconfirmed(fail({ ...finding, actual: JSON.stringify(marked.resource?.[mark]) }, [marked.exchange, restoration, removal]));
    }
    const absent = back.find(
      ({ resource, exchange, isWhole }) => !resource && isWhole && (isSuccess(exchange) || [404, 410].includes(statusOf(exchange) ?? 0)),
    );
    if (absent) {
      const finding = { code: 'restored-not-shown', where: absent.word === 'list' ? 'list' : 'status', expected: `the resource ${after}` };
      return unconfirmed(fail({ ...finding, actual: `${outcomeOf(absent.exchange)} without it` }, [absent.exchange, restoration, removal]));
    }
    if (again && isSuccess(again)) {
      const expected = `a refusal of a second restoration: "${refusedOtherwise ?? ''}"`;
      const finding = { code: 'restored-twice', where: 'status', expected, actual: `status ${outcomeOf(again)}` };
      return unconfirmed(fail(finding, [again, restoration, removal]));
    }
    const shown = back.filter(({ resource }) => resource !== undefined);
    return shown.length > 0 ? pass(shown.length) : inconclusive('Nothing shows what was restored', [restoration, removal]);
  },
});

export const purgedIsGone = defineProbe<SoftDeletion, SoftDeleted>({
  id: 'lifecycle/purged-is-gone',
  title: 'What was removed for good does not come back',
  why: 'Whoever empties a bin because something has to be gone, such as personal data, is told that it is, and everybody can take it out again.',
  fix: 'Delete the resource itself when it is removed from the bin, and refuse its restoration.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => softDeletions(contract).filter(({ restore, purge }) => restore !== undefined && purge !== undefined),
  prerequisites: (subject, around) => [
    ...prerequisitesOf(subject, around),
    ...[subject.restore, subject.purge].flatMap((one) => (one ? permissionsFor(one) : [])),
  ],
  cost: () => ({ requests: 30, creates: 1 }),
  run: ({ remove }, session) => session.run(softDeleted, { remove: remove.key }),
  judge({ restore, purge: forGood }, result) {
    const { creation, removal, restoration, purge, afterPurge } = result;
    const why = missing(result);
    if (why !== undefined || !removal) return inconclusive(why ?? '', removal ? [removal, creation] : [creation]);
    // A restoration that never works shows nothing by its refusal.
    if (!restoration || !isSuccess(restoration) || !purge || !afterPurge) {
      const open = purge ?? restoration;
      const reason = purge ? `The removal for good was answered ${outcomeOf(purge)}` : 'Nothing was restored and removed for good';
      return inconclusive(reason, open ? [open, removal] : [removal]);
    }
    if (isSuccess(afterPurge)) {
      const expected = `a refusal of ${restore?.key ?? 'the restoration'} after ${forGood?.key ?? 'the removal for good'} was answered ${outcomeOf(purge)}`;
      const finding = { code: 'purged-restored', where: 'status', expected, actual: `status ${outcomeOf(afterPurge)}` };
      return unconfirmed(fail(finding, [afterPurge, purge, creation]));
    }
    const status = statusOf(afterPurge);
    return status !== undefined && status < 500 ? pass(1) : inconclusive('The restoration was not answered', [afterPurge, purge]);
  },
});

export const removedIsRefused = defineProbe<SoftDeletion, SoftDeleted>({
  id: 'lifecycle/removed-is-refused',
  title: 'What was put away is not changed, and not put away again, where the texts say so',
  why: 'What is archived is evidence, or waits to be brought back as it was; a change that nobody sees in any list is found when it is too late.',
  fix: 'Look at the mark before each change, and refuse it with the documented status.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => softDeletions(contract).filter(({ mark, refused }) => mark !== undefined && refused.length > 0),
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 30, creates: 1 }),
  run: ({ remove }, session) => session.run(softDeleted, { remove: remove.key }),
  judge({ refused: told, remove }, result) {
    const { creation, removal, isShown, refused } = result;
    const why = missing(result);
    if (why !== undefined || !removal) return inconclusive(why ?? '', removal ? [removal, creation] : [creation]);
    if (!isShown) return inconclusive('No plain read shows what was removed with its mark', [removal]);
    const accepted = refused.find(({ after }) => isSuccess(after));
    if (accepted) {
      const words = told.find(({ operation }) => operation.key === accepted.operation.key)?.words ?? '';
      const finding = { code: accepted.operation.key === remove.key ? 'removed-twice' : 'removed-changed', where: 'status' };
      const expected = `a refusal of ${accepted.operation.key} for what ${remove.key} put away: "${words.trim()}"`;
      return unconfirmed(
        fail({ ...finding, expected, actual: `status ${outcomeOf(accepted.after)}` }, [accepted.after, removal, creation]),
      );
    }
    // A change that is refused anyway shows nothing.
    const telling = refused.filter(({ before, after }) => (before === undefined || isSuccess(before)) && statusOf(after) !== undefined);
    return telling.length > 0
      ? pass(telling.length)
      : inconclusive(
          'The changes are refused for what is there as well',
          refused.flatMap(({ before, after }) => [...(before ? [before] : []), after]),
        );
  },
});
