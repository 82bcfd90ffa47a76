import { parametersIn } from '../../../contract/infer/path-template.ts';
import { saidIn } from '../../../contract/said.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { pageItems } from '../../subjects/collection.ts';
import { readItems, type ReadItems } from '../../subjects/read-items.ts';
import { idOfMade, parentOf, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** What comes into being below a resource that the run can create, and that nobody creates by itself: the revisions of a page. */
type Coming = ReadItems & { readonly parent: Trip };

type Found = {
  readonly creations: readonly Exchange[];
  readonly lists: readonly Exchange[];
  /** The id of the child, and its reads below its own parent and below the other one. */
  readonly child: { readonly id: string; readonly parent: string; readonly own: Exchange; readonly other: Exchange } | undefined;
};

const comings = (contract: Contract): readonly Coming[] =>
  readItems(contract).flatMap((one): readonly Coming[] => {
    const { path } = one.list.operation;
    const parent = parentOf(contract, { addsTo: path });
    const isBelow = parametersIn(path).length === 1 && parametersIn(one.read.path).length === 2;
    // What a client creates below another resource is judged with its own round trip.
    const isCreated = roundTrips(contract).some(({ addsTo, itemPath }) => addsTo === path || itemPath === one.read.path);
    const isAlone = parent !== undefined && parent.create.method === 'POST' && parent.remove !== undefined && !parent.addsTo.includes('{');
    return isBelow && isAlone && !isCreated ? [{ ...one, parent }] : [];
  });

/** Does the text of a read say that it does not find what is below another parent: "An edition of another map is not found here". */
const tellsApart = ({ document }: Contract, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some(
      (one) =>
        /\b(?:of|below|under|belongs? to) (?:another|a different|some other|other)\b/iu.test(one) &&
        /\b404\b|\bnot found\b|\bunknown\b/iu.test(one),
    );

/** Does what is below a parent name that parent: `map_id` below `/maps/{map_id}`. */
const namesParent = ({ list }: ReadItems, resource: Resource, parent: string): boolean => {
  const wanted = wordsOf(parametersIn(list.operation.path)[0] ?? '').join(' ');
  return (
    wanted.includes(' ') && Object.entries(resource).some(([name, value]) => wordsOf(name).join(' ') === wanted && String(value) === parent)
  );
};

const idsIn = ({ list, id }: ReadItems, exchange: Exchange): readonly string[] =>
  (pageItems(list, exchange) ?? []).flatMap((item) => (isObject(item) ? (idText(item[id]) ?? []) : []));

const look = async (session: Session, subject: Coming): Promise<Found> => {
  const { contract } = session;
  const { parent, list, read } = subject;
  const creations: Exchange[] = [];
  const lists: Exchange[] = [];
  for (const purpose of ['found-own', 'found-other']) {
    const creation = await sendCreation(session, usableRequest(session, parent.create, purpose));
    creations.push(creation);
    const above = idOfMade(contract, parent, creation);
    if (above === undefined) return { creations, lists, child: undefined };
    const [name = ''] = parametersIn(list.operation.path);
    lists.push(await session.send(usableRequest(session, list.operation, purpose, { pathValues: { [name]: above } })));
  }
  const [ownList, otherList] = lists;
  const [own, other] = creations.map((creation) => idOfMade(contract, parent, creation));
  if (!ownList || !otherList || own === undefined || other === undefined || own === other || !isSuccess(otherList))
    return { creations, lists, child: undefined };
  // What is numbered anew below each parent has the same id below both.
  const beside = idsIn(subject, otherList);
  const [id] = isSuccess(ownList) ? idsIn(subject, ownList).filter((one) => !beside.includes(one)) : [];
  if (id === undefined) return { creations, lists, child: undefined };
  const [above = '', last = ''] = parametersIn(read.path);
  const readBelow = (parentId: string, isOwn: boolean): Promise<Exchange> =>
    session.send({
      ...usableRequest(session, read, 'found', { pathValues: { [above]: parentId, [last]: id } }),
      faults: isOwn ? [] : ['unknown-id'],
    });
  return { creations, lists, child: { id, parent: own, own: await readBelow(own, true), other: await readBelow(other, false) } };
};

export const foundBelowOwnParent = defineProbe<Coming, Found>({
  id: 'lifecycle/found-below-own-parent',
  title: 'What comes into being with a resource is found below that one, and below no other',
  why: 'Below another parent, people see what is not theirs.',
  fix: 'Look it up by its id and its parent together.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: comings,
  prerequisites: ({ parent, list }, around) => prerequisitesOnOwn(parent.create, [list.operation], around),
  cost: () => ({ requests: 10, creates: 2 }),
  run: (subject, session) => look(session, subject),
  judge(subject, { creations, lists, child }, { contract }) {
    const { read } = subject;
    if (!child) return inconclusive('No list shows anything below a resource of ours alone', [...lists, ...creations]);
    const { id, parent, own, other } = child;
    const shown = resourceIn(contract, read, own, subject.id);
    if (!shown || idText(shown[subject.id]) !== id)
      return inconclusive(`Below its own parent, ${read.key} was answered ${outcomeOf(own)}, without what was asked for`, [own]);
    if (!namesParent(subject, shown, parent) && !tellsApart(contract, read))
      return inconclusive('Nothing says that it belongs to one parent alone', [own]);
    const seen = resourceIn(contract, read, other, subject.id);
    if (!seen || idText(seen[subject.id]) !== id)
      return isSuccess(other) ? inconclusive('Below another parent, the read shows something else', [other]) : pass(1);
    const finding = {
      code: 'found-below-other',
      where: 'status',
      expected: `404: ${id} came into being below another parent`,
      actual: `${id}, ${outcomeOf(other)}`,
    };
    return unconfirmed(fail(finding, [other, own]));
  },
});
