import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { ownSearches } from '../../subjects/own-searches.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { parentValues } from '../lifecycle/round-trip/parents.ts';
import { make } from '../lifecycle/round-trip/steps.ts';
import { until } from '../lifecycle/until.ts';
import type { Found } from '../paging/find-item.ts';

/** Longest wait in milliseconds until a search shows what the run created. */
const longestMs = 5000;

/** What the search of its own account finds of a resource of the run, and then that of the other account; undefined where nothing finds it. */
type FoundByBoth = { readonly mine: Found; readonly theirs: Found | undefined };

/** Creates a resource with texts that nothing else has, and searches for one of them with the key, and then as another account. */
export const searchedByBoth = defineScenario<{ readonly search: string; readonly create: string }, FoundByBoth>({
  id: 'searched-by-both',
  async run(session, { search: key, create }) {
    const { contract, target } = session;
    const search = ownSearches(contract).find(({ operation, trip }) => operation.key === key && trip.create.key === create);
    if (!search) throw new NotTried('not-applicable', `Nothing that the run creates is found by ${key}`);
    const { operation, parameter, trip, texts } = search;
    const members = bodyMembers(contract, trip.create).filter(({ name }) => texts.includes(name));
    const words = members.flatMap(({ name, schema }): readonly (readonly [string, string])[] => {
      const text = `zq${session.hex(`searched-by-both-${name}`, 10)}`;
      const isUsable = mayBeSent(contract.document, schema, text) && mayBeSent(contract.document, parameter.schema ?? true, text);
      return isUsable ? [[name, text]] : [];
    });
    const way = { session, trip, pathValues: await parentValues(session, trip) };
    const { exchange, id } = await make(way, 'searched-by-both', (base) => ({ ...base, ...Object.fromEntries(words) }));
    if (id === undefined || words.length === 0) return { mine: { kind: 'absent', exchange }, theirs: undefined };
    // Nothing else has that text, so that the first page shows it. An id that each account counts for itself says little without it.
    const searched = async (as: Session, text: string): Promise<Found> => {
      const asked = usableRequest(as, operation, 'searched-by-both');
      const page = await as.send({ ...asked, query: [...asked.query.filter(([name]) => name !== parameter.name), [parameter.name, text]] });
      if (!isSuccess(page)) return { kind: 'unread', exchange: page };
      const item = itemsIn(jsonOf(page)).find((one) => isObject(one) && idText(one[trip.id]) === id && JSON.stringify(one).includes(text));
      return item === undefined ? { kind: 'absent', exchange: page } : { kind: 'item', item, exchange: page };
    };
    const withinMs = Math.min(patienceMs(target, 'created.listed', { presumed: trip }), longestMs);
    let mine: Found = { kind: 'absent', exchange };
    const text = await until(session, { withinMs, why: 'the search is to show what was created' }, async () => {
      for (const [, word] of words) {
        mine = await searched(session, word);
        if (mine.kind === 'item') return word;
      }
      return undefined;
    });
    return { mine, theirs: text === undefined ? undefined : await searched(sessionAs(session, 'other'), text) };
  },
});
