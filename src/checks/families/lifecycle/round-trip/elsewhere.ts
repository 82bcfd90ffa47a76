import { membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { outcomeOf } from '../../../../contract/message.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { isScalar } from '../../../../model/json.ts';
import { fail } from '../../../kit/define.ts';
import type { Sent } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { isFollowedInList } from '../../../scenarios/lifecycle/round-trip/unlisted.ts';
import { comparedInList, isListedOtherwise } from '../../../subjects/listed-as-read.ts';
import { listBelowNamed } from '../../../subjects/lists-below-named.ts';
import { placeIn, type Trip } from '../../../subjects/round-trips.ts';
import { defineTripCheck, none } from './trip-check.ts';

export const listedAsRead = defineTripCheck({
  id: 'lifecycle/listed-as-read',
  title: 'The list shows a new resource with the values that a read shows',
  why: 'A client keeps the values of one answer. Where the next one differs, it cannot know which is true.',
  fix: 'Make every answer from the same stored resource.',
  suits: ({ list, read }) => list !== undefined && read !== undefined,
  judge(trip, { listed }, contract) {
    const schema = trip.read && placeIn(contract, trip.read, trip.id)?.schema;
    if (!listed || schema === undefined) return none;
    const { read, item } = listed;
    const described = new Set(membersOf(contract.document, schema).keys());
    const names = comparedInList(described, item.resource, read.resource);
    const broken = names
      .filter((name) => isListedOtherwise(read.resource[name], item.resource[name]))
      .map((name) =>
        fail(
          {
            code: 'listed-otherwise',
            where: `/${name} in the list`,
            expected: `${written(read.resource[name])}, as in the read`,
            actual: written(item.resource[name]),
          },
          [item.exchange, read.exchange],
        ),
      );
    return { times: names.length, broken };
  },
});

export const listedBesideOthers = defineTripCheck({
  id: 'lifecycle/listed-beside-others',
  title: 'A new resource is in the list that shows others in its state',
  why: 'A list is the only way to find what one owns. What it leaves out is lost.',
  fix: 'List a resource from the moment its creation is answered, in whatever state.',
  suits: (trip, contract) => trip.list !== undefined && (trip.read ?? trip.remove) !== undefined && !isFollowedInList(contract, trip),
  judge(_trip, { whole, listed, item, unlisted, bareUnlisted, missing }) {
    if (!whole || (!listed && !item && !unlisted && !missing)) return none;
    if (bareUnlisted) {
      const { id, list, creation } = bareUnlisted;
      const left = {
        code: 'bare-not-listed',
        where: 'list',
        expected: `${id} in the list, which was created with few members`,
        actual: 'a list of others in its state, also of one with every member, read to its end',
      };
      return { times: 1, broken: [fail(left, [list, creation])] };
    }
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `${missing?.id ?? whole.id ?? 'it'} in the list`,
      actual: `a list of others in its state, read to its end${missing ? ' before the removal found it' : ''}`,
    };
    const list = unlisted ?? missing?.list;
    return { times: 1, broken: list ? [fail(finding, [list, missing?.creation ?? whole.exchange])] : [] };
  },
});

export const belowOwnParent = defineTripCheck({
  id: 'lifecycle/below-own-parent',
  title: 'A resource is found below the parent that it was created for, and below no other',
  why: 'Below another parent, people see and change what is not theirs.',
  fix: 'Look a resource up by its id and its parent together.',
  suits: (trip, contract) => trip.addsTo.includes('}') || listBelowNamed(contract, trip) !== undefined,
  judge(trip, { whole, elsewhere }) {
    if (!whole?.id) return none;
    const broken = (elsewhere ?? []).map(({ word, exchange, named }) => {
      if (named) {
        const expected = `only items with ${named.by} "${named.wanted}", as in the path`;
        return fail({ code: codes[word], where: `/${named.by} in the list`, expected, actual: written(named.shown) }, [exchange]);
      }
      return fail(
        {
          code: codes[word],
          where: word === 'list' ? 'list' : 'status',
          expected:
            word === 'list'
              ? 'a list without it: it was created below another parent'
              : `404 to ${exchange.request.operation ?? 'it'}: it was created below another parent`,
          actual: `${whole.id ?? ''}, ${outcomeOf(exchange)}`,
        },
        [exchange, whole.exchange],
      );
    });
    const names = parentMembers(trip, whole);
    const wrong = whole.looks.flatMap(({ resource, exchange }) =>
      names.flatMap(({ name, value }) => {
        const now = resource[name];
        if (!isScalar(now) || now === null || String(now) === value) return [];
        const finding = {
          code: 'other-parent',
          where: `/${name}`,
          expected: `${written(value)}, as in the path of the creation`,
          actual: written(now),
        };
        return [fail(finding, [exchange, whole.exchange])];
      }),
    );
    // Without a look below another parent, nothing shows that it is below no other.
    return { times: elsewhere === undefined ? 0 : 1, broken: [...broken, ...wrong] };
  },
});

const codes = {
  list: 'listed-below-other',
  read: 'read-below-other',
  change: 'changed-below-other',
  action: 'acted-on-below-other',
  removal: 'removed-below-other',
} as const;

/** Members that name the parent: `site_id` of what is created at `/sites/{siteId}/tickets`. */
const parentMembers = ({ addsTo, id }: Trip, { exchange, looks }: Sent): readonly { readonly name: string; readonly value: string }[] => {
  const [last] = [...addsTo.matchAll(/\{([^{}]+)\}/gu)].map(([, name]) => name ?? '').slice(-1);
  const value = last === undefined ? undefined : exchange.request.pathValues[last];
  const wanted = last === undefined ? '' : wordsOf(last).join(' ');
  if (value === undefined || !wanted.includes(' ')) return [];
  const names = new Set(looks.flatMap(({ resource }) => Object.keys(resource)));
  return [...names].filter((name) => name !== id && wordsOf(name).join(' ') === wanted).map((name) => ({ name, value }));
};

export const removedStaysAway = defineTripCheck({
  id: 'lifecycle/removed-stays-away',
  title: 'What was removed is in no read and in no list, and no search finds it',
  why: 'Whoever removes something has a reason, often a legal one.',
  fix: 'Answer 404 or 410 for what was removed, and leave it out of lists.',
  suits: ({ remove, isFollowed, lists }) => remove !== undefined && (!isFollowed || lists.length > 0),
  judge(_trip, { removal }) {
    if (!removal) return none;
    const { looks, found, removed } = removal;
    const shown = looks.map(({ word, exchange }) =>
      fail(
        {
          code: word === 'list' ? 'removed-listed' : 'removed-read',
          where: word === 'list' ? 'list' : 'status',
          expected: word === 'list' ? 'a list without it' : '404 or 410',
          actual: `the resource as before, ${outcomeOf(exchange)}`,
        },
        [exchange, removed],
      ),
    );
    const sought = found.map((exchange) => {
      const finding = { code: 'removed-found', where: 'list', expected: 'a search that does not find it' };
      return fail({ ...finding, actual: `the resource, by a text that it had, ${outcomeOf(exchange)}` }, [exchange, removed]);
    });
    return { times: 1, broken: [...shown, ...sought] };
  },
});

export const othersStay = defineTripCheck({
  id: 'lifecycle/removal-leaves-others',
  title: 'What a list showed beside a removed resource is still there',
  why: 'A server can do nothing worse than remove what nobody asked it to remove.',
  fix: 'Remove by the id in the path, and by nothing that other resources may share.',
  suits: ({ remove, read, lists }) => remove !== undefined && read !== undefined && lists.length > 0,
  mayBeOthers: true,
  judge(_trip, { removal }) {
    if (!removal || removal.beside === 0) return none;
    const broken = removal.taken.map(({ id, before, read }) =>
      fail(
        {
          code: 'other-thing-removed',
          where: 'status',
          expected: `a success for a read of ${id}, which the list showed right before`,
          actual: `${outcomeOf(read)}, right after another one was removed`,
        },
        [read, removal.removed, before],
      ),
    );
    return { times: removal.beside, broken };
  },
});
